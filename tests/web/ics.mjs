// What ical.js reads in a calendar, as JSON: of each event what ics.py prints too. It knows no zone but those that the
// file defines.
//
//   node ics.mjs < FILE
import assert from "node:assert";
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);

function instant(property) {
  if (!property) return null;
  const time = property.getFirstValue();
  const named = property.getParameter("tzid");
  assert.equal(time.zone.tzid, named ?? "UTC");
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

const events = calendar.getAllSubcomponents("vevent").map((event) => ({
  uid: event.getFirstPropertyValue("uid"),
  startsAt: instant(event.getFirstProperty("dtstart")),
  endsAt: instant(event.getFirstProperty("dtend")),
  summary: event.getFirstPropertyValue("summary"),
  description: event.getFirstPropertyValue("description"),
  location: event.getFirstPropertyValue("location"),
  url: event.getFirstPropertyValue("url"),
  categories: event.getAllProperties("categories").flatMap((property) => property.getValues()),
  status: event.getFirstPropertyValue("status"),
  sequence: event.getFirstPropertyValue("sequence"),
  changedAt: instant(event.getFirstProperty("dtstamp")),
  language: event.getFirstProperty("summary").getParameter("language") ?? null,
}));
console.log(JSON.stringify({ name: calendar.getFirstPropertyValue("name"), events }));
