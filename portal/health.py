"""Two questions of the machinery around the portal: does the process live, and can it serve."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs.models import Worker

LEAST_FREE_BYTES = 1_000_000_000
WORKER_SILENCE = timedelta(minutes=5)


# A transaction would ask the database for what it must not be asked.
@transaction.non_atomic_requests
@require_safe
@never_cache
def alive(request):
    """The process answers; nothing else is touched, so an outage elsewhere restarts no healthy process."""
    return HttpResponse("ok", content_type="text/plain")


@transaction.non_atomic_requests
@require_safe
@never_cache
def ready(request):
    """200 when every part is fit to serve, else 503; parts are named, never addresses or versions."""
    parts = {"database": database_answers(), "disk": disk_has_room()}
    if parts["database"]:
        parts |= {"migrations": migrations_are_applied(), "worker": worker_was_seen()}
    fit = all(parts.values())
    answer = {"ready": fit, "parts": {name: "ok" if good else "failed" for name, good in parts.items()}}
    return JsonResponse(answer, status=200 if fit else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def worker_was_seen() -> bool:
    try:
        return Worker.objects.seen_within(WORKER_SILENCE).exists()
    except DatabaseError:
        return False


def disk_has_room() -> bool:
    """Tell whether the volumes of uploads and of the portal's own files have a gigabyte left."""
    folders = [folder for folder in (settings.VAR_DIR, settings.MEDIA_ROOT) if folder.exists()]
    return all(shutil.disk_usage(folder).free > LEAST_FREE_BYTES for folder in folders)
