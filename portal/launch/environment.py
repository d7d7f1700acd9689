"""Where the portal keeps its files, and the values it makes itself when nobody gives them."""

import errno
import os
import secrets
import shutil
import socket
import tempfile
from pathlib import Path

from portal.launch.report import Obstacle

ROOT = Path(__file__).resolve().parent.parent.parent
LEAST_FREE_BYTES = 1_000_000_000
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only recognised here


def var_dir() -> Path:
    """Return the folder of everything that is made while running."""
    return Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


def prepare_var_dir() -> Path:
    """Return that folder when it can be written and has a gigabyte left for the database and uploads."""
    folder = var_dir()
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Obstacle(
            f"{folder} cannot be written ({error.strerror}): set VAR_DIR to a folder of yours."
        ) from error
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise Obstacle(f"Only {free // 1_000_000} MB are free under {folder}; the portal needs 1 GB.")
    return folder


def secret_key() -> str:
    """Return the key of this copy, made once and readable by its owner only."""
    path = var_dir() / "secret_key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return made_secret_key(path)


def made_secret_key(path: Path) -> str:
    """Make the key in a file of its own; of two processes that start at once one makes it for both."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number, unfinished = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)
    with os.fdopen(number, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass
    os.unlink(unfinished)
    return path.read_text().strip()


def address() -> tuple[str, int]:
    """Return HOST and PORT, both checked."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Obstacle(f"PORT must be a number from 1 to 65535, not «{port}».")
    return host.strip("[]"), int(port)


def url(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    shown = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def check_port(host: str, port: int) -> None:
    """Refuse an address that cannot be listened on, before anything is started for it."""
    try:
        family, kind, protocol, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
            probe.listen(1)
    except socket.gaierror as error:
        raise Obstacle(f"HOST={host} is not an address of this machine.") from error
    except PermissionError as error:
        raise Obstacle(f"Port {port} is for the administrator only: make run PORT=8001") from error
    except OSError as error:
        busy = "is in use by another program: make run PORT=8001"
        reason = busy if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})."
        raise Obstacle(f"Port {port} of {host} {reason}") from error


def names_of_this_machine(host: str) -> list[str]:
    """Return the names under which a browser may ask for the portal when it listens on this address."""
    names = ["127.0.0.1", "localhost", "[::1]", host]
    if host in EVERYWHERE:
        own = socket.gethostname()
        names += [own]
        try:
            names += [entry[4][0] for entry in socket.getaddrinfo(own, None)]
        except socket.gaierror:
            pass
    return [f"[{name}]" if ":" in name and not name.startswith("[") else name for name in names]
