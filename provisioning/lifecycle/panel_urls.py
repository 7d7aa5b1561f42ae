"""The sections “Life” and “Addresses” of one place, exports of its modules, and handovers for both sides."""

from django.urls import path

from provisioning.lifecycle import address_views, export_views, panel_views

app_name = "lifecycle"
urlpatterns = [
    path("orte/<slug:slug>/leben/", panel_views.life, name="life"),
    path("orte/<slug:slug>/leben/bescheinigung/", panel_views.certificate, name="certificate"),
    path("orte/<slug:slug>/bausteine/ausfuhr/<uuid:key>/", export_views.module_export, name="module_export"),
    path("orte/<slug:slug>/adressen/", address_views.addresses, name="addresses"),
    path("uebergaben/<uuid:key>/", panel_views.one_handover, name="handover"),
]
