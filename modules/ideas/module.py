from django.utils.translation import gettext_lazy as _

from modules.ideas import demo
from modules.ideas.home import latest_ideas
from modules.ideas.models import Idea
from modules.ideas.personal import forget
from platform_core.accounts.roles import Role
from platform_core.contract import HomeBlock, Kind, Module, NavEntry, Permission, PersonalData, QuickAction

MODULE = Module(
    name="ideas",
    path="ideen",
    title=_("Ideas"),
    summary=_("An open forum: residents suggest, support and discuss, the administration answers."),
    icon="bulb",
    kinds=(Kind(Idea, card="ideas/card.html", title=_("Idea"), icon="bulb"),),
    nav=(NavEntry(_("Ideas"), "ideas:list", icon="bulb", order=20),),
    actions=(QuickAction(_("Share an idea"), _("What should get better here?"), "ideas:new", icon="bulb", order=20),),
    permissions=(Permission("ideas.answer", _("Answer ideas"), roles=frozenset({Role.OFFICIAL})),),
    blocks=(HomeBlock("ideas/home.html", latest_ideas, _("Newest ideas"), column="main", order=10),),
    personal_data=PersonalData(paths={Idea: "author"}, forget=forget),
    demo=demo.plant,
)
