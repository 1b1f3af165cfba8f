"""The data set as Tribune's own import document, all of it published; and the answers that the jobs must get."""

import json
from collections import defaultdict

PUBLISHED_AT = "2012-01-01T00:00:00Z"


def document(data):
    """What `tribune import` reads."""
    locales = data["locales"]

    def translations(item, *fields):
        return {locale: {field: item[field][locale] for field in fields} for locale in locales}

    def content(slug, published_at=PUBLISHED_AT, **fields):
        return {"slug": slug, "sourceLocale": "en", "publishedAt": published_at, **fields}

    companies, speakers = by_id(data["companies"]), by_id(data["speakers"])
    rooms, sessions = defaultdict(list), defaultdict(list)
    for room in data["rooms"]:
        item = content(f"room-{room['id']}", translations=translations(room, "name"))
        rooms[room["eventId"]].append(item | {"position": len(rooms[room["eventId"]]) + 1})
    for session in data["sessions"]:
        item = content(
            session["slug"],
            kind=session["kind"],
            room=f"room-{session['roomId']}",
            startsAt=session["startsAt"],
            endsAt=session["endsAt"],
            speakers=[{"speaker": speakers[number]["slug"]} for number in session["speakerIds"]],
            tags=session["tags"],
            translations=translations(session, "title", "abstract"),
        )
        sessions[session["eventId"]].append(item)

    def company(item):
        texts = translations(item, "description")
        return content(item["slug"], name=item["name"], website=item["website"], translations=texts)

    def speaker(item):
        texts = translations(item, "jobTitle", "bio")
        company = companies[item["companyId"]]["slug"]
        return content(item["slug"], name=item["name"], company=company, translations=texts)

    def event(item):
        return content(
            item["slug"],
            city=item["city"],
            timeZone=item["timeZone"],
            startsAt=item["startsAt"],
            endsAt=item["endsAt"],
            rooms=rooms[item["id"]],
            sessions=sessions[item["id"]],
            translations=translations(item, "name", "tagline", "description"),
        )

    def post(item):
        return content(
            item["slug"],
            item["publishedAt"],
            author=speakers[item["authorId"]]["slug"],
            events=[f"event-{item['eventId']}"],
            tags=item["tags"],
            translations=translations(item, "title", "excerpt", "body"),
        )

    tags = sorted({tag for item in data["sessions"] + data["posts"] for tag in item["tags"]})
    return {
        "tribune": 1,
        "tags": [content(tag, translations={locale: {"label": tag} for locale in locales}) for tag in tags],
        "companies": [company(item) for item in data["companies"]],
        "speakers": [speaker(item) for item in data["speakers"]],
        "events": [event(item) for item in data["events"]],
        "posts": [post(item) for item in data["posts"]],
    }


def by_id(items):
    return {item["id"]: item for item in items}


class Answers:
    """What the data set says that the jobs answer. Lists that have no order of their own are sorted."""

    def __init__(self, data):
        self.data = data
        self.events, self.rooms = by_id(data["events"]), by_id(data["rooms"])
        self.speakers, self.companies = by_id(data["speakers"]), by_id(data["companies"])

    def expected(self, job, slug):
        return getattr(self, job.lower())(slug)

    def q1(self, _):
        events = sorted(self.data["events"], key=lambda event: event["startsAt"])[:20]
        return {"events": nodes(shown(event, "fr", "slug city startsAt name tagline") for event in events)}

    def q2(self, slug):
        event = self.named("events", slug)
        speaker = {"speaker": "slug name jobTitle", "company": "slug name"}
        sessions = self.sessions(event, "fr", "slug title kind startsAt endsAt", **speaker)
        return {"event": shown(event, "fr", "name tagline description city startsAt endsAt") | {"sessions": sessions}}

    def q3(self, slug):
        event = self.named("events", slug)
        speaker = {"speaker": "slug name jobTitle bio", "company": "slug name website"}
        return {"event": {"sessions": self.sessions(event, "en", "title abstract tags startsAt endsAt", **speaker)}}

    def q4(self, _):
        posts = sorted(self.data["posts"], key=lambda post: post["publishedAt"], reverse=True)[:20]

        def answer(post):
            author = self.speaker(post["authorId"], "es", "slug name", "name")
            return shown(post, "es", "slug publishedAt title excerpt tags") | {"author": author}

        return {"posts": nodes(answer(post) for post in posts)}

    def q5(self, slug):
        speaker = self.named("speakers", slug)
        held = [session for session in self.data["sessions"] if speaker["id"] in session["speakerIds"]]
        assert len(held) <= 20, "the job asks for one page of sessions"

        def session(item):
            return shown(item, "fr", "title startsAt") | {"event": shown(self.events[item["eventId"]], "fr", "name")}

        answer = self.speaker(speaker["id"], "fr", "name jobTitle bio", "name website description")
        return {"speaker": answer | {"sessions": nodes(session(item) for item in held)}}

    def named(self, kind, slug):
        return next(item for item in self.data[kind] if item["slug"] == slug)

    def sessions(self, event, locale, fields, speaker, company):
        def answer(session):
            return shown(session, locale, fields) | {
                "room": shown(self.rooms[session["roomId"]], locale, "name"),
                "speakers": [self.speaker(number, locale, speaker, company) for number in session["speakerIds"]],
            }

        return nodes(answer(session) for session in self.data["sessions"] if session["eventId"] == event["id"])

    def speaker(self, number, locale, fields, company):
        speaker = self.speakers[number]
        employer = self.companies[speaker["companyId"]]
        return shown(speaker, locale, fields) | {"company": shown(employer, locale, company)}


def nodes(items):
    return {"nodes": list(items)}


def shown(item, locale, fields):
    """Fields of a thing as the API shows them in a language."""

    def show(field):
        value = item[field]
        if field == "kind":
            return value.upper()
        if field == "tags":
            return [{"label": tag} for tag in value]
        return value[locale] if isinstance(value, dict) else value

    return {field: show(field) for field in fields.split()}


def differences(expected, got, path="data"):
    """Where an answer is not the expected one. Of the order of a list only the times are compared."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in expected.keys() | got.keys():
            yield from differences(expected.get(key), got.get(key), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            yield f"{path}: {len(got)} items instead of {len(expected)}"
        for key in ("startsAt", "publishedAt"):
            if [item.get(key) for item in expected] != [item.get(key) for item in got]:
                yield f"{path}: not in the order of {key}"
        for index, (one, other) in enumerate(zip(sorted(expected, key=text_of), sorted(got, key=text_of))):
            yield from differences(one, other, f"{path}[{index}]")
    elif expected != got:
        yield f"{path}: {got!r} instead of {expected!r}"


def text_of(value):
    return json.dumps(value, sort_keys=True)
