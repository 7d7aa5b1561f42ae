"""URLs of a place: the core's own, and one folder per module."""

from django.urls import include, path

from platform_core import registry
from platform_core.accounts import views as accounts
from platform_core.audit import views as audit
from platform_core.desk import views as desk
from platform_core.files import views as files
from platform_core.geo import views as geo
from platform_core.legal import views as legal
from platform_core.moderation import views as moderation
from platform_core.notify import views as notify
from platform_core.options import views as options
from platform_core.web import home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("suche/", views.search, name="search"),
    path("ich/", views.me, name="me"),
    path("ich/mitteilungen/", notify.settings, name="notify_settings"),
    path("ich/mitteilungen/entfolgen/", notify.unfollow, name="notify_unfollow"),
    path("mitteilungen/abmelden/<str:token>/", notify.unsubscribe, name="unsubscribe"),
    path("rueckmeldung/", views.feedback, name="feedback"),
    path("dateien/neu/", files.upload, name="upload"),
    path("dateien/<uuid:key>/", files.file, name="file"),
    path("dateien/<uuid:key>/vorschau/", files.file, {"preview": True}, name="file_preview"),
    path("dateien/<uuid:key>/weg/", files.remove, name="remove_file"),
    path("melden/<uuid:key>/", moderation.notice, name="report"),
    path("adresse/", geo.addresses, name="addresses"),
    path("gespraech/", include("platform_core.comments.urls")),
    path("verwalten/", desk.desk, name="desk"),
    path("verwalten/", include("theming.place_urls")),
    path("", include("provisioning.care.place_urls")),
    path("verwalten/startseite/", home.arrange_home, name="arrange_home"),
    path("verwalten/protokoll/", audit.log, name="audit"),
    path("verwalten/moderation/", moderation.queue, name="moderation"),
    path("verwalten/moderation/<uuid:key>/", moderation.one, name="moderation_item"),
    path("verwalten/moderation/<uuid:key>/entscheiden/", moderation.decision, name="moderation_decide"),
    path("verwalten/einstellungen/", options.overview, name="options_overview"),
    path("verwalten/einstellungen/<slug:name>/", options.options, name="options"),
    path("konto/login/code/confirm/", accounts.ConfirmCode.as_view(), name="confirm_code"),  # in place of allauth's
    path("konto/weiter/", accounts.prove, name="prove"),
    path("konto/eroeffnen/", accounts.open_account, name="open_account"),
    path("verwalten/rechtliches/", legal.desk, name="legal_desk"),
    path("verwalten/rechtliches/stelle/", legal.body, name="legal_body"),
    path("verwalten/rechtliches/texte/", legal.texts, name="legal_texts"),
    path("verwalten/rechtliches/veroeffentlichen/", legal.go_live, name="go_live"),
    path("konto/", include("allauth.account.urls")),
    path("", include("platform_core.urls.shared")),
    *(
        path(f"{module.path}/", include(f"{package}.urls"))
        for package, module in zip(registry.packages(), registry.modules().values(), strict=True)
    ),
]
handler400 = "platform_core.web.errors.bad_request"
handler403 = "platform_core.web.errors.forbidden"
handler404 = "platform_core.web.errors.not_found"
handler500 = "platform_core.web.errors.server_error"
