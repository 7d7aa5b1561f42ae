"""No URLs: hosts that nobody knows."""

urlpatterns: list[object] = []
handler400 = "platform_core.web.errors.bad_request"
handler404 = "platform_core.web.errors.not_found"
handler500 = "platform_core.web.errors.server_error"
