### An event as a whole: where, when, how one can take part, which edition.

## When and where

# $start, $end (Instant): the first and the last moment of the event.
event-dates = { RANGE($start, $end, dateStyle: "long") }
# $city (String): a city. $country (String): a country code, like FR.
event-place = { $city }, { COUNTRY($country) }
# $when (Instant): when the event begins; always in the future.
event-starts = Starts { RELATIVE($when, numeric: "auto") }
event-upcoming = Upcoming events
event-past = Past events

## Ways to take part (AttendanceMode)

event-attendance-mode-offline = In person
    .title = You can take part at the venue only.
event-attendance-mode-online = Online
    .title = You can take part from anywhere; there is no venue.
event-attendance-mode-mixed = In person and online
    .title = You can take part at the venue or from anywhere.

## Around the event

# $number (Number): counts the editions of a series, from 1 on.
event-edition = Edition { $number }
# $series (String): the name of a series of events.
event-other-editions = Other editions of { $series }
# $count (Number): how many events a list has.
event-count = { $count ->
    [0] No events
    [one] { $count } event
   *[other] { $count } events
}
event-website = Event website
event-map = Show on a map
# $hashtags (List): hashtags with their sign, like #smwparis.
event-hashtags = Join the conversation: { LIST($hashtags, type: "and") }
