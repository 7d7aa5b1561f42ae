"""The gallery of blueprints, what one place began with, and its modules."""

from django.urls import path

from provisioning.blueprints import module_views, panel_views, place_views

app_name = "blueprints"

urlpatterns = [
    path("vorlagen/", panel_views.gallery, name="list"),
    path("vorlagen/hochladen/", panel_views.upload, name="upload"),
    path("vorlagen/grundlage/<slug:base>/", panel_views.base, name="base"),
    path("vorlagen/<slug:owner>/<slug:name>/", panel_views.show, name="show"),
    path("vorlagen/<slug:owner>/<slug:name>/datei/<slug:ending>/", panel_views.download, name="download"),
    path("vorlagen/<slug:owner>/<slug:name>/teilen/", panel_views.share_it, name="share"),
    path("orte/<slug:slug>/vorlage/", place_views.of_place, name="of_place"),
    path("orte/<slug:slug>/vorlage/aktualisieren/", place_views.update, name="update"),
    path("orte/<slug:slug>/bausteine/", module_views.modules, name="modules"),
    path("orte/<slug:slug>/bausteine/<slug:module>/", module_views.module, name="module"),
]
