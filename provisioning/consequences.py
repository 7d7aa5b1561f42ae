"""What parking or removing a module takes away from a place: the dry run of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse

from platform_core import registry
from platform_core.contributions.around import Follow, TextLink
from platform_core.contributions.models import Contribution, State
from platform_core.scope import place_scope, platform_scope
from provisioning.belongings import belongings_of, every, kinds_of, waiting_jobs
from tenants.addresses import place_of, tenants

if TYPE_CHECKING:
    from platform_core.contract import DeskEntry, Module, NavEntry, QuickAction
    from platform_core.place import Place
    from tenants.models import Tenant

PLACE_URLS = "platform_core.urls.place"
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class LostLink:
    """A link in a text of the place that would lead nowhere."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What goes: pages with their addresses, links in texts, what is under way, rows and files.

    `contributions` are those of its kinds. Rows are counted only where the module's tables are.
    """

    module: str
    title: str
    pages: tuple[str, ...] = ()
    own_pages: tuple[str, ...] = ()  # of these, those that menu, buttons and desk lead to
    contributions: int = 0
    open_contributions: int = 0
    more_pages: int = 0
    links: tuple[LostLink, ...] = ()
    subscribers: int = 0
    jobs: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    needed_by: tuple[str, ...] = ()

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())


def consequence_of(tenant: Tenant, name: str) -> Consequence:
    """The dry run for one module of a place; writes nothing and shows no text of residents."""
    module = registry.modules()[name]
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
    needing = tuple(each for each in sorted(place.installed) if name in registry.modules()[each].requires)
    facts: dict[str, Any] = {"module": name, "title": str(module.title), "needed_by": needing}
    if name not in place.installed:
        return Consequence(**facts, pages=_own_pages(place, module), own_pages=_own_pages(place, module))
    with place_scope(place):
        return _inside(place, module, facts)


def _inside(place: Place, module: Module, facts: dict[str, Any]) -> Consequence:
    found = belongings_of(module)
    texts = _texts(module) if module.name in place.modules else []
    listed = _own_pages(place, module) + tuple(place.link(path) for path in texts[:MOST_LISTED])
    ours = Contribution.objects.filter(kind__in=found.kinds)
    counts = ours.aggregate(all=Count("pk"))
    files = found.files
    rows = {model._meta.db_table: every(model).count() for model in found.models}
    rows |= {model._meta.db_table: len(keys) for model, keys in found.around.items() if keys}
    return Consequence(
        **facts,
        pages=listed,
        own_pages=_own_pages(place, module),
        more_pages=max(0, counts["all"] - len(texts[:MOST_LISTED])),
        contributions=counts["all"],
        open_contributions=ours.filter(state=State.PUBLISHED, closed_at=None).count(),
        links=tuple(_links_into(module)),
        subscribers=Follow.objects.filter(contribution__kind__in=found.kinds).values("person").distinct().count(),
        jobs=waiting_jobs(place, module),
        rows={table: number for table, number in sorted(rows.items()) if number},
        files=len(files),
        bytes=sum(size for _name, size in files),
    )


def _own_pages(place: Place, module: Module) -> tuple[str, ...]:
    """The pages that menu, buttons and desk lead to."""
    entries: tuple[NavEntry | QuickAction | DeskEntry, ...] = (*module.nav, *module.actions, *module.desk)
    names = [entry.url_name for entry in entries]
    return tuple(dict.fromkeys(place.link(reverse(name, urlconf=PLACE_URLS)) for name in names))


def _texts(module: Module) -> list[str]:
    """The paths of public texts that the place itself answers for; what residents wrote is counted only."""
    models: list[Any] = [kind.model for kind in module.kinds if kind.editors]
    public = [model.objects.filter(state=State.PUBLISHED).order_by("title")[:MOST_LISTED] for model in models]
    return [each.get_absolute_url() for some in public for each in some]


def _links_into(module: Module) -> list[LostLink]:
    """Links in texts of other modules that lead into this one."""
    links = TextLink.objects.filter(target__startswith=f"/{module.path}/").exclude(
        contribution__kind__in=kinds_of(module)
    )
    some = links.select_related("contribution").order_by("contribution__title", "address")[:MOST_LISTED]
    return [LostLink(link.contribution.title, link.address) for link in some]
