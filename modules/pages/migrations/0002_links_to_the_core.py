"""What was found out about links stays; the core keeps it now, for texts of all kinds."""

from django.db import migrations

TAKE_ALONG = """
INSERT INTO contributions_textlink (id, contribution_id, address, words, target, problem)
SELECT id, page_id, address, words, target, problem FROM pages_pagelink
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0005_text_links'),
        ('pages', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(TAKE_ALONG, migrations.RunSQL.noop),
        migrations.DeleteModel('PageLink'),
    ]
