"""`baukasten blueprint`: saving places as blueprints, looking at them, and bringing places to newer versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from platform_core.scope import platform_scope
from provisioning.blueprints import NoBlueprint, available, blueprint, content_of
from provisioning.blueprints.content import BlueprintRefused
from provisioning.blueprints.files import as_toml
from provisioning.blueprints.models import Origin
from provisioning.blueprints.saving import save_place, take_from
from provisioning.blueprints.updating import apply_update, plan_update
from provisioning.steps import OrderRefused
from provisioning.switch import tenant_of
from tenants.models import Tenant

if TYPE_CHECKING:
    from provisioning.blueprints.updating import Change


class Command(BaseCommand):
    help = (
        "Lists blueprints, saves a place as one, shows one as a file, or brings places to its newest version. "
        "Examples: baukasten blueprint list | baukasten blueprint save weslarn unser-dorf --title 'Unser Dorf' | "
        "baukasten blueprint show modellorte/unser-dorf | baukasten blueprint update weslarn --dry-run"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_subparsers(dest="way", required=True, metavar="list|save|show|update")
        ways.add_parser("list", help="all blueprints, ours and saved ones, with the places made from them")
        save = ways.add_parser("save", help="save a place as a blueprint of its agency, without anything of its people")
        save.add_argument("place", help="the place's slug, for example weslarn")
        save.add_argument("slug", help="the blueprint's short name; the same again makes a new version")
        save.add_argument("--title", required=True, help="what people call it")
        save.add_argument("--summary", default="", help="what it is for, in a sentence")
        save.add_argument("--note", default="", help="what is new in this version")
        save.add_argument("--without-look", action="store_true", help="colours and shapes stay with the place")
        save.add_argument("--dry-run", action="store_true", help="only show what would be saved")
        show = ways.add_parser("show", help="one blueprint as a TOML file")
        show.add_argument("name", help="for example village, modellorte/unser-dorf or modellorte/unser-dorf@2")
        update = ways.add_parser("update", help="bring a place to a blueprint; what its people changed stays")
        update.add_argument("place", help="the place's slug")
        update.add_argument("--to", default="", help="the blueprint; without it the newest version of the place's own")
        update.add_argument(
            "--dry-run", action="store_true", help="only say what would change; exit code 2 if anything"
        )

    def handle(self, *args: Any, way: str, **options: Any) -> None:
        try:
            with translation.override("en"):
                getattr(self, f"_{way}")(**options)
        except (OrderRefused, BlueprintRefused, NoBlueprint) as refused:
            raise CommandError(str(refused)) from refused

    def _list(self, **options: Any) -> None:
        with platform_scope():
            used = list(Origin.objects.values_list("name", flat=True))
            for each in available(None):
                credit = f", after {each.credit}" if each.credit else ""
                self.stdout.write(f"{each.name:<32} version {each.version}, {used.count(each.name)} places{credit}")
                self.stdout.write(f"  {each.title}: {', '.join(each.modules)}")

    def _save(self, *, place: str, slug: str, title: str, summary: str, note: str, **options: Any) -> None:
        tenant, with_look = tenant_of(place), not options["without_look"]
        taken = take_from(tenant=tenant, title=title, summary=summary, with_look=with_look)
        for said in taken.notes:
            self.stdout.write(said)
        if options["dry_run"]:
            self.stdout.write(as_toml(taken.content))
            return
        version = save_place(
            tenant=tenant, slug=slug, title=title, summary=summary, note=note, with_look=with_look, by=None
        )
        self.stdout.write(f"Saved {version.blueprint.name} as version {version.number}.")

    def _show(self, *, name: str, **options: Any) -> None:
        _stem, _at, number = name.partition("@")
        self.stdout.write(as_toml(content_of(name, int(number) if number.isdigit() else 0)))

    def _update(self, *, place: str, to: str, dry_run: bool, **options: Any) -> None:
        tenant = tenant_of(place)
        wanted = to or self._own(tenant)
        changes = (plan_update if dry_run else apply_update)(tenant=tenant, to=wanted)
        for change in changes:
            self._say(change)
        doing = sum(change.is_done for change in changes)
        self.stdout.write(f"{doing} {'would change' if dry_run else 'changed'}.")
        if dry_run and doing:
            raise SystemExit(2)

    def _own(self, tenant: Tenant) -> str:
        with platform_scope():
            origin = Origin.objects.filter(tenant=tenant).first()
        name = origin.name if origin else str(tenant.kind)
        with platform_scope():
            return blueprint(name, tenant.agency.slug).name

    def _say(self, change: Change) -> None:
        why = f" ({change.why})" if change.why else ""
        self.stdout.write(f"  {change.sign} {change.part_title}: {change.title}{why}")
