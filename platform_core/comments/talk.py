"""A discussion as a page shows it: the first threads in the order that the visitor chose, with their answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.messages import get_messages
from django.db.models import Count, Exists, OuterRef, Q, Window
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Voice
from platform_core.comments.forms import CommentForm
from platform_core.comments.models import Comment, CommentSupport, readable_by
from platform_core.comments.quoting import head_of, quote_of
from platform_core.contributions.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

    from platform_core.comments.models import CommentQuerySet
    from platform_core.contributions.models import Contribution, Visitor
    from platform_core.web.request import Request

STEP = 30
MOST = 3_000
HELPFUL, NEW, OLD = "hilfreich", "neueste", "aelteste"
ORDERS = {
    HELPFUL: ("-helpful_count", "created_at", "pk"),
    NEW: ("-created_at", "-pk"),
    OLD: ("created_at", "pk"),
}
LABELS = {HELPFUL: _("Most helpful first"), NEW: _("Newest"), OLD: _("Oldest")}
BY_REPRESENTATIVES = Q(voice=Voice.REPRESENTATIVE)


@dataclass(frozen=True, slots=True)
class View:
    """What a visitor chose to see: an order, and how many threads."""

    order: str = HELPFUL
    shown: int = STEP

    @classmethod
    def of(cls, chosen: Any) -> View:
        """From a query or a form; what makes no sense counts as not chosen."""
        order = chosen.get("sortierung", "")
        shown = chosen.get("bis", "")
        number = int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 6 else STEP
        return cls(order if order in ORDERS else HELPFUL, min(max(-(-number // STEP) * STEP, STEP), MOST))

    def address(self, url: str, anchor: str = "gespraech", **more: str) -> str:
        """The page of the contribution with the talk seen like this."""
        wish = {
            "sortierung": self.order if self.order != HELPFUL else "",
            "bis": self.shown if self.shown > STEP else "",
        }
        query = urlencode({name: value for name, value in {**wish, **more}.items() if value})
        return f"{url}?{query}".rstrip("?") + f"#{anchor}".rstrip("#")


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort, as a link; `path` is its address without the way to the talk."""

    name: str
    label: str | _StrPromise
    url: str
    path: str
    current: bool


@dataclass(slots=True)
class Said:
    """A comment as one visitor sees it."""

    comment: Comment
    readable: bool
    mine: bool
    found_helpful: bool
    by_author: bool = False
    quote_url: str = ""
    reply_url: str = ""
    writes: bool = False  # whether its reply box is open
    quote: str = ""
    replies: list[Said] = field(default_factory=list)

    @property
    def quote_head(self) -> str:
        """The first line of a quotation from it, for those who quote a passage they marked."""
        return head_of(self.comment)


@dataclass(slots=True)
class Talk:
    """All that the templates in `comments/` need of a discussion."""

    contribution: Contribution
    url: str
    view: View
    form: CommentForm
    threads: list[Said] = field(default_factory=list)
    statements: list[Said] = field(default_factory=list)
    count: int = 0
    statement_count: int = 0
    more: int = 0
    fresh: str = ""

    @property
    def total(self) -> int:
        return self.count + self.statement_count

    @property
    def may_write(self) -> bool:
        return self.contribution.is_open and self.contribution.takes_comments

    @property
    def is_closed(self) -> bool:
        """Whether it has ended; a contribution that is not out yet has not begun."""
        return self.contribution.closed_at is not None or self.contribution.state == State.ARCHIVED

    @property
    def orders(self) -> list[Order]:
        """The ways to sort; nothing to choose where there is one thread."""
        if len(self.threads) < 2:
            return []
        return [self._order(name) for name in ORDERS]

    def _order(self, name: str) -> Order:
        view = View(name, self.view.shown)
        current = name == self.view.order
        return Order(name, LABELS[name], view.address(self.url), view.address(self.url, ""), current)

    @property
    def more_url(self) -> str:
        """Where the next threads are shown too, beginning at the last one of now."""
        return self._wider.address(self.url, f"beitrag-{self.threads[-1].comment.pk}" if self.threads else "")

    @property
    def more_path(self) -> str:
        """The same for htmx, where the first new one gets the focus."""
        return self._wider.address(self.url, "", mehr="1")

    @property
    def _wider(self) -> View:
        return View(self.view.order, self.view.shown + STEP)


