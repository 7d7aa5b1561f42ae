"""Looking after places, in the panel."""

from __future__ import annotations

from django.urls import path

from provisioning.care import log_views, panel_views, people_views, telling_views

app_name = "care"

urlpatterns = [
    path("betreuung/", panel_views.overview, name="overview"),
    path("meine-orte/", people_views.mine, name="mine"),
    path("meine-orte/<uuid:key>/oeffnen/", people_views.open_place, name="open"),
    path("ankuendigungen/", telling_views.announcements, name="announcements"),
    path("ankuendigungen/neu/", telling_views.new, name="announce"),
    path("ankuendigungen/<uuid:key>/ende/", telling_views.end, name="end_announcement"),
    path("ankuendigungen/wartung/", telling_views.new_maintenance, name="plan_maintenance"),
    path("ankuendigungen/wartung/<uuid:key>/absagen/", telling_views.cancel, name="cancel_maintenance"),
    path("protokoll/", log_views.log, name="log"),
    path("orte/<slug:slug>/nutzung/", panel_views.usage, name="usage"),
    path("orte/<slug:slug>/nutzung/neu/", panel_views.count_again, name="count_again"),
    path("orte/<slug:slug>/nutzung/<int:job>/nochmal/", panel_views.retry, name="retry"),
    path("orte/<slug:slug>/menschen/", people_views.people, name="people"),
    path("orte/<slug:slug>/menschen/einladen/", people_views.invite, name="invite"),
    path("orte/<slug:slug>/menschen/einladung/<uuid:key>/weg/", people_views.withdraw_invitation, name="withdraw"),
    path("orte/<slug:slug>/menschen/betreuung/", people_views.give_care, name="give"),
    path("orte/<slug:slug>/menschen/betreuung/<uuid:key>/ende/", people_views.end_care, name="end"),
    path("orte/<slug:slug>/betreten/", people_views.enter, name="enter"),
    path("orte/<slug:slug>/protokoll/", log_views.log_of_place, name="log_of_place"),
]
