from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0002_around")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="speaks_for",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="You speak for"),
        ),
        migrations.AddField(
            model_name="comment",
            name="removed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
