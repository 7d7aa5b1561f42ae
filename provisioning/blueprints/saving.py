"""Making blueprints: of a place as it is, of a file, and handing them on to other agencies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from platform_core import registry
from platform_core.accounts.models import HeldRole
from platform_core.accounts.roles import Role
from platform_core.audit.record import record
from platform_core.contract import Ingredient
from platform_core.options.forms import options_of
from platform_core.scope import place_scope, platform_scope
from platform_core.web.home import arranged
from provisioning.blueprints.content import (
    MOST_INGREDIENTS,
    MOST_TOPICS,
    BlueprintRefused,
    Content,
    LookShape,
    TopicShape,
    answer,
    cleaned,
    flat,
    look_of,
    option_forms,
    read,
    travelling,
)
from provisioning.blueprints.models import BlueprintVersion, Origin, SavedBlueprint, Share
from provisioning.blueprints.parts import parts_of
from provisioning.blueprints.words import Redaction, is_incomplete
from tenants.addresses import place_of, tenants

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from uuid import UUID

    from django.forms import Form

    from platform_core.accounts.models import Person
    from platform_core.place import Place
    from tenants.models import Agency, Tenant


@dataclass(frozen=True, slots=True)
class Taken:
    """What a place would give to a blueprint, and what was left out on the way."""

    content: Content
    notes: tuple[str, ...]


def take_from(
    *, tenant: Tenant, title: str, summary: str = "", with_look: bool = True, leave: Collection[str] = ()
) -> Taken:
    """A place's set-up without anything of its people; writes nothing.

    `leave` names ingredients that stay behind, as `module/key`.
    """
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
    with place_scope(place):
        words = Redaction(place)
        content = Content(
            title=title,
            summary=summary,
            modules=tuple(module.name for module in registry.modules_of(place)),
            roles=_roles(),
            look=_look(place) if with_look else {},
            options=_options(place),
            topics=tuple(_topics(place, words)),
            recipes=_recipes(place, words, set(leave)),
            **_home(),
        )
    return Taken(read(content.as_data()), tuple(sorted(words.notes)))


def _roles() -> tuple[str, ...]:
    """The roles that somebody holds here, in their order; who that is stays here."""
    held = set(HeldRole.objects.values_list("role", flat=True).distinct())
    return tuple(role.value for role in reversed(Role) if role.value in held and role != Role.RESIDENT)


def _look(place: Place) -> dict[str, str]:
    """Colours and shapes, as far as any place could have them."""
    said = {name: str(getattr(place.look, name)) for name in LookShape.base_fields}
    return {name: value for name, value in said.items() if fits(look_of, {name: value})}


def _options(place: Place) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name, form in option_forms(place.modules).items():
        known, said = travelling(form), options_of(form)
        found[name] = {key: said[key] for key in known if fits(answer, key, known[key], said[key])}
    return found


def _topics(place: Place, words: Redaction) -> list[Ingredient]:
    part = next(part for part in parts_of(place) if part.name == "topics")
    every = [replace(each, title=words.of(each.title)) for each in part.here()]
    return _fitting(every, TopicShape, MOST_TOPICS, words)


def _fitting(some: list[Ingredient], shape: type[Form], most: int, words: Redaction) -> list[Ingredient]:
    """Those that a blueprint can hold; that others are left out is noted."""
    good = [each for each in some if fits(cleaned, shape, each.key, flat(each))][:most]
    if len(good) < len(some):
        words.notes.add(_("What does not fit into a blueprint is left out."))
    return good


def fits[**P](check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Whether a part of a place can stand in a blueprint."""
    try:
        check(*args, **kwargs)
    except BlueprintRefused:
        return False
    return True


def _recipes(place: Place, words: Redaction, leave: set[str]) -> dict[str, tuple[Ingredient, ...]]:
    found: dict[str, tuple[Ingredient, ...]] = {}
    for module in registry.modules_of(place):
        if module.recipe is None:
            continue
        every = [each for each in module.recipe.take() if each.is_public and f"{module.name}/{each.key}" not in leave]
        keys = {each.key: words.of_key(each.key) for each in every}
        moved = {f"/{module.path}/{old}/": f"/{module.path}/{new}/" for old, new in keys.items() if new and new != old}
        some = [_without_people(each, keys[each.key], moved, words) for each in every if keys[each.key]]
        if good := _fitting(some, module.recipe.shape, MOST_INGREDIENTS, words):
            found[module.name] = tuple(good)
    return found


