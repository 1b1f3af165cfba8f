#!/usr/bin/env python3
"""Measures Tribune on five jobs, beside a server that does nothing but answer the same bytes: `make bench`.

BENCH_SECONDS   how long each measurement takes (4)
BENCH_ONLY      which: names of jobs and of ways, `Q2 post 304`; then docs/benchmarks.md is left as it is
BENCH_CORES     the core of the server and the core of wrk (0,1)

Exits with 1 when a figure misses its bar, with 2 when it cannot measure.
"""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import report
from dataset import dataset
from document import Answers, differences, document
from jobs import JOBS
from load import load
from postgres import statements
from servers import LIMIT, PATIENCE_S, ROOT, TRIBUNE, Failed, bring_in, limit, tribune

# A data set that other systems were measured on too, when it is there.
SHARED = ROOT / ".." / "shared" / "bench" / "dataset.py"
ROUNDS = 3
STARTS = 5


@dataclass(frozen=True)
class Way:
    """A way in which a job is asked, and the least ratio to the limit, for all jobs or by job."""

    name: str
    title: str
    bar: float | dict | None

    def bar_of(self, job):
        return self.bar.get(job.name) if isinstance(self.bar, dict) else self.bar


UNSEEN = {"Q1": 0.08, "Q2": 0.025, "Q3": 0.03, "Q4": 0.08, "Q5": 0.08}
WAYS = {
    way.name: way
    for way in [
        Way("post", "the same POST again", 0.90),
        Way("get", "the same GET again, answered with its ETag", 0.85),
        Way("304", "the same GET again, with `If-None-Match`", None),
        Way("apq", "the hash of the text instead of the text (APQ)", 0.80),
        Way("name", "a new operation name each time", UNSEEN),
        Way("alias", "a new alias each time", UNSEEN),
        Way("selection", "a new alias in each item each time: nothing of the answer was seen before", None),
        Way("variables", "the same text, other variables each time", {"Q2": 0.03, "Q5": 0.08}),
        Way("empty", "nothing is kept (`--cache-mb 0`)", None),
    ]
}
# What is measured in turns, each group beside a limit of its own.
GROUPS = [["post"], ["get", "304"], ["apq"], ["name", "alias", "selection", "variables", "empty"]]


