"""The launcher once the packages are there: database, content, web server and worker, until the stop."""

import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request

from portal import embedded, postgres
from portal.launch import environment, processes
from portal.launch.processes import Child
from portal.launch.report import Obstacle, say, stage
from portal.launch.single import RunLock
from portal.launch.terminal import Terminal

START_SECONDS = 60
# The rest of the ten seconds is for the database.
STOP_SECONDS = 7.5
DATABASE_LOOK_SECONDS = 10


class Site:
    """The portal of this checkout, from the lock to the last process stopped."""

    def __init__(self):
        self.folder = environment.prepare_var_dir()
        self.host, self.port = environment.address()
        self.url = environment.url(self.host, self.port)
        self.lock = RunLock(self.folder)
        self.signals = 0
        self.children: list[Child] = []
        self.own_database = not os.environ.get("DATABASE_URL")
        self.missing_database = False

    @property
    def data_dir(self):
        return self.folder / "postgres"

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self.on_signal)
        processes.end_orphans(self.lock.read().get("children", []))
        environment.check_port(self.host, self.port)
        try:
            for step in (self.complete_environment, self.start_database, self.prepare):
                if not self.signals:
                    step()
            if not self.signals:
                self.serve()
        finally:
            self.stop()

    def on_signal(self, *_):
        self.signals += 1

    def complete_environment(self) -> None:
        """Fill in what nobody set; what is set stays."""
        given = {
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": os.environ.get("SECRET_KEY") or environment.secret_key(),
            "HOST": self.host,
            "PORT": str(self.port),
            "DEMO": os.environ.get("DEMO") or "1",
            "SITE_URL": os.environ.get("SITE_URL") or self.url,
            "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS")
            or ",".join(environment.names_of_this_machine(self.host)),
            "WEB_GRACEFUL_SECONDS": os.environ.get("WEB_GRACEFUL_SECONDS") or "6",
            "LOG_LEVEL": os.environ.get("LOG_LEVEL") or "WARNING",
            "PYTHONUNBUFFERED": "1",
        }
        os.environ.update(given)

    def start_database(self) -> None:
        if not self.own_database:
            stage("Database", "the server named in DATABASE_URL")
            return
        stage("Database", f"own server in {self.data_dir}")
        os.environ["DATABASE_URL"] = embedded.start(self.data_dir)

    def prepare(self) -> None:
        """Bring everything up to date with the code, in a process of its own."""
        child = Child("preparation", [sys.executable, "manage.py", "prepare"], dict(os.environ))
        self.children = [child]
        child.start()
        while child.runs and not self.signals:
            time.sleep(0.05)
        if not self.signals:
            self.children = []
            if child.process.returncode:
                # The preparation has said why.
                raise Obstacle

    def serve(self) -> None:
        web = [sys.executable, "-m", "gunicorn", "--config", "python:portal.webserver", "portal.wsgi"]
        work = [sys.executable, "manage.py", "work"]
        stage("Web server and worker")
        self.children = [Child("web server", web, dict(os.environ)), Child("worker", work, dict(os.environ))]
        for child in self.children:
            child.start()
        self.note_children()
        self.wait_for_answer()
        if not self.signals:
            say(f"\n{self.welcome()}")
        self.watch()

    def note_children(self) -> None:
        self.lock.write(pid=os.getpid(), url=self.url, children=processes.remember(self.children))

    def wait_for_answer(self) -> None:
        """Return when the web server answers; one that ends before that has said why."""
        deadline = time.monotonic() + START_SECONDS
        while not self.signals and not answers(self.url):
            if not self.children[0].runs:
                raise Obstacle("The web server did not start; its last words are above.")
            if time.monotonic() > deadline:
                raise Obstacle(f"The web server did not answer within {START_SECONDS} seconds.")
            time.sleep(0.1)

    def welcome(self) -> str:
        """Return the addresses, and the demo accounts where there are any."""
        lines = ["The portal is running; Ctrl-C stops it.", ""]
        lines += [f"  {self.url}/{path}/" for path in ("ky", "ru", "admin")]
        if accounts := json.loads((self.folder / "prepared.json").read_text()).get("accounts"):
            lines += ["", f"  Demo accounts, password {accounts['password']}:"]
            lines += [f"  {email}" for email in accounts["emails"]]
        return "\n".join(lines)

    def watch(self) -> None:
        """Stand by until a signal; start again what has ended."""
        next_look = time.monotonic() + DATABASE_LOOK_SECONDS
        while not self.signals:
            time.sleep(0.2)
            restarted = [child.restart_if_ended() for child in self.children if not self.signals]
            if any(restarted):
                self.note_children()
            if self.own_database and time.monotonic() > next_look:
                next_look = time.monotonic() + DATABASE_LOOK_SECONDS
                self.look_after_database()

    def look_after_database(self) -> None:
        """Start the own server again when it was missing at two looks: whoever restarts it goes first."""
        missing = not embedded.runs(self.data_dir)
        if missing and self.missing_database:
            say("The database server ended and is started again.")
            embedded.revive(self.data_dir)
        self.missing_database = missing

    def stop(self) -> None:
        if self.signals:
            say("\nStopping …")
        before = self.signals
        processes.stop(self.children, STOP_SECONDS, hurry=lambda: self.signals > before)
        if self.own_database:
            embedded.stop(self.data_dir)
        self.lock.write()


# A proxy named in the environment does not lead back to this machine.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def answers(url: str) -> bool:
    try:
        with _direct.open(f"{url}/healthz", timeout=2) as response:
            return response.status == 200
    except urllib.error.HTTPError:
        # It answers, only not under this name (ALLOWED_HOSTS); the reader will see.
        return True
    except OSError:
        return False


def main() -> int:
    try:
        with Terminal():
            Site().run()
    except (Obstacle, postgres.PostgresError) as obstacle:
        if str(obstacle):
            say(str(obstacle))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
