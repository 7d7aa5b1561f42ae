"""URLs of the platform's own host: the regions and places. Operators and agencies work in the panel."""

from django.urls import include, path

from platform_core.web import views

urlpatterns = [
    path("", views.platform_home, name="home"),
    path("mitmachen/", include("provisioning.wishes.urls")),
    path("", include("provisioning.lifecycle.platform_urls")),
    path("", include("platform_core.urls.shared")),
]
handler400 = "platform_core.web.errors.bad_request"
handler403 = "platform_core.web.errors.forbidden"
handler404 = "platform_core.web.errors.not_found"
handler500 = "platform_core.web.errors.server_error"
