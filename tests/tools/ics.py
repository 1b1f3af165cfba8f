#!/usr/bin/env python3
"""What the package icalendar reads in a calendar, as JSON: of each event what ics.mjs prints too.

    ics.py < FILE

Times are read twice: by the zones that Python knows, and by those that the file defines. They have to agree.
"""

import json
import sys
from datetime import timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "python"))

from icalendar import Calendar  # noqa: E402


def instant(property):
    return property.dt.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if property is not None else None


def by_file(property, zones):
    """The instant by the zone of the file, whatever Python knows of it."""
    name = property.params.get("TZID") if property is not None else None
    if name is None:
        return instant(property)
    local = property.dt.replace(tzinfo=zones[name])
    return local.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(property):
    return str(property) if property is not None else None


def events(calendar):
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}
    for event in calendar.walk("VEVENT"):
        assert not event.errors, event.errors
        start, end = event.get("DTSTART"), event.get("DTEND")
        assert instant(start) == by_file(start, zones), start
        assert instant(end) == by_file(end, zones), end
        categories = event.get("CATEGORIES", [])
        categories = categories if isinstance(categories, list) else [categories]
        yield {
            "uid": str(event["UID"]),
            "startsAt": instant(start),
            "endsAt": instant(end),
            "summary": text(event.get("SUMMARY")),
            "description": text(event.get("DESCRIPTION")),
            "location": text(event.get("LOCATION")),
            "url": text(event.get("URL")),
            "categories": [str(category) for given in categories for category in given.cats],
            "status": str(event["STATUS"]),
            "sequence": int(event["SEQUENCE"]),
            "changedAt": instant(event["DTSTAMP"]),
            "language": event["SUMMARY"].params.get("LANGUAGE"),
        }


calendars = Calendar.from_ical(sys.stdin.buffer.read(), multiple=True)
assert len(calendars) == 1 and not calendars[0].errors, calendars
json.dump({"name": text(calendars[0].get("NAME")), "events": list(events(calendars[0]))}, sys.stdout)
