"""Addresses of stylesheets and of the switch between day and night."""

from __future__ import annotations

from django.urls import path, re_path

from theming import views

app_name = "theming"

urlpatterns = [
    re_path(r"^thema-(?P<digest>[0-9a-f]{12})\.css$", views.theme, name="theme"),
    re_path(r"^thema-(?P<digest>[0-9a-f]{12})\.svg$", views.sign, name="sign"),
    re_path(r"^thema-orte-(?P<digest>[0-9a-f]{12})-(?P<colours>[0-9a-f_]{12,640})\.css$", views.cards, name="cards"),
    re_path(r"^thema-(?P<digest>[0-9a-f]{12})-(?P<kind>180|192|512|maske)\.png$", views.app_icon, name="app_icon"),
    re_path(r"^thema-probe-(?P<digest>[0-9a-f]{12})-(?P<name>[0-9a-z-]{16,40})\.css$", views.trial, name="trial"),
    re_path(r"^gesicht/(?P<name>[0-9a-f]{32}-[0-9]{1,4}x[0-9]{1,4}(?:-klein)?)\.webp$", views.picture, name="picture"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("darstellung/", views.mode, name="mode"),
]
