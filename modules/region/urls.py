from django.urls import path

from modules.region import views

app_name = "region"
urlpatterns = [path("", views.overview, name="list")]
