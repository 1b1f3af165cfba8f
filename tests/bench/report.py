"""What was measured, which figures miss their bar, and docs/benchmarks.md."""

import os
import platform
import re
import statistics
import subprocess
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jobs import JOBS
from servers import ROOT

STATEMENTS_BAR, ALONE_BAR_MS = 8, 15
MEMORY_BAR_MB, START_BAR_MS = 120, 300

HEAD = """\
# Benchmarks

`make bench` writes this page. It needs `wrk` (`apt-get install wrk`) and two processor cores, and takes about a
quarter of an hour. `BENCH_SECONDS` sets how long each measurement takes, and `BENCH_ONLY="Q2 post 304"` measures some
jobs and ways, and prints them instead. It fails, and names them, when figures miss their bar.

## What is measured

12 events, 1 200 sessions, 600 speakers, 150 companies and 600 posts, each text in three languages, come in through
`tribune import` on SQLite. Then five jobs are asked, each in several ways:

| job | what | bytes of the answer |
| --- | --- | --- |
{jobs}

Before anything is measured, each answer is compared with the data, and its bytes with those of the limit. The
*limit* is a bare actix-web server that reads the body and gives the same bytes back
([`api/examples/limit.rs`](../api/examples/limit.rs)): no server that is made like ours can be faster. The server has
a core to itself, one worker and otherwise its defaults (its log goes to `/dev/null`); `wrk -t1 -c16` has another core.
The limit and the ways are measured in turns of {seconds} s, {rounds} times after a warm-up. Figures are medians; a
ratio is the median of the ratios to the limit of the same round.

| | |
| --- | --- |
{machine}
"""

PEERS = """\
## Other systems

The same data, jobs and method, measured on another run. Ratios to the limit of that run are in brackets.

| job | limit | Directus hot | Directus cache off | PostGraphile hot | PostGraphile unseen text | Strapi |
| --- | --- | --- | --- | --- | --- | --- |
| Q1 | 104175 | 331 (0.0036) | 110 (0.0010) | 1454 (0.0140) | 337 (0.0037) | 214 (0.0022) |
| Q2 | 48407 | 222 (0.0047) | 37 (0.0010) | 117 (0.0024) | 64 (0.0013) | 3.2 (0.00015) |
| Q3 | 15886 | 135 (0.0085) | 38 (0.0023) | 97 (0.0065) | 52 (0.0034) | 3.6 (0.00054) |
| Q4 | 86725 | 231 (0.0028) | 114 (0.0013) | 937 (0.0108) | 258 (0.0031) | 36 (0.0005) |
| Q5 | 107999 | 268 (0.0027) | 82 (0.0008) | 1128 (0.0109) | 163 (0.0015) | 117 (0.0012) |

Directus 12.4 on SQLite (hot: its response cache), PostGraphile 5.1 on PostgreSQL 15 (no response cache; hot: its plan
is cached), Strapi 5.54 on SQLite. One core for the server and its database, one for `wrk`.
"""


@dataclass(frozen=True)
class Figure:
    """A job in a way: medians over the rounds."""

    per_second: float
    limit: float
    ratio: float
    p50_ms: float
    p99_ms: float
    bytes: float

    @classmethod
    def of(cls, loads, limits):
        def median(figure):
            return statistics.median(map(figure, loads))

        return cls(
            per_second=median(lambda load: load.per_second),
            limit=statistics.median(limit.per_second for limit in limits),
            ratio=statistics.median(load.per_second / limit.per_second for load, limit in zip(loads, limits)),
            p50_ms=median(lambda load: load.p50_ms),
            p99_ms=median(lambda load: load.p99_ms),
            bytes=median(lambda load: load.bytes),
        )


@dataclass
class Findings:
    """All that was found out; what was not measured is none or absent."""

    seconds: int
    rounds: int
    # The ways, by name.
    titles: dict
    # By job and way.
    figures: dict = field(default_factory=dict)
    # Jobs and ways that the server does not know.
    absent: list = field(default_factory=list)
    # By job: of the answer, and at one connection with nothing kept.
    bytes: dict = field(default_factory=dict)
    alone_ms: dict = field(default_factory=dict)
    # By job: of the first request, and of an unseen text later.
    statements: dict = field(default_factory=dict)
    statements_after: dict = field(default_factory=dict)
    postgres_statements: dict = field(default_factory=dict)
    postgres_alone_ms: float | None = None
    memory_mb: float | None = None
    start_ms: float | None = None
    sqlite: str = "?"


@dataclass(frozen=True)
class Bar:
    """What a figure should be; a figure of none was not measured."""

    what: str
    wanted: str
    figure: str | None
    holds: bool

    @property
    def is_missed(self):
        return self.figure is not None and not self.holds

    @property
    def verdict(self):
        if self.figure is None:
            return "not measured"
        return "yes" if self.holds else "**no**"

    def __str__(self):
        return f"{self.what}: {self.figure}, wanted {self.wanted}"


