from functools import partial

from django.utils.translation import gettext_lazy as _

from modules.pages import demo
from modules.pages.home import anything_to_read, good_to_know
from modules.pages.models import WRITE, Page
from modules.pages.personal import forget
from modules.pages.recipe import RECIPE
from modules.pages.tree import menu
from platform_core.accounts.roles import Role
from platform_core.contract import DeskEntry, FirstStep, HomeBlock, Kind, Module, NavEntry, Permission, PersonalData
from platform_core.contributions.links import check_all_links, count_broken
from platform_core.desk.guard import may

MODULE = Module(
    name="pages",
    path="seiten",
    title=_("Pages"),
    summary=_("Information pages in a tree, with a menu: contacts, the village hall, how things work here."),
    icon="doc",
    kinds=(Kind(Page, card="pages/card.html", title=_("Page"), icon="doc", editors=WRITE),),
    nav=(NavEntry(_("Information"), "pages:overview", icon="doc", order=60, short=_("Info")),),
    menu=menu,
    permissions=(Permission(WRITE, _("Write pages"), roles=frozenset({Role.EDITOR, Role.OFFICIAL, Role.ADMIN})),),
    blocks=(HomeBlock("pages/home.html", good_to_know, _("Good to know"), column="main", order=30),),
    first_steps=(
        FirstStep(
            _("Write the first page"),
            _("For example whom people can ask, and where rooms are to rent."),
            "pages:new",
            icon="doc",
            done=anything_to_read,
            order=40,
        ),
    ),
    nightly=(check_all_links,),
    desk=(
        DeskEntry(
            _("Pages"),
            _("Write pages, order them, mend links."),
            "pages:manage",
            icon="doc",
            order=30,
            may=may(WRITE),
            count=partial(count_broken, Page),
        ),
    ),
    personal_data=PersonalData(paths={Page: "author"}, forget=forget),
    recipe=RECIPE,
    demo=demo.plant,
)
