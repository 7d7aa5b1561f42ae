from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0003_answer_facts'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='contribution',
            name='contribution_list',
        ),
        migrations.AddIndex(
            model_name='contribution',
            index=models.Index(fields=['kind', '-published_at'], include=('id', 'state', 'audience', 'author', 'topic'), name='contribution_new'),
        ),
        migrations.AddIndex(
            model_name='contribution',
            index=models.Index(F('kind'), F('pinned_at').desc(nulls_last=True), F('published_at').desc(), name='contribution_pinned'),
        ),
    ]
