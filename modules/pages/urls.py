from django.urls import path

from modules.pages import desk, views

app_name = "pages"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("neu/", desk.new, name="new"),
    path("hilfe/", desk.help_sheet, name="help"),
    path("verwalten/", desk.manage, name="manage"),
    path("verwalten/<int:number>/", desk.edit, name="edit"),
    path("verwalten/<int:number>/ordnen/", desk.move, name="move"),
    path("verwalten/<int:number>/veroeffentlichen/", desk.publish, name="publish"),
    path("verwalten/<int:number>/zuruecknehmen/", desk.take_back, name="take_back"),
    path("verwalten/<int:number>/loeschen/", desk.remove, name="remove"),
    path("verwalten/<int:number>/fassungen/", desk.revisions, name="revisions"),
    path("verwalten/<int:number>/fassungen/<uuid:revision>/", desk.revision, name="revision"),
    path("<path:path>/", views.page, name="page"),
]
