"""The platform's own names. Everything else is looked up among the places' domains."""

from django_hosts import host, patterns

host_patterns = patterns(
    "platform_core.urls",
    host(r"", "platform", name="home"),
    host(r"api", "provisioning.api.urls", name="api"),
    host(r"nowhere", "nowhere", name="nowhere"),
)
