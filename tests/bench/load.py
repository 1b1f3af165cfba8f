"""Load by wrk, from a core of its own, and what came of it."""

import itertools
import json
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from servers import Failed

SCRIPT = Path(__file__).parent / "request.lua"
# No run sends more requests: so the numbers of one are never those of another.
MOST_REQUESTS = 10_000_000
numbers = itertools.count(MOST_REQUESTS, MOST_REQUESTS)


@dataclass(frozen=True)
class Load:
    per_second: float
    p50_ms: float
    p99_ms: float
    # Of an answer, with its head.
    bytes: float


def load(server, request, seconds, core, connections=16):
    """Sends the request again and again."""
    with tempfile.TemporaryDirectory(prefix="tribune-bench-") as folder:
        body, headers = Path(folder, "body"), Path(folder, "headers")
        body.write_bytes(request.body or b"")
        headers.write_text("".join(f"{name}: {value}\n" for name, value in request.headers.items()))
        command = ["taskset", "--cpu-list", str(core), "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
        command += ["--timeout", "30s", "-s", SCRIPT, server.address(request), "--", request.method]
        command += [body if request.body else "-", headers, request.vary, str(next(numbers)), str(request.most)]
        run = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=seconds + 60)
    found = re.search(r"^result (.*)$", run.stdout, re.MULTILINE)
    if run.returncode != 0 or not found:
        raise Failed(f"wrk failed:\n{run.stdout}{run.stderr}")
    result = json.loads(found[1])
    if result["failed"]:
        raise Failed(f"{result['failed']} of {result['requests']} requests failed: {request}")
    return Load(
        per_second=result["requests"] / result["microseconds"] * 1e6,
        p50_ms=result["p50"] / 1e3,
        p99_ms=result["p99"] / 1e3,
        # A slow server may have answered nothing within so short a time.
        bytes=result["bytes"] / max(1, result["requests"]),
    )