def bars(findings):
    """All bars, in the order of the page."""
    for way in findings.titles.values():
        for job in JOBS:
            wanted = way.bar_of(job)
            if wanted is None:
                continue
            what = f"{job.name} {way.name}"
            if (job.name, way.name) in findings.absent:
                yield Bar(what, f"≥ {wanted}", "not there", False)
            elif figure := findings.figures.get((job.name, way.name)):
                yield Bar(what, f"≥ {wanted}", f"{figure.ratio:.4f}", figure.ratio >= wanted)
    for job in JOBS:
        full, conditional = (findings.figures.get((job.name, name)) for name in ("get", "304"))
        if full and conditional:
            faster = conditional.per_second / full.per_second
            yield Bar(f"{job.name}: 304 against 200", "> 1", f"{faster:.2f}", faster > 1)

    def at_most(what, figure, wanted):
        shown = None if figure is None else str(figure)
        return Bar(what, f"≤ {wanted}", shown, figure is not None and figure <= wanted)

    def below(what, figure, wanted, unit):
        shown = None if figure is None else f"{figure:.1f} {unit}"
        return Bar(what, f"< {wanted} {unit}", shown, figure is not None and figure < wanted)

    for job in JOBS:
        later = findings.statements_after.get(job.name)
        yield at_most(f"{job.name}: statements of an unseen text after the first", later, 0)
    yield at_most("Q2: statements on SQLite, nothing kept", findings.statements.get("Q2"), STATEMENTS_BAR)
    yield at_most("Q2: statements on PostgreSQL, nothing kept", findings.postgres_statements.get("Q2"), STATEMENTS_BAR)
    yield below("Q2: alone on SQLite, nothing kept, p50", findings.alone_ms.get("Q2"), ALONE_BAR_MS, "ms")
    yield below("Q2: alone on PostgreSQL, nothing kept, p50", findings.postgres_alone_ms, ALONE_BAR_MS, "ms")
    yield below("resident memory after all of it", findings.memory_mb, MEMORY_BAR_MB, "MB")
    yield below("from the start to the first answer", findings.start_ms, START_BAR_MS, "ms")


def page(findings):
    """docs/benchmarks.md."""
    jobs = [(job.name, job.title, findings.bytes.get(job.name, "")) for job in JOBS]
    head = HEAD.format(
        jobs=rows(jobs), seconds=findings.seconds, rounds=findings.rounds, machine=rows(machine(findings))
    )
    return "\n".join([head, requests(findings), database(findings), verdicts(findings), PEERS])


def requests(findings):
    lines = ["## Requests\n"]
    for way in findings.titles.values():
        found = []
        for job in JOBS:
            figure = findings.figures.get((job.name, way.name))
            bar = way.bar_of(job) or ""
            if (job.name, way.name) in findings.absent:
                found.append((job.name, "", "not there", "", bar, "", "", ""))
            elif figure:
                latency = f"{figure.p50_ms:.2f}", f"{figure.p99_ms:.2f}"
                speed = f"{figure.limit:.0f}", f"{figure.per_second:.0f}", f"{figure.ratio:.4f}"
                found.append((job.name, *speed, bar, *latency, f"{figure.bytes:.0f}"))
        if found:
            lines.append(f"**{way.name}**: {way.title}\n")
            titles = "job", "limit/s", "Tribune/s", "ratio", "bar", "p50 ms", "p99 ms", "bytes with head"
            lines.append(table(titles, found) + "\n")
    return "\n".join(lines)


def database(findings):
    titles = "job", "SQLite", "PostgreSQL", "an unseen text, after the first", "alone, p50 ms"
    found = []
    for job in JOBS:
        counts = (findings.statements, findings.postgres_statements, findings.statements_after)
        alone = findings.alone_ms.get(job.name)
        found.append((job.name, *(count.get(job.name, "") for count in counts), f"{alone:.2f}" if alone else ""))
    text = """\
## Statements

How many SQL statements a job runs when nothing is kept, on both databases; how many when it was asked before with
another text; and how long it takes on SQLite when nothing is kept and nobody else asks.
"""
    return f"{text}\n{table(titles, found)}\n"


def verdicts(findings):
    found = [(bar.what, bar.wanted, bar.figure or "", bar.verdict) for bar in bars(findings)]
    return f"## Bars\n\n{table(('what', 'bar', 'figure', 'reached'), found)}\n"


def table(titles, found):
    return f"{rows([titles])}\n| {' | '.join('---' for _ in titles)} |\n{rows(found)}"


def rows(found):
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in found)


def machine(findings):
    """On what it was measured, and with which versions."""
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    yield "date", date.today().isoformat()
    yield "processor", f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores"
    yield "memory", f"{int(memory[1]) / 1e6:.0f} GB"
    yield "system", f"{platform.system()} {platform.release()}"
    yield "Tribune", commit()
    yield "rustc", said("rustc", "--version").removeprefix("rustc ")
    yield "SQLite", findings.sqlite
    wrk = re.search(r"wrk (\S+)", said("wrk", "--version"))
    yield "wrk", wrk[1] if wrk else "?"


def commit():
    changed = said("git", "status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/benchmarks.md")
    return said("git", "rev-parse", "--short", "HEAD") + (", with changes" if changed else "")


def said(*command):
    """What a program says of itself, on either stream; wrk fails when it does."""
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return (run.stdout + run.stderr).strip()
