"""Measures the main pages of a running portal: `python -m bench.pages http://127.0.0.1:8000 --out result.json`."""

import argparse
import gzip
import http.client
import json
import platform
import statistics
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

import psutil

from bench.start import connect

connect()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.fill import COMMON, RARE  # noqa: E402
from practices.models import Practice  # noqa: E402

WARM_UP = 10
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def pages() -> dict[str, str]:
    newest = Practice.objects.published().latest("published_at", "id")
    return {
        "home": "/ru/",
        "list": "/ru/practices/",
        "list, page 40": "/ru/practices/?page=40",
        "list, topic and kind": "/ru/practices/?topic=water&kind=case",
        "practice": f"/ru/practices/{newest.pk}-{newest.slug}/",
        "search, common word": f"/ru/search/?q={quote(COMMON['ru'])}",
        "search, rare word": f"/ru/search/?q={quote(RARE['ru'])}",
        "page of the portal": "/ru/pages/about/",
        "sign-in": "/ru/account/login/",
        "health": "/healthz",
    }


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


def measured(url, path: str, number: int) -> dict:
    line = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
    for _warm in range(WARM_UP):
        body = ask(line, path)
    before, times = spent(url.port), []
    for _count in range(number):
        started = time.perf_counter()
        ask(line, path)
        times.append((time.perf_counter() - started) * 1000)
    cpu = (spent(url.port) - before) * 1000 / number
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "queries": queries_of(path, url.netloc), "cpu_ms": round(cpu, 2), "bytes": len(body),
        "bytes_raw": len(gzip.decompress(body)) if body[:2] == b"\x1f\x8b" else len(body),
        "p50_ms": round(cuts[49], 2), "p95_ms": round(cuts[94], 2), "p99_ms": round(cuts[98], 2),
    }  # fmt: skip


def ask(line, path: str) -> bytes:
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = line.getresponse()
    body = response.read()
    assert response.status == 200, (path, response.status)
    return body


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--requests", type=int, default=200, help="requests for each page, one after another")
    parser.add_argument("--out", type=Path, help="file for the JSON; otherwise it is printed")
    chosen = parser.parse_args()
    url, number = urlsplit(chosen.url), Practice.objects.published().count()
    found = {name: measured(url, path, chosen.requests) for name, path in pages().items() if fits(name, number)}
    result = {
        "practices": number, "requests": chosen.requests, "python": platform.python_version(),
        "cores": psutil.cpu_count(), "load": psutil.getloadavg()[0], "pages": found,
    }  # fmt: skip
    text = json.dumps(result, indent=1, ensure_ascii=False)
    chosen.out.write_text(text + "\n", encoding="utf-8") if chosen.out else print(text)


def fits(name: str, practices: int) -> bool:
    """A deep page exists only in a filled bank."""
    return "page 40" not in name or practices > 480


if __name__ == "__main__":
    main()
