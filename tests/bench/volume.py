"""A place with 5,000 ideas and 50,000 comments: questions to the database and milliseconds per page, and search.

The texts are those of the demo content, cut into sentences and mixed anew, so
that words are as frequent as in German and not as in a list.
"""

from __future__ import annotations

import random
import statistics
import time
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from modules.ideas.models import Idea
from platform_core import registry
from platform_core.comments.models import Comment
from platform_core.contributions.models import Contribution, Counter, State
from platform_core.contributions.text import to_html
from platform_core.scope import place_scope, platform_scope
from provisioning.schema import migrate_platform
from tenants.postgres.ddl import ddl_login
from tests.bench.figures import line
from tests.fixtures import make_person
from tests.support.database import fresh_database, server
from tests.support.places import make_agency, make_place
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from platform_core.accounts.models import Person
    from platform_core.place import Place

IDEAS = 5_000
COMMENTS = 50_000
RUNS = 15
WORDS = (
    "Bank",
    "Radweg",
    "Schule",
    "Trinkbrunnen",
    "Beleuchtung",
    "Spielplats",
    "Bücherschrank",
    "Fluss",
    "Bus",
    "Markt",
)
PAGES = {
    "home": "/",
    "list": "/ideen/",
    "list, most support": "/ideen/?sort=support",
    "list, last page": f"/ideen/?page={IDEAS // 12}",
    "list, searched": "/ideen/?q=Radweg",
    "detail with the most comments": "/ideen/1/",
    "detail with few": "/ideen/4000/",
    "search": "/suche/?q=Radweg",
}


def measure() -> None:
    with fresh_database():
        migrate_platform()
        agency = make_agency("agentur", "Region")
        with ddl_login():
            village = make_place(agency, "dorf", "Probedorf", modules=tuple(registry.modules()))
        anna = make_person(village, "Anna Beispiel")
        began = time.perf_counter()
        with place_scope(village):
            fill(anna)
        vacuum()
        line(f"{IDEAS:,} ideas and {COMMENTS:,} comments written", f"{time.perf_counter() - began:8.1f} s")
        for title, path in PAGES.items():
            for person in (None, anna):
                show(village, title, path, person)
        search(village)
        connection.close()


def fill(author: Person) -> None:
    """Write the rows in bulk; half of the comments go to one idea in ten."""
    chance = random.Random(7)
    sentences = list(sentences_of_demo())
    now = timezone.now()
    ideas = []
    for number in range(1, IDEAS + 1):
        body = "\n\n".join(" ".join(chance.sample(sentences, 4)) for _ in range(2))
        title = chance.choice(sentences)[:100]
        at = now - timedelta(hours=number)
        ideas.append(
            Contribution(
                kind="idea", number=number, title=title, body=body, body_html=to_html(body), author=author,
                state=State.PUBLISHED, published_at=at, created_at=at, support_count=chance.randrange(300),
            )
        )  # fmt: skip
    Contribution.objects.bulk_create(ideas, batch_size=500)
    table = Idea._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (contribution_ptr_id, {names_of(Idea)}) "
            f"SELECT id, {values_of(Idea)} FROM {Contribution._meta.db_table} WHERE kind = 'idea'"
        )
    said = [chance.choice(sentences) for _ in range(2_000)]
    html = {text: to_html(text) for text in said}
    comments = []
    for number in range(COMMENTS):
        idea = ideas[0] if number < 400 else ideas[chance.randrange(IDEAS // 10 if number % 2 else IDEAS)]
        body = chance.choice(said)
        comments.append(
            Comment(contribution_id=idea.pk, author=author, body=body, body_html=html[body],
                    created_at=now - timedelta(minutes=number))
        )  # fmt: skip
    Comment.objects.bulk_create(comments, batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contributions_contribution c SET comment_count = n FROM (SELECT contribution_id, count(*) n "
            "FROM comments_comment GROUP BY 1) s WHERE s.contribution_id = c.id"
        )
    Counter.objects.update_or_create(kind="idea", defaults={"last": IDEAS})


def vacuum() -> None:
    """What autovacuum has long done in a place that grew in years and not in seconds."""
    with psycopg.connect(
        server().dsn("postgres", str(settings.DATABASES["default"]["NAME"])), autocommit=True
    ) as admin:
        admin.execute("VACUUM (ANALYZE)")


def names_of(model: type[Idea]) -> str:
    """The own columns of the model that must have a value."""
    return ", ".join(field.column for field in own_fields(model))


def values_of(model: type[Idea]) -> str:
    """Their default values as SQL literals."""
    return ", ".join("'" + str(field.get_default() or "").replace("'", "''") + "'" for field in own_fields(model))


def own_fields(model: type[Idea]) -> list[Any]:
    return [field for field in model._meta.local_concrete_fields if not field.primary_key and not field.null]


def sentences_of_demo() -> Iterator[str]:
    """Sentences of the demo places' ideas."""
    for file in sorted((Path(settings.BASE_DIR) / "provisioning" / "regions").glob("*/*.toml")):
        for idea in tomllib.loads(file.read_text(encoding="utf-8")).get("idea", []):
            yield from (each.strip() + "." for each in idea["body"].replace("\n", " ").split(".") if len(each) > 20)


def show(place: Place, title: str, path: str, person: Person | None) -> None:
    """Questions and time of one page, made anew each time."""
    visitor = Visitor(place).sign_in(person) if person else Visitor(place)
    visitor.get(path)
    times = []
    for _ in range(RUNS):
        forget()
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            page = visitor.get(path)
            times.append(time.perf_counter() - began)
        assert page.status_code == 200, f"{path}: {page.status_code}"
    who = "signed in" if person else "anonymous"
    asked = sum(float(query["time"]) for query in queries) * 1000
    line(
        f"{title}, {who}",
        f"{len(queries):3} queries, {statistics.median(times) * 1000:6.1f} ms, {asked:.0f} of it asking",
    )


def search(place: Place) -> None:
    """The whole search over the place, for words and for misspelt ones."""
    visitor = Visitor(place)
    times = []
    for word in WORDS * 10:
        forget()
        began = time.perf_counter()
        assert visitor.get(f"/suche/?q={word}").status_code == 200
        times.append((time.perf_counter() - began) * 1000)
    line(
        f"search, {len(times)} times",
        f"median {statistics.median(times):.0f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.0f} ms",
    )


def forget() -> None:
    with platform_scope():
        cache.clear()
