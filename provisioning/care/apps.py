from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "provisioning.care"
    label = "care"

    def ready(self) -> None:
        import provisioning.care.jobs  # noqa: F401  # tells the worker's clock
        from platform_core.contract import DeskEntry
        from platform_core.desk.entries import register as put_on_desk
        from platform_core.desk.guard import is_admin
        from platform_core.options.forms import register as give_options
        from provisioning.care import caring, sections, signals, telling, telling_bulk
        from provisioning.care.options import SupportOptions
        from provisioning.lifecycle.erasing import forgets
        from tenants.addresses import TenantDirectory

        signals.connect()
        forgets("people_from_outside", caring.forget_place)
        sections.register_all()
        telling_bulk.register_all()
        TenantDirectory.extras.append(telling.extras)
        give_options(SupportOptions)
        summary = _("Who looks after this place, and who of them comes from outside.")
        put_on_desk(DeskEntry(_("People"), summary, "support:people", icon="people", order=85, may=is_admin))
