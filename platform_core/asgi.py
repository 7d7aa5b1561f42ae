"""The ASGI application that gunicorn serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.settings")

from django.core.asgi import get_asgi_application

application = get_asgi_application()
