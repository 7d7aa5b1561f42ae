from django_tenants.models import DomainMixin, TenantMixin


class Client(TenantMixin):
    auto_create_schema = True

    class Meta:
        app_label = "plain"


class Domain(DomainMixin):
    class Meta:
        app_label = "plain"
