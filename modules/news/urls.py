from django.urls import path

from modules.news import desk, feed, views

app_name = "news"
urlpatterns = [
    path("", views.news, name="list"),
    path("feed.xml", feed.feed, name="feed"),
    path("thema/<slug:topic>/feed.xml", feed.feed, name="topic_feed"),
    path("neu/", desk.new, name="new"),
    path("redaktion/", desk.overview, name="desk"),
    path("<uuid:key>/", desk.preview, name="preview"),
    path("<uuid:key>/bearbeiten/", desk.edit, name="edit"),
    path("<uuid:key>/veroeffentlichen/", desk.publish, name="publish"),
    path("<uuid:key>/zuruecknehmen/", desk.unpublish, name="unpublish"),
    path("<uuid:key>/loeschen/", desk.remove, name="remove"),
    # After the keys: one that begins with eight digits would be read as a number and a title.
    path("<int:year>/", views.archive, name="archive"),
    path("<int:number>-<slug:slug>/", views.detail, name="detail"),
]
