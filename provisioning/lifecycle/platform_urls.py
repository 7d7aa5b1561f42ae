"""Addresses on the platform's own host: the proxy's question, and exports for the responsible bodies."""

from django.urls import path

from provisioning.lifecycle import certificates, delivery

app_name = "life"
urlpatterns = [
    path("tls-frage", certificates.tls_question, name="tls_question"),
    path("ausfuhr/<str:token>/", delivery.export, name="export"),
]
