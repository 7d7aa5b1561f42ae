"""New places, step by step; and all orders, with their progress."""

from django.urls import path

from provisioning.orders import panel_views, wizard_views

app_name = "orders"

urlpatterns = [
    path("neue-orte/", wizard_views.new, name="new"),
    path("neue-orte/<uuid:key>/orte/", wizard_views.choose, name="choose"),
    path("neue-orte/<uuid:key>/orte/tabelle/", wizard_views.upload, name="upload"),
    path("neue-orte/<uuid:key>/vorlage/", wizard_views.blueprint, name="blueprint"),
    path("neue-orte/<uuid:key>/aussehen/", wizard_views.look, name="look"),
    path("neue-orte/<uuid:key>/adressen/", wizard_views.address_list, name="addresses"),
    path("neue-orte/<uuid:key>/plan/", wizard_views.plan, name="plan"),
    path("neue-orte/<uuid:key>/verwerfen/", wizard_views.discard, name="discard"),
    path("auftraege/", panel_views.order_list, name="list"),
    path("auftraege/<uuid:key>/", panel_views.order, name="order"),
    path("auftraege/<uuid:key>/verlauf/", panel_views.stream, name="stream"),
    path("auftraege/<uuid:key>/auftrag.toml", wizard_views.file, name="file"),
    path("auftraege/<uuid:key>/fortsetzen/", panel_views.resume, name="resume"),
    path("auftraege/<uuid:key>/zuruecknehmen/", panel_views.roll_back, name="roll_back"),
]
