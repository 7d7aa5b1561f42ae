"""URLs of `panel.<domain>`: signing in, and what each part of the panel brings."""

from django.urls import include, path

from platform_core.web import views as shared
from provisioning.control_panel import views

urlpatterns = [
    path("", views.home, name="home"),
    path("ich/", shared.me, name="me"),
    path("konto/", include("allauth.account.urls")),
    path("konto/zweiter-faktor/", include("allauth.mfa.urls")),
    path("", include("provisioning.control_panel.panel_urls")),
    path("", include("provisioning.orders.panel_urls")),
    path("", include("provisioning.blueprints.panel_urls")),
    path("", include("provisioning.wishes.panel_urls")),
    path("", include("provisioning.care.panel_urls")),
    path("", include("provisioning.api.panel_urls")),
    path("", include("provisioning.lifecycle.panel_urls")),
    path("", include("platform_core.urls.shared")),
]
handler400 = "platform_core.web.errors.bad_request"
handler403 = "platform_core.web.errors.forbidden"
handler404 = "platform_core.web.errors.not_found"
handler500 = "platform_core.web.errors.server_error"
