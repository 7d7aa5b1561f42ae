import django.db.models.deletion
import platform_core.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0004_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='TextLink',
            fields=[
                ('id', models.UUIDField(default=platform_core.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('address', models.CharField(max_length=500)),
                ('words', models.CharField(blank=True, max_length=200)),
                ('target', models.CharField(blank=True, db_index=True, max_length=500)),
                ('problem', models.CharField(blank=True, choices=[('', 'nothing'), ('gone', 'This page does not exist here, or it is not public.'), ('malformed', 'This is no complete address. An address elsewhere begins with https://.')], default='', max_length=12)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='contributions.contribution')),
            ],
            options={
                'ordering': ('contribution__title', 'contribution', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('problem__in', ['', 'gone', 'malformed'])), name='text_link_problem_known')],
            },
        ),
    ]
