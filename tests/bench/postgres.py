#!/usr/bin/env python3
"""Asks the jobs of a Tribune on PostgreSQL that keeps nothing: `tests/postgres.sh postgres.py DOCUMENT SERVER_CORE
LOAD_CORE SECONDS`. Prints the statements of each job, and the latency of Q2, as JSON."""

import json
import os
import sys

from jobs import JOBS
from load import load
from servers import bring_in, tribune


def statements(server, request):
    """How many statements the request runs."""
    _, _, body = server.ask(request, **{"X-Tribune-Explain": "1"})
    return len(json.loads(body)["extensions"]["explain"]["statements"])


def main(document, server_core, load_core, seconds):
    os.sched_setaffinity(0, {int(load_core)})
    database = f"{os.environ['TRIBUNE_TEST_POSTGRES']}/postgres"
    bring_in(document, database)
    with tribune(server_core, database, "--cache-mb", "0", "--explain") as server:
        counts = {job.name: statements(server, job.post()) for job in JOBS}
        page = next(job for job in JOBS if job.name == "Q2")
        alone = load(server, page.post(), int(seconds), load_core, connections=1)
    print(json.dumps({"statements": counts, "p50_ms": alone.p50_ms}))


if __name__ == "__main__":
    main(*sys.argv[1:])
