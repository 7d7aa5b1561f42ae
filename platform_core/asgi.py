"""The ASGI application that gunicorn serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.settings")

from django.core.asgi import get_asgi_application

_django = get_asgi_application()  # first: it loads the models

from platform_core.web.edge import Edge  # noqa: E402  # the edge needs the settings

application = Edge(_django)
