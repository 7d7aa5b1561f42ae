"""Pages of the platform's own site: what a municipality gets, and how it asks for a place."""

from django.urls import path

from provisioning.wishes import views

app_name = "wishes"

urlpatterns = [
    path("", views.about, name="about"),
    path("antrag/", views.ask, name="ask"),
    path("danke/", views.thanks, name="thanks"),
    path("bestaetigen/<str:token>/", views.confirm, name="confirm"),
    path("zurueckziehen/<str:token>/", views.withdraw, name="withdraw"),
]
