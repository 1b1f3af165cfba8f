#!/usr/bin/env python3
"""Makes content of the size that the bench works on, the same at each run: dataset.py OUT.json

12 events with 5 rooms and 100 sessions each, 600 speakers, 150 companies, 600 posts; each text in English, French and
Spanish. Things refer to each other by number, texts are {"en": …, "fr": …, "es": …}, times are UTC.
"""

import json
import random
import sys
from datetime import datetime, timedelta

EVENTS, ROOMS, SESSIONS, SPEAKERS, COMPANIES, POSTS = 12, 5, 100, 600, 150, 600
WORDS = {
    "en": "a night train carries letters and careful questions from one harbour to another where readers wait with "
    "coffee while somebody repairs the lamp of an old printing house and tells what was learnt on the way",
    "fr": "un train de nuit porte des lettres et des questions précises d’un port à l’autre où l’on attend près du "
    "café pendant que quelqu’un répare la lampe d’une vieille imprimerie et raconte ce qu’il a appris en chemin",
    "es": "un tren nocturno lleva cartas y preguntas precisas de un puerto a otro donde la gente espera junto al café "
    "mientras alguien repara la lámpara de una vieja imprenta y cuenta lo que aprendió por el camino",
}
WORDS = {locale: words.split() for locale, words in WORDS.items()}
KINDS = ["keynote", "talk", "panel", "round_table", "workshop"]
TAGS = ["archives", "harbours", "letters", "maps", "night", "paper", "radio", "readers", "timetables", "trains"]
PLACES = [
    ("Marseille", "Europe/Paris"),
    ("Sevilla", "Europe/Madrid"),
    ("Bristol", "Europe/London"),
    ("Québec", "America/Toronto"),
    ("Mérida", "America/Merida"),
    ("Chicago", "America/Chicago"),
]


def sentence(chance, locale, length):
    words = chance.choices(WORDS[locale], k=length)
    return " ".join(words).capitalize()


def text(chance, length):
    return {locale: sentence(chance, locale, length) for locale in WORDS}


def paragraphs(chance, count):
    def of(locale):
        return "\n\n".join(sentence(chance, locale, chance.randint(50, 90)) + "." for _ in range(count))

    return {locale: of(locale) for locale in WORDS}


def instant(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def company(chance, number):
    slug = f"company-{number}"
    return {
        "id": number,
        "slug": slug,
        "name": f"Company {number}",
        "website": f"https://{slug}.example",
        "description": text(chance, 30),
    }


def speaker(chance, number):
    return {
        "id": number,
        "slug": f"speaker-{number}",
        "name": f"Speaker {number}",
        "companyId": chance.randint(1, COMPANIES),
        "jobTitle": text(chance, 4),
        "bio": text(chance, 60),
    }


def opening(number):
    """When the event begins: one a month."""
    return datetime(2012, 3, 5, 8) + timedelta(days=30 * number)


def event(chance, number):
    city, time_zone = PLACES[number % len(PLACES)]
    return {
        "id": number,
        "slug": f"event-{number}",
        "city": city,
        "timeZone": time_zone,
        "startsAt": instant(opening(number)),
        "endsAt": instant(opening(number) + timedelta(days=4, hours=10)),
        "name": text(chance, 4),
        "tagline": text(chance, 10),
        "description": text(chance, 120),
    }


def room(number):
    place = (number - 1) % ROOMS + 1
    name = {"en": f"Room {place}", "fr": f"Salle {place}", "es": f"Sala {place}"}
    return {"id": number, "eventId": (number - 1) // ROOMS + 1, "name": name}


def session(chance, number):
    """25 a day: five times, two hours apart, in each of the five rooms."""
    event, place = divmod(number - 1, SESSIONS)
    start = opening(event + 1) + timedelta(days=place // 25, hours=place % 25 // ROOMS * 2)
    return {
        "id": number,
        "eventId": event + 1,
        "roomId": event * ROOMS + place % ROOMS + 1,
        "slug": f"session-{number}",
        "kind": chance.choice(KINDS),
        "startsAt": instant(start),
        "endsAt": instant(start + timedelta(minutes=90)),
        "title": text(chance, 8),
        "abstract": text(chance, 100),
        "speakerIds": chance.sample(range(1, SPEAKERS + 1), chance.choice([1, 1, 2, 3])),
        "tags": chance.sample(TAGS, 2),
    }


def post(chance, number):
    return {
        "id": number,
        "slug": f"post-{number}",
        "eventId": chance.randint(1, EVENTS),
        "authorId": chance.randint(1, SPEAKERS),
        "publishedAt": instant(datetime(2012, 1, 2, 9) + timedelta(hours=7 * number)),
        "title": text(chance, 9),
        "excerpt": text(chance, 30),
        "body": paragraphs(chance, 6),
        "tags": chance.sample(TAGS, 3),
    }


def dataset():
    chance = random.Random("Tribune")

    def each(make, count):
        return [make(chance, number) for number in range(1, count + 1)]

    return {
        "locales": list(WORDS),
        "companies": each(company, COMPANIES),
        "speakers": each(speaker, SPEAKERS),
        "events": each(event, EVENTS),
        "rooms": [room(number) for number in range(1, EVENTS * ROOMS + 1)],
        "sessions": each(session, EVENTS * SESSIONS),
        "posts": each(post, POSTS),
    }


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        json.dump(dataset(), out, ensure_ascii=False)
