"""Values for the arguments of URL patterns and tasks: of the own house, of a neighbour's, and of nobody's."""

from __future__ import annotations

import inspect
import uuid
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from platform_core.contributions.models import Topic
from platform_core.place import Look
from tests.isolation.cast import NOBODY
from theming import stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.isolation.cast import House
    from tests.isolation.routes import Route

    #: Gets None in place of a house for a value that exists nowhere.
    type Factory = Callable[[House | None, Route], object]


class NoFactory(Exception):
    """A pattern or task that the walk does not know how to call."""


def number(house: House | None, route: Route) -> int:
    """The number of a contribution of the module that brings the pattern."""
    found = house.kinds.get(route.module) if house else None
    return found.number or 0 if found else 9001


def said(house: House | None, route: Route) -> uuid.UUID:
    """A comment."""
    return uuid.UUID(house.comment if house and house.comment else NOBODY)


def page_path(house: House | None, route: Route) -> str:
    """The path of a page as it is now, which is filled with a word of its own house."""
    found = house.kinds.get(route.module) if house else None
    if found is None:
        return "gibt-es-nicht"
    with house.scope:
        return str(type(found)._default_manager.get(pk=found.pk).path)


def revision(house: House | None, route: Route) -> str:
    """The key of an earlier text of the module's contribution."""
    found = house.kinds.get(route.module) if house else None
    if found is None:
        return NOBODY
    with house.scope:
        return str(found.revisions.values_list("pk", flat=True).first() or NOBODY)


def written(house: House | None, route: Route) -> uuid.UUID:
    """The key of a published contribution of the module that brings the pattern."""
    found = house.kinds.get(route.module) if house else None
    return found.pk if found else uuid.UUID(NOBODY)


def draft(house: House | None, route: Route) -> uuid.UUID:
    """The key of a draft of the module that brings the pattern."""
    return uuid.UUID(house.drafts.get(route.module, NOBODY) if house else NOBODY)


def slug(house: House | None, route: Route) -> str:
    """The title in the address, as it is now."""
    found: Any = house.kinds.get(route.module) if house else None
    if house is None or found is None:
        return "bank-am-teich"
    with house.scope:
        return str(type(found).objects.get(pk=found.pk).slug)


def topic(house: House | None, route: Route) -> str:
    if house is None or house.place is None:
        return "gibt-es-nicht"
    with house.scope:
        return Topic.objects.get().slug


def contribution(house: House | None, route: Route) -> uuid.UUID:
    """Something that can be talked about."""
    one = next(iter(house.kinds.values()), None) if house else None
    return one.pk if one else uuid.UUID(NOBODY)


def theme(house: House | None, route: Route) -> str:
    return stylesheet.theme_hash(stylesheet.look_of(house.place)) if house else "0" * 12


def cards(house: House | None, route: Route) -> tuple[str, str]:
    look = stylesheet.look_of(house.place) if house else Look(accent="#123456", second="#654321")
    digest, colours = stylesheet.cards_name(((look.accent, look.second),)).split("-", 1)
    return digest, colours


def tile_number(part: str) -> Factory:
    """A part of a tile's address: Germany for a house, a tile that does not exist for nobody."""
    return lambda house, route: {"z": 6, "x": 33, "y": 21}[part] if house else 63


def face(house: House | None, route: Route) -> str:
    return stylesheet.face_hash(stylesheet.look_of(house.place)) if house else "0" * 12


def trial(house: House | None, route: Route) -> tuple[str, str]:
    look = stylesheet.look_of(house.place) if house else Look(accent="#123456", second="#654321")
    return stylesheet.trial_hash(look), stylesheet.trial_name(look)


