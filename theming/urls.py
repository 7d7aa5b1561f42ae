"""Addresses of stylesheets and of the switch between day and night."""

from __future__ import annotations

from django.urls import path, re_path

from theming import views

app_name = "theming"

urlpatterns = [
    re_path(r"^thema-(?P<digest>[0-9a-f]{12})\.css$", views.theme, name="theme"),
    re_path(r"^thema-(?P<digest>[0-9a-f]{12})\.svg$", views.sign, name="sign"),
    re_path(r"^thema-orte-(?P<digest>[0-9a-f]{12})-(?P<colours>[0-9a-f_]{12,640})\.css$", views.cards, name="cards"),
    path("darstellung/", views.mode, name="mode"),
]
