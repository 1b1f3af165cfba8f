#!/usr/bin/env python3
"""Measures how fast a large programme comes in and goes out: `make bench-interchange`.

It takes FOSDEM 2024 (674 sessions, 732 speakers) in ../shared/data/schedules, or the file that BENCH_SCHEDULE names, and
SQLite. Prints a table; exits with 1 when a figure misses its bar, with 2 when it cannot measure.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from servers import ROOT, TRIBUNE, Failed, Server, environment

SCHEDULE = ROOT / ".." / "shared" / "data" / "schedules" / "frab-xml" / "fosdem-2024.xml"
ROUNDS = 5
CORE = 0
FORMATS = ["xml", "json"]
BARS_MS = {"import": 2_000, "import again, unchanged": 1_000, "export": 50}


def main():
    schedule = Path(os.environ.get("BENCH_SCHEDULE", SCHEDULE)).resolve()
    if not schedule.is_file():
        raise Failed(f"there is no file {schedule}: BENCH_SCHEDULE may name another")
    if not TRIBUNE.is_file():
        raise Failed(f"there is no {TRIBUNE}: `make bench-interchange` builds it")
    with tempfile.TemporaryDirectory(prefix="tribune-bench-") as folder:
        figures = dict(imports(schedule, folder)) | dict(exports(f"sqlite://{folder}/0.db"))
    print(f"| {schedule.name}, SQLite, release | ms | at most |\n| --- | --- | --- |")
    missed = []
    for name, ms in figures.items():
        bar = next(bar for start, bar in BARS_MS.items() if name == start or name.startswith(f"{start}:"))
        print(f"| {name} | {ms:.1f} | {bar} |")
        missed += [name] if ms >= bar else []
    if missed:
        print(f"too slow: {', '.join(missed)}", file=sys.stderr)
        return 1
    return 0


def imports(schedule, folder):
    """Into an empty database each time; reading the program from disk and migrating are not part of it."""
    first, again = [], []
    for number in range(ROUNDS):
        database = f"sqlite://{folder}/{number}.db"
        run("migrate", "--database-url", database)
        for times in (first, again):
            options = ["--time-zone", "Europe/Brussels", "--database-url", database]
            begin = time.perf_counter()
            run("import", schedule, *options)
            times.append((time.perf_counter() - begin) * 1e3)
    yield "import", statistics.median(first)
    yield "import again, unchanged", statistics.median(again)


def run(*arguments):
    done = subprocess.run([TRIBUNE, *map(str, arguments)], capture_output=True, text=True, env=environment())
    if done.returncode != 0:
        raise Failed(f"tribune {arguments[0]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def exports(database):
    """Each from a server that keeps nothing."""
    with Server(CORE, TRIBUNE, "serve", "--database-url", database, "--bind", "127.0.0.1:0", "--stop-on-stdin-eof",
                "--cache-mb", "0", "--workers", "1") as server:
        connection = http.client.HTTPConnection(server.host, server.port, timeout=60)
        slug = re.search(rb'"slug":"([^"]+)"', get(connection, "/graphql?query={events{nodes{slug}}}"))[1].decode()
        for name in FORMATS:
            path = f"/events/{slug}/schedule.{name}?locale=fr"
            get(connection, path)
            times = []
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                body = get(connection, path)
                times.append((time.perf_counter() - begin) * 1e3)
            yield f"export: schedule.{name}, {len(body) // 1000} kB, not kept", statistics.median(times)


def get(connection, path):
    connection.request("GET", path, headers={"Accept-Encoding": "identity"})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise Failed(f"{path}: {response.status} {body[:200]}")
    return body


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        print(failure, file=sys.stderr)
        sys.exit(2)