def _without_people(each: Ingredient, key: str, moved: dict[str, str], words: Redaction) -> Ingredient:
    """What had to lose a name is not published by itself where it is planted: somebody completes it first."""
    values = {name: words.of(value, moved) if isinstance(value, str) else value for name, value in each.values.items()}
    title = words.of(each.title)
    said = [title, *(value for value in values.values() if isinstance(value, str))]
    if "publish" in values and any(map(is_incomplete, said)):
        values["publish"] = False
    return replace(each, key=key, title=title, values=values)


def _home() -> dict[str, tuple[str, ...]]:
    blocks, off = arranged()
    home = tuple(block.template for block in blocks if block.column != "side")
    side = tuple(block.template for block in blocks if block.column == "side")
    return {"home": home, "side": side, "off": tuple(sorted(off & {*home, *side}))}


@transaction.atomic
def save_blueprint(
    *,
    agency: Agency,
    slug: str,
    content: Content,
    note: str = "",
    from_place: str = "",
    credit: str = "",
    by: Person | None,
) -> BlueprintVersion:
    """Keep a content as the newest version of the agency's blueprint of this name; the first one makes it.

    In the platform's scope. Raises BlueprintRefused when nothing is different from the newest version.
    """
    facts = {"title": content.title, "summary": content.summary}
    saved, is_new = SavedBlueprint.objects.select_for_update().get_or_create(
        agency=agency, slug=slug, defaults={**facts, "credit": credit}
    )
    _check(saved)
    last = saved.versions.first()
    if last is not None and last.sha256 == content.sha256:
        raise BlueprintRefused(
            _("Nothing is different from version %(number)s, so there is no new one.") % {"number": last.number}
        )
    if not is_new:
        SavedBlueprint.objects.filter(pk=saved.pk).update(**facts)
    number = (saved.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = BlueprintVersion.objects.create(
        blueprint=saved,
        number=number,
        data=content.as_data(),
        sha256=content.sha256,
        note=note.strip()[:300],
        from_place=from_place,
        by=by,
    )
    record("blueprint.saved", subject=saved.name, key=saved.pk, after={"version": number, "from": from_place})
    return version


def _check(saved: SavedBlueprint) -> None:
    try:
        saved.clean_fields()
    except ValidationError as wrong:
        raise BlueprintRefused(" ".join(wrong.messages)) from wrong


def save_place(
    *,
    tenant: Tenant,
    slug: str,
    title: str,
    summary: str = "",
    note: str = "",
    with_look: bool = True,
    leave: Collection[str] = (),
    by: Person | None = None,
) -> BlueprintVersion:
    """Save a place as a blueprint of its agency; whose blueprint the place had begun with is credited."""
    taken = take_from(tenant=tenant, title=title, summary=summary, with_look=with_look, leave=leave)
    with platform_scope():
        agency = tenants().get(pk=tenant.pk).agency
        origin = Origin.objects.filter(tenant=tenant).first()
        credit = origin.credit if origin and origin.credit != agency.name else ""
        return save_blueprint(
            agency=agency, slug=slug, content=taken.content, note=note, from_place=tenant.name, credit=credit, by=by
        )


@transaction.atomic
def share(*, blueprint: SavedBlueprint, with_agencies: Iterable[Agency], is_for_all: bool) -> None:
    """Let exactly these agencies use it, or all. In the platform's scope. Places made from it keep what they have."""
    before = shared_with(blueprint)
    wanted: dict[UUID, Agency] = {each.pk: each for each in with_agencies if each.pk != blueprint.agency_id}
    blueprint.shares.exclude(agency__in=wanted).delete()
    for each in wanted.values():
        Share.objects.get_or_create(blueprint=blueprint, agency=each)
    blueprint.is_for_all = is_for_all
    blueprint.save(update_fields=["is_for_all"])
    after = shared_with(blueprint)
    if before != after:
        record("blueprint.shared", subject=blueprint.name, key=blueprint.pk, before=before, after=after)


def shared_with(blueprint: SavedBlueprint) -> dict[str, Any]:
    """Who may use it beside its own agency, for the log."""
    agencies = sorted(blueprint.shares.values_list("agency__slug", flat=True))
    return {"all": blueprint.is_for_all, "agencies": agencies}
