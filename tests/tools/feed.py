#!/usr/bin/env python3
"""Reads an Atom feed as feed readers do, from standard input, and prints what was found as JSON.

`bozo` is why it is no sound feed; null when it is one. The feed was served as the media type in the first argument.
"""

import json
import sys

import feedparser

parsed = feedparser.parse(sys.stdin.buffer.read(), response_headers={"content-type": sys.argv[1]})
found = {
    "bozo": repr(parsed.bozo_exception) if parsed.bozo else None,
    "version": parsed.version,
    "feed": parsed.feed,
    "entries": parsed.entries,
}
json.dump(found, sys.stdout, default=str)
