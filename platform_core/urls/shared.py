"""URLs that every host has."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from platform_core.geo import views as geo
from platform_core.legal import views as legal_views
from platform_core.web import views

legal = (
    [
        path("impressum/", legal_views.legal, {"page": "imprint"}, name="imprint"),
        path("datenschutz/", legal_views.legal, {"page": "privacy"}, name="privacy"),
        path("barrierefreiheit/", legal_views.legal, {"page": "accessibility"}, name="accessibility"),
    ],
    "legal",
)

urlpatterns = [
    path("", include(legal)),
    path("", include("theming.urls")),
    path("kacheln/<int:z>/<int:x>/<int:y>.png", geo.tile, name="tile"),
    path("sprache/", set_language, name="set_language"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
]
if settings.MAILBOX:
    urlpatterns += [
        path("postfach/", views.mailbox, name="mailbox"),
        path("postfach/<uuid:key>/", views.mailbox_mail, name="mailbox_mail"),
        path("postfach/<uuid:key>/html/", views.mailbox_html, name="mailbox_html"),
    ]
