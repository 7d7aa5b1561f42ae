"""The platform's own names. Everything else is looked up among the places' domains."""

from django_hosts import host, patterns

host_patterns = patterns(
    "",
    host(r"", "platform_core.urls.platform", name="home"),
    host(r"panel", "provisioning.control_panel.urls", name="panel"),
    host(r"api", "provisioning.api.urls", name="api"),
    host(r"nowhere", "platform_core.urls.nowhere", name="nowhere"),
)