#: By argument, or by pattern and argument where the name alone does not say what it is.
FACTORIES: dict[str, Factory] = {
    "number": number,
    "support:handover token": lambda house, route: "kein-zugang",  # passes have tests of their own
    "support:invitation token": lambda house, route: "keine-einladung",
    "comments:show key": said,
    "comments:write key": contribution,
    "comments:reply key": said,
    "comments:helpful key": said,
    "comments:edit key": said,
    "comments:remove key": said,
    "comments:history key": said,
    "file key": lambda house, route: uuid.UUID(house.picture if house else NOBODY),
    "file_preview key": lambda house, route: uuid.UUID(house.picture if house else NOBODY),
    "remove_file key": lambda house, route: uuid.UUID(house.loose if house else NOBODY),
    "pages:page path": page_path,
    "pages:revision revision": lambda house, route: uuid.UUID(revision(house, route)),
    "options name": lambda house, route: "mitmachen" if house else "gibt-es-nicht",
    "region:place slug": lambda house, route: house.place.slug if house and house.place else "nirgendwo",
    "mailbox_html key": lambda house, route: uuid.UUID(house.mail if house else NOBODY),
    "life:export token": lambda house, route: (
        "x" * 43
    ),  # known to nobody: see provisioning/lifecycle/tests/test_export.py
    "unsubscribe token": lambda house, route: house.token if house else "AAAA.niemand",
    "mailbox_mail key": lambda house, route: uuid.UUID(house.mail if house else NOBODY),
    "report key": said,
    "moderation_item key": said,
    "moderation_decide key": said,
    "news:archive year": lambda house, route: timezone.localdate().year if house else 1900,
    "news:detail slug": slug,
    "news:topic_feed topic": topic,
    "news:preview key": draft,
    "news:publish key": draft,
    "news:edit key": written,
    "news:unpublish key": written,
    "news:remove key": written,
    "tile z": tile_number("z"),
    "tile x": tile_number("x"),
    "tile y": tile_number("y"),
    "theming:theme digest": theme,
    "theming:sign digest": face,
    "theming:app_icon digest": face,
    "theming:app_icon kind": lambda house, route: "192",
    "theming:picture name": lambda house, route: f"{'0' * 32}-8x8",  # see theming/tests/test_face_pictures.py
    "theming:trial digest": lambda house, route: trial(house, route)[0],
    "theming:trial name": lambda house, route: trial(house, route)[1],
    "theming:cards digest": lambda house, route: cards(house, route)[0],
    "theming:cards colours": lambda house, route: cards(house, route)[1],
}

#: Patterns whose answer is made from their address alone, with the reason why a neighbour's argument may work.
PURE = {
    "theming:cards": "draws the colours that its address holds, and asks nobody",
    "news:archive": "names a year of the calendar; what it shows is the own place's",
    "tile": "the map of Germany, the same for everybody",
    "theming:trial": "draws the colours that its address holds, and asks nobody",
    "options": "names a form of the software, the same in every place; what it shows is the own place's",
}


def arguments(route: Route, house: House | None) -> dict[str, object]:
    """The arguments of a pattern. Raises NoFactory with a sentence that says how to add one."""
    return {name: _factory(route, name)(house, route) for name in route.arguments}


def _factory(route: Route, argument: str) -> Factory:
    for key in (f"{route.name} {argument}", argument):
        if key in FACTORIES:
            return FACTORIES[key]
    raise NoFactory(
        f"The walk does not know a value for {argument!r} of the pattern {route} ({route.name}). Add an entry "
        f'"{route.name} {argument}" to FACTORIES in tests/isolation/factories.py that returns it for a house, '
        "and something that does not exist for None."
    )


def path_of(route: Route, house: House | None) -> str:
    return reverse(route.name, urlconf=route.urlconf, kwargs=arguments(route, house))


#: What people type, by the name of the field; enough for every form to be taken.
TYPED = {
    "title": "Ein Brunnen für den Platz",
    "body": "Wasser wäre schön.",
    "place_name": "Marktplatz",
    "status": "review",
    "decided_by": "Gemeinderat",
    "speaks_for": "Fraktion Bürgerliste",
    "name": "Neuer Name",
    "about": "Ich wohne hier.",
    "message": "Guten Tag, das gefällt mir.",
    "email": "neu@k.example",
    "login": "neu@k.example",
    "password": "geheim-und-lang",
    "oldpassword": "geheim-und-lang",
    "password1": "noch-viel-geheimer",
    "password2": "noch-viel-geheimer",
    "code": "ABC123",
    "mode": "dark",
    "language": "en",
    "action_add": "1",
    "reason": "spam",
    "act": "hide",
    "ground": "spam",
}

BY_TYPE: dict[str, Callable[[dict[str, str]], object]] = {
    "int": lambda values: int(values["number"]),
    "str": lambda values: values["email"],
    "UUID": lambda values: uuid.UUID(values["contribution"]),
}


def task_arguments(task: Any, values: dict[str, str]) -> dict[str, object]:
    """A stranger's values for a task's parameters, by their types. Raises NoFactory with a sentence."""
    made = {}
    for parameter in inspect.signature(task.func).parameters.values():
        kind = str(getattr(parameter.annotation, "__name__", parameter.annotation))
        if kind not in BY_TYPE:
            raise NoFactory(
                f"The walk does not know a value for {parameter.name!r}: {kind} of the task {task.module_path}. "
                "Annotate it as int, str or UUID, or add its type to BY_TYPE in tests/isolation/factories.py."
            )
        made[parameter.name] = BY_TYPE[kind](values)
    return made
