from django.urls import path

from modules.ideas import views

app_name = "ideas"
urlpatterns = [
    path("", views.ideas, name="list"),
    path("neu/", views.new, name="new"),
    path("<int:number>/", views.detail, name="detail"),
    path("<int:number>/bearbeiten/", views.edit, name="edit"),
    path("<int:number>/dafuer/", views.support, name="support"),
    path("<int:number>/antwort/", views.answer, name="answer"),
]
