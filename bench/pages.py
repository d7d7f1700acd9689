"""Measures the main pages beside a bare Django page of the same server: `python -m bench.pages --out result.json`.

It serves the portal itself, on a free port, from the database that manage.py would use.
"""
import argparse
import gzip
import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from bench.start import connect

connect()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.fill import COMMON, RARE  # noqa: E402
from practices.models import Practice  # noqa: E402
from practices.paging import COUNTED, position_of  # noqa: E402

WARM_UP = 10
CONNECTIONS = 8
HOST = "127.0.0.1"
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def pages() -> dict[str, str]:
    newest = Practice.objects.published().latest("published_at", "id")
    return {
        "bare": "/bare/",
        "home": "/ru/",
        "list": "/ru/practices/",
        "list, page 40": "/ru/practices/?page=40",
        "list, behind the counted pages": f"/ru/practices/?after={_deep()}",
        "list, topic and kind": "/ru/practices/?topic=water&kind=case",
        "practice": f"/ru/practices/{newest.pk}-{newest.slug}/",
        "search, common word": f"/ru/search/?q={quote(COMMON['ru'])}",
        "search, rare word": f"/ru/search/?q={quote(RARE['ru'])}",
        "page of the portal": "/ru/pages/about/",
        "sign-in": "/ru/account/login/",
        "health": "/healthz",
    }


def _deep() -> str:
    """A place in the list behind the numbered pages, as its links name it."""
    order = ["-published_at", "-id"]
    practices = Practice.objects.published().order_by(*order)
    return position_of(practices[min(practices.count() - 1, COUNTED * 5)], order)


def queries_of(path: str, host: str) -> int:
    """Count the queries of one request inside this process, on the same database."""
    client = Client(headers={"host": host})
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200, path
    return len([query for query in captured if not query["sql"].startswith(TRANSACTION)])


def servers_of(port: int) -> list[psutil.Process]:
    """The processes that listen at the port, and those of the database when it runs on this machine."""
    web = [process for process in psutil.process_iter() if listens(process, port)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return web + (family(backend) if psutil.pid_exists(backend) else [])


def listens(process: psutil.Process, port: int) -> bool:
    try:
        return any(at.status == "LISTEN" and at.laddr.port == port for at in process.net_connections("tcp"))
    except psutil.Error:
        return False


def family(backend: int) -> list[psutil.Process]:
    process = psutil.Process(backend)
    if "postgres" not in process.name():
        return []
    parent = process.parent()
    return [parent, *parent.children(recursive=True)]


def spent(port: int) -> float:
    times = [process.cpu_times() for process in servers_of(port)]
    return sum(one.user + one.system for one in times)


def measured(port: int, path: str, number: int) -> dict:
    """One page: CPU of all processes for a request alone, and requests a second and p95 at eight connections."""
    line = http.client.HTTPConnection(HOST, port, timeout=30)
    for _warm in range(WARM_UP):
        body = ask(line, path)
    before = spent(port)
    for _count in range(number):
        ask(line, path)
    cpu = (spent(port) - before) * 1000 / number
    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = pool.map(lambda _one: _times(port, path, number // CONNECTIONS), range(CONNECTIONS))
        times = [spent_ms for share in shares for spent_ms in share]
    seconds = time.perf_counter() - started
    return {
        "queries": queries_of(path, HOST), "cpu_ms": round(cpu, 2), "bytes": len(body),
        "bytes_raw": len(gzip.decompress(body)) if body[:2] == b"\x1f\x8b" else len(body),
        "requests_a_second": round(len(times) / seconds, 1),
        "p95_ms": round(statistics.quantiles(times, n=100, method="inclusive")[94], 2),
    }  # fmt: skip


def _times(port: int, path: str, number: int) -> list[float]:
    line, times = http.client.HTTPConnection(HOST, port, timeout=60), []
    for _count in range(number):
        started = time.perf_counter()
        ask(line, path)
        times.append((time.perf_counter() - started) * 1000)
    return times


@contextmanager
def served():
    """The portal on a free port, as production serves it; yields the port."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings", "HOST": HOST, "PORT": str(port)}
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"{HOST}:{port}", "--threads", "4"]
    server = subprocess.Popen([*command, "--workers", "2"], env=environment)
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _try in range(100):
        try:
            return ask(http.client.HTTPConnection(HOST, port, timeout=5), "/healthz") and None
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The portal did not start.")


def ask(line, path: str) -> bytes:
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = line.getresponse()
    body = response.read()
    assert response.status == 200, (path, response.status)
    return body


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=200, help="requests for each page, one after another")
    parser.add_argument("--out", type=Path, help="file for the JSON; otherwise it is printed")
    chosen = parser.parse_args()
    number = Practice.objects.published().count()
    with served() as port:
        found = {name: measured(port, path, chosen.requests) for name, path in pages().items() if fits(name, number)}
    for figures in found.values():
        figures["cpu_of_bare"] = round(figures["cpu_ms"] / found["bare"]["cpu_ms"], 2)
    result = {
        "practices": number, "requests": chosen.requests, "python": platform.python_version(),
        "cores": psutil.cpu_count(), "load": psutil.getloadavg()[0], "pages": found,
    }  # fmt: skip
    text = json.dumps(result, indent=1, ensure_ascii=False)
    chosen.out.write_text(text + "\n", encoding="utf-8") if chosen.out else print(text)


def fits(name: str, practices: int) -> bool:
    """A deep page exists only in a filled bank."""
    return ("page 40" not in name or practices > 480) and ("behind" not in name or practices > COUNTED)


if __name__ == "__main__":
    main()
