from django.db import migrations, models

from platform_core.scope import current
from tests.faults.going_wrong import FAULTS


def go_wrong(apps, editor):
    FAULTS.get(current().schema, lambda: None)()


class Migration(migrations.Migration):
    dependencies = [("toy", "0001_initial")]
    operations = [
        migrations.AddField("toy", "shade", models.CharField(max_length=20, default="hell")),
        migrations.RunPython(go_wrong, migrations.RunPython.noop),
    ]
