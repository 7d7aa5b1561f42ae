"""Where the web server listens, and whether it answers there."""

import errno
import http.client
import socket

from django.conf import settings


class CannotStart(Exception):
    """Starting makes no sense; the message says why and what to do."""


def check_port(bind: str, port: int) -> None:
    """Refuse to begin when the web server could not listen in the end."""
    try:
        [(family, kind, _, _, address), *_] = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn: closing connections don't count
            probe.bind(address)
    except OSError as error:
        other = f"or choose another: PORT={port + 1} make up"
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(f"Port {port} is taken by another program. Stop it, {other}") from error
        if error.errno == errno.EACCES:
            raise CannotStart(f"Only root may listen on port {port}. Start as root, {other}") from error
        raise CannotStart(
            f"The web server cannot listen on {bind} ({error.strerror}). Set BAUKASTEN_BIND to an address of this "
            "machine, for example 127.0.0.1."
        ) from error


def is_healthy(bind: str, port: int) -> bool:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # compared, not listened on
    connection = http.client.HTTPConnection(everywhere.get(bind, bind), port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": settings.DOMAIN})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
