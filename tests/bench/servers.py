"""The programs that are measured: started on a core of their own, asked, and ended again."""

import http.client
import os
import re
import shlex
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELEASE = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).absolute() / "release"
TRIBUNE, LIMIT = RELEASE / "tribune", RELEASE / "examples" / "limit"
# What a server has not done by then it never will.
PATIENCE_S = 60


def environment():
    """As if nothing were configured: the defaults are measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("TRIBUNE_")}


class Server:
    """A program that serves on 127.0.0.1 while the block lasts. It ends with its standard input, and so with us."""

    def __init__(self, core, *command):
        self.command = ["taskset", "--cpu-list", str(core), *map(str, command)]

    def __enter__(self):
        # The log is written as it is by default, and read by nobody. A signal to our group is not one to the server.
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment(),
            start_new_session=True,
        )
        timer = threading.Timer(PATIENCE_S, self.process.kill)
        timer.start()
        try:
            address = None
            for line in self.process.stdout:
                if address := re.search(r"http://(127\.0\.0\.1):(\d+)", line):
                    break
            if not address:
                raise Failed(f"it did not start: {shlex.join(self.command)}")
        except BaseException:
            self.__exit__()
            raise
        finally:
            timer.cancel()
        self.host, self.port = address[1], int(address[2])
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def address(self, request):
        return f"http://{self.host}:{self.port}{request.target}"

    def ask(self, request, **headers):
        """Sends the request; status, headers and body of the answer."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE_S)
        try:
            connection.putrequest(request.method, request.target, skip_accept_encoding=True)
            body = request.body or b""
            for name, value in {**request.headers, **headers}.items():
                connection.putheader(name, value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def memory_mb(self):
        """What is resident of it, in millions of bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024 / 1e6


def tribune(core, database, *options):
    command = [TRIBUNE, "serve", "--workers", "1", "--bind", "127.0.0.1:0", "--database-url", database]
    return Server(core, *command, "--stop-on-stdin-eof", *options)


def limit(core, answer):
    return Server(core, LIMIT, answer, "--workers", "1")


def bring_in(document, database):
    """Loads the document through `tribune import`."""
    command = [TRIBUNE, "import", document, "--database-url", database]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment())
    skipped = re.search(r"^\s+Skipped:", run.stdout, re.MULTILINE)
    if run.returncode != 0 or skipped:
        raise Failed(f"the data did not come in:\n{run.stdout}{run.stderr}")


class Failed(Exception):
    """The bench cannot go on."""
