"""Addresses below /verwalten/ of a place."""

from __future__ import annotations

from django.urls import path

from theming import face_views

app_name = "face"

urlpatterns = [
    path("gesicht/", face_views.face, name="face"),
    path("bausteine/", face_views.blocks, name="blocks"),
]
