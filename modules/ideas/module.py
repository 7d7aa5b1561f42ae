from django.utils.translation import gettext_lazy as _

from modules.ideas import demo
from modules.ideas.home import anything_suggested, latest_ideas
from modules.ideas.models import Idea, unanswered
from modules.ideas.personal import forget
from platform_core.accounts.roles import Role
from platform_core.contract import (
    Clock,
    DeskEntry,
    FirstStep,
    HomeBlock,
    Kind,
    Module,
    NavEntry,
    Permission,
    PersonalData,
    QuickAction,
)
from platform_core.desk.guard import may

MODULE = Module(
    name="ideas",
    path="ideen",
    title=_("Ideas"),
    summary=_("An open forum: residents suggest, support and discuss, the administration answers."),
    icon="bulb",
    kinds=(
        Kind(
            Idea, card="ideas/card.html", title=_("Idea"), icon="bulb", clock=Clock(days=10, permission="ideas.answer")
        ),
    ),
    nav=(NavEntry(_("Ideas"), "ideas:list", icon="bulb", order=20),),
    actions=(
        QuickAction(_("Share an idea"), _("What should get better here?"), "ideas:new", icon="bulb", order=20),
        QuickAction(
            _("Support ideas"),
            _("See what others suggest."),
            "ideas:list",
            icon="thumb",
            order=25,
            is_new=False,
            makes_sense=anything_suggested,
        ),
    ),
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
    first_steps=(
        FirstStep(
            _("Start with an idea of your own"),
            _("A small one will do: people join in more easily where somebody has begun."),
            "ideas:new",
            icon="bulb",
            done=anything_suggested,
            order=50,
        ),
    ),
    personal_data=PersonalData(paths={Idea: "author"}, forget=forget),
    demo=demo.plant,
)
