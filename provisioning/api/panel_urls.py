"""Accesses to the API in the control panel."""

from django.urls import path

from provisioning.api import panel_views

app_name = "api"

urlpatterns = [
    path("zugaenge/", panel_views.accesses, name="accesses"),
    path("zugaenge/<uuid:key>/widerrufen/", panel_views.revoke, name="revoke"),
]
