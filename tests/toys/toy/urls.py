from django.urls import path

from tests.toys.toy import views

app_name = "toy"
urlpatterns = [path("", views.toys, name="list"), path("<int:number>/", views.toy, name="detail")]
