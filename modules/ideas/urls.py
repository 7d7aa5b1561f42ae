from django.urls import path

from modules.ideas import acting, views, writing

app_name = "ideas"
urlpatterns = [
    path("", views.ideas, name="list"),
    path("neu/", writing.new, name="new"),
    path("aehnlich/", writing.similar, name="similar"),
    path("unbeantwortet/", views.unanswered, name="unanswered"),
    path("<int:number>/", views.detail, name="detail"),
    path("<int:number>/bearbeiten/", writing.edit, name="edit"),
    path("<int:number>/zurueckziehen/", writing.withdraw, name="withdraw"),
    path("<int:number>/fassungen/", writing.history, name="history"),
    path("<int:number>/dafuer/", acting.support, name="support"),
    path("<int:number>/folgen/", acting.follow, name="follow"),
    path("<int:number>/teilen/", acting.share, name="share"),
    path("<int:number>/verwalten/", acting.manage, name="manage"),
    path("<int:number>/antwort/", views.answer, name="answer"),
]