def talk_of(request: Request, contribution: Contribution, *, politics_apart: bool = False) -> dict[str, Talk]:
    """The context `{"talk": …}` for `comments/talk.html`.

    With `politics_apart`, what representatives begin is in `statements`, and
    not among the `threads`. The number of queries does not depend on the number of comments.
    """
    view = View.of(request.GET)
    form = CommentForm(speaker=request.user)
    talk = Talk(contribution, contribution.get_absolute_url(), view, form, fresh=_fresh(request))
    apart = BY_REPRESENTATIVES if politics_apart else Q(pk=None)
    roots = roots_of(contribution, request.user).select_related("author")
    counted = roots.exclude(apart).annotate(number=Window(Count("pk")))
    threads = list(counted.order_by(*ORDERS[view.order])[: view.shown])
    statements = list(roots.filter(apart)) if politics_apart else []
    talk.more = threads[0].number - len(threads) if threads else 0  # type: ignore[attr-defined]  # annotated above
    lines = _lines(request, contribution, [*threads, *statements])
    talk.threads = [lines[root.pk] for root in threads]
    talk.statements = [lines[root.pk] for root in statements]
    _count(talk, request.user, politics_apart=politics_apart)
    if request.GET.get("mehr") and len(threads) > view.shown - STEP:
        talk.fresh = str(threads[view.shown - STEP].pk)
    return {"talk": talk}


def roots_of(contribution: Contribution, visitor: Visitor) -> CommentQuerySet:
    """Comments at the top that have something to show: their own words, or answers that stay."""
    answers = Comment.objects.visible_to(visitor).filter(reply_to=OuterRef("pk"))
    here: CommentQuerySet = Comment.objects.filter(contribution_id=contribution.pk, reply_to=None)
    return here.filter(readable_by(visitor) | Exists(answers))


def _lines(request: Request, contribution: Contribution, roots: list[Comment]) -> dict[UUID, Said]:
    """Threads with their answers, by the key of their first comment."""
    visitor, view, url = request.user, View.of(request.GET), contribution.get_absolute_url()
    answers = Comment.objects.visible_to(visitor).filter(reply_to__in=[root.pk for root in roots])
    comments = [*roots, *answers.select_related("author").order_by("created_at", "pk")]
    helped = _found_helpful(visitor, comments)
    lines: dict[UUID, Said] = {}
    for comment in comments:
        comment.contribution = contribution
        line = lines[comment.pk] = Said(
            comment,
            readable=comment.is_readable_by(visitor),
            mine=comment.author_id == visitor.pk,
            found_helpful=comment.pk in helped,
            by_author=comment.author_id == contribution.author_id,
            reply_url=view.address(url, f"schreiben-{comment.pk}", antworten=str(comment.pk)),
            quote_url=view.address(url, f"schreiben-{comment.reply_to_id or comment.pk}", zitat=str(comment.pk)),
        )
        if comment.reply_to_id:
            lines[comment.reply_to_id].replies.append(line)
    _open_box(lines, request.GET.get("antworten", ""), request.GET.get("zitat", ""))
    return lines


def _open_box(lines: dict[UUID, Said], replying: str, quoting: str) -> None:
    """Open the reply box of the thread that somebody answers, with the quotation they want."""
    for key, line in lines.items():
        thread = lines[line.comment.reply_to_id or key]
        thread.writes = thread.writes or (str(key) in {replying, quoting} and line.readable)
        if str(key) == quoting and line.readable:
            thread.quote = quote_of(line.comment)


def _found_helpful(visitor: Visitor, comments: Iterable[Comment]) -> set[UUID]:
    if not isinstance(visitor, Person):
        return set()
    keys = [comment.pk for comment in comments]
    found = CommentSupport.objects.filter(person=visitor, comment__in=keys)
    return set(found.values_list("comment_id", flat=True))


def _count(talk: Talk, visitor: Visitor, *, politics_apart: bool) -> None:
    """How many comments this visitor can read, those further down included."""
    here = Comment.objects.visible_to(visitor).filter(contribution_id=talk.contribution.pk)
    of_politics = Q(reply_to=None) & BY_REPRESENTATIVES | Q(reply_to__voice=Voice.REPRESENTATIVE)
    figures = here.aggregate(all=Count("pk"), politics=Count("pk", filter=of_politics))
    talk.statement_count = figures["politics"] if politics_apart else 0
    talk.count = figures["all"] - talk.statement_count


def _fresh(request: Request) -> str:
    """The key of the comment that was written just now, when a fragment of the page is renewed."""
    said = get_messages(request) if request.htmx else ()
    return next((message.extra_tags for message in said if message.extra_tags), "")


def address_of(comment: Comment, url: str, visitor: Visitor, view: View = View()) -> str:
    """Where a comment stands on the page of its contribution, with enough threads shown."""
    roots = roots_of(comment.contribution, visitor).order_by(*ORDERS[view.order]).values_list("pk", flat=True)
    above = comment.reply_to_id or comment.pk
    position = next((number for number, key in enumerate(roots[:MOST], 1) if key == above), 1)
    needed = -(-position // STEP) * STEP
    return View(view.order, max(needed, view.shown)).address(url, f"beitrag-{comment.pk}")
