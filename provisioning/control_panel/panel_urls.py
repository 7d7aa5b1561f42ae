"""The list of places, and the sections about one place that the panel itself brings."""

from django.urls import path

from provisioning.control_panel import bulk_views, place_views, team_views, views

app_name = "panel"

urlpatterns = [
    path("orte/", views.places, name="places"),
    path("orte/tabelle.csv", views.table, name="table"),
    path("orte/ansichten/", views.keep_view, name="keep_view"),
    path("orte/ansichten/<uuid:key>/weg/", views.drop_view, name="drop_view"),
    path("orte/auswahl/", bulk_views.choose, name="bulk"),
    path("orte/auswahl/<uuid:key>/", bulk_views.run, name="bulk_run"),
    path("orte/auswahl/<uuid:key>/weiter/", bulk_views.resume, name="bulk_resume"),
    path("team/", team_views.team, name="team"),
    path("team/<uuid:key>/weg/", team_views.leave, name="leave_team"),
    path("agenturen/", team_views.agencies, name="agencies"),
    path("orte/<slug:slug>/", place_views.overview, name="place"),
    path("orte/<slug:slug>/gesicht/", place_views.face, name="face"),
    path("orte/<slug:slug>/verantwortlich/", place_views.body, name="body"),
    path("orte/<slug:slug>/notizen/", place_views.notes, name="notes"),
]
