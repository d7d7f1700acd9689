"""Settings of gunicorn: `gunicorn --config python:portal.webserver portal.wsgi`."""

import os
import sys

from django.core import checks
from django.db import DatabaseError, connections

host = os.environ.get("HOST") or "127.0.0.1"
port = os.environ.get("PORT") or "8000"
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
# The code is loaded once and shared; a worker that is replaced is ready at once.
preload_app = True
max_requests, max_requests_jitter = 1_000, 100
timeout = 30
graceful_timeout = int(os.environ.get("WEB_GRACEFUL_SECONDS") or 30)
keepalive = 5
# Longer than anything the portal itself answers, so that its own page explains the refusal.
limit_request_line = 8_190
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - memory, no disk
loglevel = "warning"
accesslog = None
# Its place is in the home folder, where the portals of several checkouts would fight for it.
control_socket_disable = True


def on_starting(server):
    """Refuse to serve what must not be served, for example demo accounts on a real portal."""
    try:
        found = checks.run_checks(tags=["start"], include_deployment_checks=True, databases=["default"])
    except DatabaseError:
        # The pages say that the database is away; a start is no time to die of it.
        found = []
    finally:
        # The workers must not share this connection.
        connections.close_all()
    if errors := [check for check in found if check.is_serious()]:
        sys.exit("\n".join(f"{error.msg} {error.hint or ''}".strip() for error in errors))
