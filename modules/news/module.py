from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from modules.news import demo
from modules.news.editing import anything_published, drafts_waiting
from modules.news.home import latest_news
from modules.news.jobs import publish_due
from modules.news.models import WRITE, NewsItem
from modules.news.options import NewsSettings
from modules.news.personal import forget
from platform_core.accounts.roles import Role
from platform_core.contract import (
    DeskEntry,
    FirstStep,
    HomeBlock,
    Kind,
    Module,
    NavEntry,
    Permission,
    PersonalData,
    Task,
)
from platform_core.contributions.links import check_all_links
from platform_core.desk.guard import may

MODULE = Module(
    name="news",
    path="aktuelles",
    title=pgettext_lazy("of one place", "News"),
    summary=_("What the place tells everybody: with pictures, planned ahead, and as a feed."),
    icon="newspaper",
    kinds=(Kind(NewsItem, card="news/card.html", title=_("News item"), icon="newspaper", editors=WRITE),),
    nav=(NavEntry(pgettext_lazy("of one place", "News"), "news:list", icon="newspaper", order=10),),
    permissions=(Permission(WRITE, _("Write news"), roles=frozenset({Role.EDITOR, Role.OFFICIAL})),),
    blocks=(HomeBlock("news/home.html", latest_news, _("Newest news"), column="main", order=5),),
    nightly=(check_all_links,),
    tasks=(Task("publish_due", publish_due.func),),
    desk=(
        DeskEntry(
            pgettext_lazy("of one place", "News"),
            _("Write, plan and publish; counted are drafts and planned items."),
            "news:desk",
            icon="newspaper",
            may=may(WRITE),
            order=10,
            count=drafts_waiting,
        ),
    ),
    first_steps=(
        FirstStep(
            _("Write the first news item"),
            _("For example that this page exists, and whom people can ask."),
            "news:new",
            icon="newspaper",
            done=anything_published,
            order=30,
        ),
    ),
    settings=NewsSettings,
    personal_data=PersonalData(paths={NewsItem: "author"}, forget=forget),
    demo=demo.plant,
)
