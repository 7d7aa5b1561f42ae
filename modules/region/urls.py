from django.urls import path

from modules.region import views

app_name = "region"
urlpatterns = [
    path("", views.overview, name="list"),
    path("suche/", views.search, name="search"),
    path("mein-ort/", views.choose, name="choose"),
    path("orte/<slug:slug>/", views.place, name="place"),
]
