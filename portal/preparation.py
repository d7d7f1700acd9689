"""Everything between the code and a portal that can serve: catalogues, tables, content, static files.

Each step looks first whether it is needed, so that a second start takes seconds. What was done last is
remembered by a fingerprint of its sources and, for what lies in the database, of the database itself.
"""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils.translation.reloader import translation_file_changed

from accounts.demo import DEMO_PASSWORD, DEMO_PEOPLE
from portal import catalogues

REFERENCE_COMMANDS = ("load_places", "load_posts", "load_topics", "load_acts", "sync_roles")
# Folders whose content ends up in the database, at any depth of every app.
CONTENT_FOLDERS = ("data", "demo")


class Unfit(Exception):
    """The portal must not or cannot be served like this; the message says why and what to do."""


def prepare(stage: Callable[[str, str], None]) -> None:
    """Bring everything up to date, telling each stage and what it did; raise Unfit with a sentence."""
    stage("Languages", compile_messages())
    refuse_unreachable_database()
    done = remembered()
    stage("Tables", apply_migrations())
    refuse_unfit_database()
    content = content_fingerprint()
    stage("Content", "up to date" if done.get("content") == content else load_content())
    static = static_fingerprint()
    collected = done.get("static") == static and (settings.STATIC_ROOT / "staticfiles.json").exists()
    stage("Static files", "up to date" if collected else collect_static_files())
    remember({"content": content, "static": static, "accounts": demo_accounts()})


def compile_messages() -> str:
    compiled = len(catalogues.compile_all())
    if compiled:
        # What this process translated before was English; demo content and its letters must not be.
        translation_file_changed(sender=None, file_path=Path("django.mo"))
    return f"{compiled} catalogues compiled" if compiled else "up to date"


def refuse_unreachable_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Unfit(f"The database does not answer: {str(error).strip().splitlines()[0]}") from error


def apply_migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return f"{len(plan)} migrations applied" if plan else "up to date"


def refuse_unfit_database() -> None:
    """Ask what must hold at every start; see portal/checks.py."""
    found = checks.run_checks(tags=["start"], include_deployment_checks=True, databases=["default"])
    if errors := [check for check in found if check.is_serious()]:
        raise Unfit("\n".join(f"{error.msg} {error.hint or ''}".strip() for error in errors))


def load_content() -> str:
    for command in ("load_demo",) if settings.DEMO else REFERENCE_COMMANDS:
        call_command(command, verbosity=0, stdout=NoOutput())
    # The planner must know of the rows at once: autovacuum would tell it minutes later.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return "reference data and demo content loaded" if settings.DEMO else "reference data loaded"


def collect_static_files() -> str:
    call_command("collectstatic", interactive=False, verbosity=0)
    return "collected and compressed"


class NoOutput:
    """Stands for the terminal where a command talks more than a stage should."""

    def write(self, text):
        return len(text)

    def flush(self):
        return None


# --- what was done already -----------------------------------------------------------------------


def content_fingerprint() -> str:
    """Fingerprint the files that are loaded, the code that loads them, and the database they go to."""
    files = []
    for folder in settings.BASE_DIR.iterdir():
        if (folder / "apps.py").exists():
            files += [file for name in CONTENT_FOLDERS for found in folder.rglob(name) for file in found.rglob("*")]
            files += folder.rglob("*.py")
    born = MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"]
    return fingerprint(files, settings.DEMO, settings.MEDIA_ROOT, born)


def static_fingerprint() -> str:
    files = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    return fingerprint(files, settings.STATIC_ROOT)


def fingerprint(files: Iterable[Path], *facts: object) -> str:
    """Return a short text that changes when a file or a fact does."""
    shown = [
        (str(file), stat.st_size, stat.st_mtime_ns)
        for file in files
        if file.suffix != ".pyc" and (stat := file.stat()) and file.is_file()
    ]
    return sha256(repr((sorted(shown), facts)).encode()).hexdigest()


def memory() -> Path:
    return settings.VAR_DIR / "prepared.json"


def remembered() -> dict:
    try:
        return json.loads(memory().read_text())
    except (OSError, ValueError):
        return {}


def remember(done: dict) -> None:
    memory().parent.mkdir(parents=True, exist_ok=True)
    memory().write_text(json.dumps(done, ensure_ascii=False))


def demo_accounts() -> dict:
    return {"emails": list(DEMO_PEOPLE), "password": DEMO_PASSWORD} if settings.DEMO else {}
