"""The sections “Life” and “Addresses” of one place, and the base domains of agencies."""

from django.urls import path

app_name = "lifecycle"
urlpatterns: list[object] = []
