"""The face of a place: shapes, typeface, mode, pictures, and which columns its own people changed."""

import re

from django.core.validators import RegexValidator
from django.db import migrations, models

from platform_core.place import Font, Mode, Radius

PICTURE = RegexValidator(re.compile(r"^[0-9a-f]{32}-[0-9]{1,4}x[0-9]{1,4}\Z"), "This is no name of a picture.")
CHOSEN = {
    "radius": (Radius, Radius.SOFT),
    "font": (Font, Font.FIRA),
    "mode": (Mode, Mode.AUTO),
}


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_notify")]
    operations = [
        *(
            migrations.AddField(
                "tenant",
                name,
                models.CharField(max_length=8, choices=[(each.value, each.value) for each in kind], default=default),
            )
            for name, (kind, default) in CHOSEN.items()
        ),
        *(
            migrations.AddField(
                "tenant", name, models.CharField(max_length=48, blank=True, validators=[PICTURE], default="")
            )
            for name in ("hero", "logo")
        ),
        migrations.AddField("tenant", "hero_alt", models.CharField(max_length=200, blank=True, default="")),
        migrations.AddField("tenant", "own_face", models.JSONField(default=list, blank=True, editable=False)),
    ]
