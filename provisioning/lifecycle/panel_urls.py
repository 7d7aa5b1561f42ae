"""The sections “Life” and “Addresses” of one place, and the base domains of agencies."""

app_name = "lifecycle"
urlpatterns: list[object] = []
