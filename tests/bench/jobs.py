"""The five jobs, and the ways in which each is asked."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

QUERIES = Path(__file__).parent / "queries"
JSON = {"Content-Type": "application/json"}
# What is another number in each request; see request.lua.
NUMBER = "{{n}}"


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    body: bytes | None = None
    headers: dict = field(default_factory=dict)
    # How the number differs: `same`, `count`, or `random` up to `most`.
    vary: str = "same"
    most: int = 0

    def numbered(self, number):
        """One of the requests that differ."""
        body = self.body.replace(NUMBER.encode(), str(number).encode())
        return Request(self.method, self.target, body, self.headers)

    def with_headers(self, **headers):
        return Request(self.method, self.target, self.body, self.headers | headers)


@dataclass(frozen=True)
class Job:
    name: str
    title: str
    # What is looked at, by slug, and how many of its kind there are; none when it is a list.
    kind: str | None = None
    number: int = 0
    most: int = 0

    @property
    def text(self):
        return (QUERIES / f"{self.name}.graphql").read_text(encoding="utf-8")

    @property
    def slug(self):
        return self.slug_of(self.number)

    def slug_of(self, number):
        return f"{self.kind}-{number}" if self.kind else None

    def variables(self, number=None):
        return {"variables": {"slug": self.slug_of(number or self.number)}} if self.kind else {}

    def post(self):
        return posted({"query": self.text, **self.variables()})

    def get(self):
        return got({"query": self.text, **self.variables()})

    def hashed(self):
        """By the hash of its text alone, as a client asks that was told that the server knows it."""
        return posted({"extensions": self.persisted(), **self.variables()})

    def hashed_get(self):
        return got({"extensions": self.persisted(), **self.variables()})

    def registration(self):
        return posted({"query": self.text, "extensions": self.persisted(), **self.variables()})

    def persisted(self):
        return {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(self.text.encode()).hexdigest()}}

    def new_name(self):
        """A text never seen before, by the name of its operation."""
        text = self.text.replace(f"query {self.name}", f"query {self.name}_{NUMBER}", 1)
        return posted({"query": text, **self.variables()}, "count")

    def new_alias(self):
        """A text never seen before, by the alias of its root field."""
        text = re.sub(r"^  (\w+)\(", rf"  \1_{NUMBER}: \1(", self.text, count=1, flags=re.MULTILINE)
        return posted({"query": text, **self.variables()}, "count")

    def new_selection(self):
        """A text never seen before, by the alias of a field of the items."""
        text = re.sub(r"(nodes \{\s+)(\w+)$", rf"\1\2_{NUMBER}: \2", self.text, count=1, flags=re.MULTILINE)
        return posted({"query": text, **self.variables()}, "count")

    def other_variables(self):
        return posted({"query": self.text, **self.variables(NUMBER)}, "random", self.most)


def posted(operation, vary="same", most=0):
    body = json.dumps(operation, ensure_ascii=False).encode()
    return Request("POST", "/graphql", body, JSON, vary, most)


def got(operation):
    parts = {name: part if name == "query" else json.dumps(part) for name, part in operation.items()}
    return Request("GET", "/graphql?" + urlencode(parts))


JOBS = [
    Job("Q1", "the first 20 events, in French"),
    Job("Q2", "an event and its 100 sessions, in French", "event", 3, 12),
    Job("Q3", "100 sessions with all that is said of them, in English", "event", 5, 12),
    Job("Q4", "the newest 20 posts, in Spanish"),
    Job("Q5", "a speaker and their sessions, in French", "speaker", 42, 600),
]
