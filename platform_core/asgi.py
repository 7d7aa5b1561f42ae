"""The ASGI application that gunicorn serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.settings")

import django

django.setup(set_prefix=False)  # first: it loads the models, and the rest needs the settings

from platform_core.web.edge import Edge  # noqa: E402
from platform_core.web.handler import OneThreadHandler  # noqa: E402

application = Edge(OneThreadHandler())
