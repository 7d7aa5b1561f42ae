from django.utils.translation import gettext_lazy as _

from modules.region.portal import news_block, places_block
from platform_core.contract import HomeBlock, Module, NavEntry

MODULE = Module(
    name="region",
    path="region",
    title=_("Region"),
    summary=_("The portal of a region: its places, and what is new in them."),
    icon="map",
    nav=(NavEntry(_("News from the places"), "region:list", icon="map", order=5, short=_("News")),),
    blocks=(
        HomeBlock("region/places.html", places_block, _("The places"), column="top", order=10),
        HomeBlock("region/feed.html", news_block, _("New in the places"), column="main", order=20),
    ),
)
