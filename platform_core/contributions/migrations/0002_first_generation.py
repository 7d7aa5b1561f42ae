from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contributions", "0001_initial")]
    operations = [
        migrations.RunSQL("INSERT INTO contributions_generation (id, value) VALUES (1, 1)", migrations.RunSQL.noop)
    ]
