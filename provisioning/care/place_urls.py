"""Addresses in a place for those who come from outside."""

from __future__ import annotations

from django.urls import path

from provisioning.care import place_views

app_name = "support"

urlpatterns = [
    path("uebergabe/<str:token>/", place_views.handover, name="handover"),
    path("betreuung/ende/", place_views.end_visit, name="end_visit"),
    path("einladung/<str:token>/", place_views.invitation, name="invitation"),
    path("verwalten/menschen/", place_views.people, name="people"),
]
