from django.utils.translation import gettext_lazy as _

from modules.ideas import demo
from modules.ideas.home import latest_ideas
from modules.ideas.models import Idea, unanswered
from modules.ideas.personal import forget
from platform_core.accounts.roles import Role
from platform_core.contract import DeskEntry, HomeBlock, Kind, Module, NavEntry, Permission, PersonalData, QuickAction
from platform_core.desk.guard import may

MODULE = Module(
    name="ideas",
    path="ideen",
    title=_("Ideas"),
    summary=_("An open forum: residents suggest, support and discuss, the administration answers."),
    icon="bulb",
    kinds=(Kind(Idea, card="ideas/card.html", title=_("Idea"), icon="bulb"),),
    nav=(NavEntry(_("Ideas"), "ideas:list", icon="bulb", order=20),),
    actions=(QuickAction(_("Share an idea"), _("What should get better here?"), "ideas:new", icon="bulb", order=20),),
    permissions=(
        Permission("ideas.answer", _("Answer ideas"), roles=frozenset({Role.OFFICIAL})),
        Permission(
            "ideas.manage", _("Pin and close ideas"), roles=frozenset({Role.OFFICIAL, Role.EDITOR, Role.MODERATOR})
        ),
    ),
    desk=(
        DeskEntry(
            _("Unanswered ideas"),
            _("Residents wait for a first answer here."),
            "ideas:unanswered",
            icon="bulb",
            may=may("ideas.answer"),
            order=20,
            count=lambda: unanswered().count(),
        ),
    ),
    blocks=(HomeBlock("ideas/home.html", latest_ideas, _("Newest ideas"), column="main", order=10),),
    personal_data=PersonalData(paths={Idea: "author"}, forget=forget),
    demo=demo.plant,
)
