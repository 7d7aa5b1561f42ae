"""Wishes of municipalities, for those who decide them."""

from django.urls import path

from provisioning.wishes import panel_views

app_name = "wishes"

urlpatterns = [
    path("wuensche/", panel_views.wishes, name="list"),
    path("wuensche/<uuid:key>/", panel_views.wish, name="wish"),
    path("wuensche/<uuid:key>/annehmen/", panel_views.accept, name="accept"),
    path("wuensche/<uuid:key>/ablehnen/", panel_views.decline, name="decline"),
    path("wuensche/<uuid:key>/weitergeben/", panel_views.hand_on, name="hand_on"),
]
