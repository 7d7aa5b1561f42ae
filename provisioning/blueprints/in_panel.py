"""What blueprints and modules bring into the panel: sections of one place, and actions for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from platform_core import registry
from provisioning.blueprints.models import Origin
from provisioning.blueprints.updating import apply_update, plan_update
from provisioning.consequences import Consequence, consequence_of
from provisioning.control_panel.bulk import Bulk
from provisioning.control_panel.bulk import register as register_bulk
from provisioning.control_panel.sections import Section
from provisioning.control_panel.sections import register as register_section
from provisioning.lifecycle.delivery import NotDeliverable, send_link
from provisioning.removing import remove
from provisioning.switch import park, switch_on
from tenants.models import ModuleState

if TYPE_CHECKING:
    from provisioning.control_panel.bulk import Cleaned
    from provisioning.removing import Removal
    from tenants.models import Tenant


class ModuleChoice(forms.Form):
    """Which module."""

    module = forms.ChoiceField(label=gettext_lazy("Module"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        choices = [(name, module.title) for name, module in registry.modules().items()]
        self.fields["module"].choices = choices  # type: ignore[attr-defined]  # as every choice field


def register_all() -> None:
    register_section(Section("modules", gettext_lazy("Modules"), "blueprints:modules", 20, "grid"))
    register_section(Section("blueprint", gettext_lazy("Blueprint"), "blueprints:of_place", 30, "copy"))
    register_bulk(Bulk("module_on", gettext_lazy("Switch a module on"), "grid", _try_on, _on, choose=ModuleChoice))
    register_bulk(Bulk("module_park", gettext_lazy("Park a module"), "archive", _try_park, _park, choose=ModuleChoice))
    register_bulk(Bulk("blueprint", gettext_lazy("Bring to the newest blueprint"), "copy", _try_update, _update))
    removal = Bulk("module_remove", gettext_lazy("Remove a module"), "trash", _try_remove, _remove, in_list=False)
    register_bulk(removal)


def state_of(tenant: Tenant, name: str) -> str:
    """on, parked, or nothing for a module that the place does not have."""
    return next((each.state for each in tenant.installed_modules.all() if each.name == name), "")


def _title(choice: Cleaned) -> str:
    return str(registry.modules()[choice["module"]].title)


def _try_on(tenant: Tenant, choice: Cleaned) -> str:
    if state_of(tenant, choice["module"]) == ModuleState.ON:
        return ""
    return _("“%(module)s” is switched on.") % {"module": _title(choice)}


def _on(tenant: Tenant, choice: Cleaned) -> str:
    switch_on(tenant.slug, choice["module"])
    return _("“%(module)s” is on.") % {"module": _title(choice)}


def _try_park(tenant: Tenant, choice: Cleaned) -> str:
    if state_of(tenant, choice["module"]) != ModuleState.ON:
        return ""
    return summary(consequence_of(tenant, choice["module"]))


def _park(tenant: Tenant, choice: Cleaned) -> str:
    park(tenant.slug, choice["module"])
    return _("“%(module)s” is parked; its data is kept.") % {"module": _title(choice)}


def _try_remove(tenant: Tenant, choice: Cleaned) -> str:
    return summary(consequence_of(tenant, choice["module"])) if state_of(tenant, choice["module"]) else ""


def _remove(tenant: Tenant, choice: Cleaned) -> str:
    done = remove(tenant.slug, choice["module"])
    words = {"module": _title(choice), "rows": done.rows, "file": done.export.name, "sha256": done.sha256}
    said = _("“%(module)s” is removed. %(rows)s rows lie in the export %(file)s, SHA-256 %(sha256)s.") % words
    return f"{said} {_handed(done)}".strip()


def _handed(done: Removal) -> str:
    """The link goes to those who answer for the place; where there is nobody, it can be sent later."""
    if done.kept is None:
        return ""
    try:
        count = send_link(done.kept)
    except NotDeliverable as nobody:
        return str(nobody)
    return ngettext("Its link went to %(count)s address.", "Its link went to %(count)s addresses.", count) % {
        "count": count
    }


def summary(going: Consequence) -> str:
    """What goes, in one sentence of numbers."""
    words = {
        "pages": len(going.pages) + going.more_pages,
        "contributions": going.contributions,
        "links": len(going.links),
    }
    return _("%(pages)s pages and %(contributions)s contributions close, %(links)s links would lead nowhere.") % words


def _try_update(tenant: Tenant, choice: Cleaned) -> str:
    origin = Origin.objects.filter(tenant=tenant).first()
    if origin is None:
        return ""
    doing = sum(change.is_done for change in plan_update(tenant=tenant, to=origin.name))
    return _("%(number)s things change.") % {"number": doing} if doing else ""


def _update(tenant: Tenant, choice: Cleaned) -> str:
    origin = Origin.objects.filter(tenant=tenant).first()
    if origin is None:
        return _("Nothing changes.")
    done = sum(change.is_done for change in apply_update(tenant=tenant, to=choice.get("to") or origin.name))
    return _("%(number)s things changed.") % {"number": done}
