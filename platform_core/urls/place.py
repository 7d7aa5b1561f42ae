"""URLs of a place: the core's own, and one folder per module."""

from django.urls import include, path

from platform_core import registry
from platform_core.accounts import views as accounts
from platform_core.desk import views as desk
from platform_core.files import views as files
from platform_core.legal import views as legal
from platform_core.options import views as options
from platform_core.web import home, views

urlpatterns = [
    path("", home.home, name="home"),
    path("suche/", views.search, name="search"),
    path("ich/", views.me, name="me"),
    path("rueckmeldung/", views.feedback, name="feedback"),
    path("dateien/neu/", files.upload, name="upload"),
    path("dateien/<uuid:key>/", files.file, name="file"),
    path("dateien/<uuid:key>/vorschau/", files.file, {"preview": True}, name="file_preview"),
    path("dateien/<uuid:key>/weg/", files.remove, name="remove_file"),
    path("verwalten/", desk.desk, name="desk"),
    path("verwalten/startseite/", home.arrange_home, name="arrange_home"),
    path("verwalten/einstellungen/", options.overview, name="options_overview"),
    path("verwalten/einstellungen/<slug:name>/", options.options, name="options"),
    path("verwalten/rechtliches/", legal.desk, name="legal_desk"),
    path("verwalten/rechtliches/stelle/", legal.body, name="legal_body"),
    path("verwalten/rechtliches/texte/", legal.texts, name="legal_texts"),
    path("verwalten/rechtliches/veroeffentlichen/", legal.go_live, name="go_live"),
    path("konto/login/code/confirm/", accounts.ConfirmCode.as_view(), name="confirm_code"),  # in place of allauth's
    path("konto/weiter/", accounts.prove, name="prove"),
    path("konto/eroeffnen/", accounts.open_account, name="open_account"),
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