class Bench:
    """One run: which jobs, which ways, how long, on which cores."""

    def __init__(self, environment):
        words = environment.get("BENCH_ONLY", "").split()
        known = [job.name for job in JOBS] + list(WAYS)
        if unknown := [word for word in words if word not in known]:
            raise Failed(f"BENCH_ONLY: there is no {', '.join(unknown)}; there are {', '.join(known)}")
        self.is_whole = not words
        self.jobs = [job for job in JOBS if job.name in words] or JOBS
        self.ways = [name for name in WAYS if name in words] or list(WAYS)
        try:
            self.seconds = int(environment.get("BENCH_SECONDS", "4"))
            self.server_core, self.load_core = map(int, environment.get("BENCH_CORES", "0,1").split(","))
        except ValueError as error:
            raise Failed(f"BENCH_SECONDS is a number, BENCH_CORES are two: {error}") from None
        if self.seconds < 1:
            raise Failed("BENCH_SECONDS is at least 1")
        self.findings = report.Findings(seconds=self.seconds, rounds=ROUNDS, titles=WAYS)

    def require_tools(self):
        for tool, package in {"wrk": "wrk", "taskset": "util-linux"}.items():
            if not shutil.which(tool):
                raise Failed(f"{tool} is not installed: apt-get install {package}")
        if not {self.server_core, self.load_core} <= os.sched_getaffinity(0) or self.server_core == self.load_core:
            raise Failed("two processor cores are needed: one for the server, one for wrk (BENCH_CORES)")

    def run(self):
        for program in (TRIBUNE, LIMIT):
            if not program.is_file():
                raise Failed(f"{program} was not built: use `make bench`")
        # Whatever this program itself does must not disturb the server.
        os.sched_setaffinity(0, {self.load_core})
        with tempfile.TemporaryDirectory(prefix="tribune-bench-") as folder:
            self.folder = Path(folder)
            self.bring_in()
            with tribune(self.server_core, self.database) as server:
                for job in self.jobs:
                    self.measure(job, server)
                self.findings.memory_mb = server.memory_mb()
            if self.is_whole:
                self.findings.start_ms = statistics.median(self.first_answer_ms() for _ in range(STARTS))
                self.count_statements()
                self.ask_postgres()
            self.findings.sqlite = sqlite_version(self.folder / "bench.db")
        return self.findings

    def bring_in(self):
        path = self.folder / "dataset.json"
        if SHARED.is_file():
            subprocess.run([sys.executable, SHARED, path], check=True)
            self.data = json.loads(path.read_text(encoding="utf-8"))
        else:
            self.data = dataset()
        self.answers = Answers(self.data)
        self.document = self.folder / "document.json"
        self.document.write_text(json.dumps(document(self.data), ensure_ascii=False), encoding="utf-8")
        self.database = f"sqlite://{self.folder}/bench.db"
        start = time.perf_counter()
        bring_in(self.document, self.database)
        tell(f"the data came in within {time.perf_counter() - start:.1f} s")

    def measure(self, job, server):
        """A job in all the ways, each group in turns with the limit."""
        answer = self.right_answer(job, server, job.post(), job.slug)
        self.until_kept(job, server)
        self.findings.bytes[job.name] = len(answer)
        file = self.folder / f"{job.name}.json"
        file.write_bytes(answer)
        with limit(self.server_core, file) as bound:
            for group in GROUPS:
                with ExitStack() as servers:
                    turns = {}
                    for name in group:
                        if name in self.ways and (turn := self.turn(name, job, server, bound, answer, servers)):
                            turns[name] = turn
                    if turns:
                        bare = job.get() if "get" in group else job.post()
                        self.take_turns(job, {None: (bound, bare), **turns})

    def turn(self, name, job, server, bound, answer, servers):
        """The server and the request of a way, once its answers were seen to be right; none when it is not there."""
        match name:
            case "post":
                self.same_answer(bound, server, job.post())
                return server, job.post()
            case "get":
                self.same_answer(bound, server, job.get())
                return server, job.get()
            case "304":
                _, headers, _ = server.ask(job.get())
                conditional = job.get().with_headers(**{"If-None-Match": headers["ETag"]})
                status, _, body = server.ask(conditional)
                require(status == 304 and not body, f"{job.name}: If-None-Match is answered with {status}")
                return server, conditional
            case "apq":
                server.ask(job.registration())
                for request in (job.hashed(), job.hashed_get()):
                    status, _, body = server.ask(request)
                    if status != 200 or "errors" in json.loads(body):
                        self.findings.absent.append((job.name, name))
                        tell(f"{job.name} {name}: not there")
                        return None
                    require(body == answer, f"{job.name}: the answer to the hash is another one")
                return server, job.hashed()
            case "name":
                request = job.new_name()
                self.same_answer(bound, server, request.numbered(1))
                return server, request
            case "alias" | "selection":
                request = job.new_alias() if name == "alias" else job.new_selection()
                _, _, body = server.ask(request.numbered(1))
                require(body.replace(b'_1":', b'":') == answer, f"{job.name}: an alias makes another answer")
                return server, request
            case "variables":
                if not WAYS[name].bar_of(job):
                    return None
                for number in (1, job.most // 2, job.most):
                    self.right_answer(job, server, job.other_variables().numbered(number), job.slug_of(number))
                return server, job.other_variables()
            case "empty":
                forgetful = servers.enter_context(tribune(self.server_core, self.database, "--cache-mb", "0"))
                self.same_answer(bound, forgetful, job.post())
                alone = load(forgetful, job.post(), max(1, self.seconds // 2), self.load_core, connections=1)
                self.findings.alone_ms[job.name] = alone.p50_ms
                return forgetful, job.post()

    def take_turns(self, job, turns):
        """Warms up, then measures one after the other, several times: what disturbs one disturbs its neighbour too."""
        for server, request in turns.values():
            load(server, request, max(1, self.seconds // 4), self.load_core)
        rounds = []
        for _ in range(ROUNDS):
            measured = {}
            for name, (server, request) in turns.items():
                measured[name] = load(server, request, self.seconds, self.load_core)
            rounds.append(measured)
        for name in turns:
            if name is None:
                continue
            figure = report.Figure.of([turn[name] for turn in rounds], [turn[None] for turn in rounds])
            self.findings.figures[job.name, name] = figure
            tell(
                f"{job.name} {name}: {figure.per_second:.0f}/s of {figure.limit:.0f}/s, ratio {figure.ratio:.4f}, "
                f"p50 {figure.p50_ms:.2f} ms, p99 {figure.p99_ms:.2f} ms"
            )

    def right_answer(self, job, server, request, slug):
        """The bytes of the answer, once it was seen that they say what the data set says."""
        status, _, body = server.ask(request)
        answer = json.loads(body)
        require(status == 200 and "errors" not in answer, f"{job.name}: {status}, {answer.get('errors')}")
        wrong = list(differences(self.answers.expected(job.name, slug), answer["data"]))
        require(not wrong, f"{job.name} {slug or ''}: " + "; ".join(wrong[:3]))
        return body

    def until_kept(self, job, server):
        """Asks until the answer is kept: a server that has just started keeps nothing yet."""
        give_up = time.monotonic() + PATIENCE_S
        while server.ask(job.post())[1]["X-Cache"] != "HIT":
            require(time.monotonic() < give_up, f"{job.name}: its answer is never kept")
            time.sleep(0.05)

    def same_answer(self, bound, server, request):
        """Both answer the same bytes, and Tribune also when it gives them again."""
        wanted = bound.ask(request)
        for _ in range(2):
            got = server.ask(request)
            require(got[0] == wanted[0] == 200 and got[2] == wanted[2], f"not the bytes of the limit: {request}")

    def first_answer_ms(self):
        """From the start of the program on an existing database to its first answer."""
        start = time.perf_counter()
        with tribune(self.server_core, self.database) as server:
            status, _, _ = server.ask(JOBS[0].post())
            require(status == 200, f"the first answer has the status {status}")
            return (time.perf_counter() - start) * 1e3

    def count_statements(self):
        """Of the first request when nothing is kept, and of a text never seen before when the job was asked already."""
        with tribune(self.server_core, self.database, "--cache-mb", "0", "--explain") as server:
            for job in JOBS:
                self.findings.statements[job.name] = statements(server, job.post())
        with tribune(self.server_core, self.database, "--explain") as server:
            for job in JOBS:
                self.until_kept(job, server)
                server.ask(job.new_name().numbered(1))
                self.findings.statements_after[job.name] = statements(server, job.new_name().numbered(2))

    def ask_postgres(self):
        """The same on PostgreSQL, whose server shares the core with ours."""
        cores = [str(self.server_core), str(self.load_core)]
        command = ["taskset", "--cpu-list", ",".join(cores), ROOT / "tests" / "postgres.sh", sys.executable]
        command += [Path(__file__).parent / "postgres.py", self.document, *cores, str(max(1, self.seconds // 2))]
        run = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if "PostgreSQL is not installed" in run.stderr:
            tell("PostgreSQL is not installed: its statements are not counted")
            return
        require(run.returncode == 0, f"the bench on PostgreSQL failed:\n{run.stderr}")
        found = json.loads(run.stdout)
        self.findings.postgres_statements = found["statements"]
        self.findings.postgres_alone_ms = found["p50_ms"]


def sqlite_version(database):
    """The version of SQLite that wrote the file last, from its head."""
    number = int.from_bytes(database.read_bytes()[96:100], "big")
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


def require(holds, complaint):
    if not holds:
        raise Failed(complaint)


def tell(line):
    print(line, file=sys.stderr, flush=True)


def main():
    # An end that is asked for also ends the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        bench = Bench(os.environ)
        bench.require_tools()
        if "--check" in sys.argv:
            return 0
        findings = bench.run()
    except Failed as failure:
        print(f"make bench: {failure}", file=sys.stderr)
        return 2
    if bench.is_whole:
        (ROOT / "docs" / "benchmarks.md").write_text(report.page(findings), encoding="utf-8")
        tell("written: docs/benchmarks.md")
    else:
        print(report.requests(findings))
    missed = [bar for bar in report.bars(findings) if bar.is_missed]
    for bar in missed:
        tell(f"missed: {bar}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
