"""Tell every process when a place changed, whoever changed it; see tenants/listener.py."""

from django.db import migrations

TABLES = ("tenants_tenant", "tenants_domain", "tenants_installedmodule", "tenants_agency", "tenants_responsiblebody")

FUNCTION = """
CREATE FUNCTION public.notify_places() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_catalog.pg_notify('baukasten_places', '');
    RETURN NULL;
END $$
"""
TRIGGER = """
CREATE TRIGGER notify_places AFTER INSERT OR UPDATE OR DELETE ON public.{table}
FOR EACH STATEMENT EXECUTE FUNCTION public.notify_places()
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION public.notify_places()"),
        *(
            migrations.RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER notify_places ON public.{table}")
            for table in TABLES
        ),
    ]
