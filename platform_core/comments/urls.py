from django.urls import path

from platform_core.comments import views

app_name = "comments"
urlpatterns = [
    path("<uuid:key>/", views.show, name="show"),
    path("<uuid:key>/schreiben/", views.write, name="write"),
    path("<uuid:key>/antworten/", views.reply, name="reply"),
    path("<uuid:key>/hilfreich/", views.helpful, name="helpful"),
    path("<uuid:key>/bearbeiten/", views.edit, name="edit"),
    path("<uuid:key>/entfernen/", views.remove, name="remove"),
    path("<uuid:key>/fassungen/", views.history, name="history"),
]
