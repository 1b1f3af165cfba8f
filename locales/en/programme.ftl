### The programme of an event: days, rooms and tracks, filters and search, and the agenda that readers put together for
### themselves.

# The name of the sessions that a reader has picked. Other messages use it.
-event-agenda = My agenda

## Titles and days

programme-title = Programme
# The title of the window.
# $event (String): the name of the event.
programme-page-title = Programme – { $event }
# A day as a heading. Where a language begins dates in lower case, the style sheet can raise the first letter.
# $date (Instant): any moment of the day.
programme-day = { DATETIME($date, weekday: "long", day: "numeric", month: "long") }
# $number (Number): counts the days of the event, from 1 on. $date (Instant): any moment of the day.
programme-day-number = Day { $number } · { DATETIME($date, weekday: "long", day: "numeric", month: "long") }
# A day as a tab, where there is little room.
# $date (Instant): any moment of the day.
programme-day-short = { DATETIME($date, weekday: "short", day: "numeric", month: "short") }
programme-today = Today
# Heading of the sessions whose time is not known yet.
programme-unscheduled = Time to be announced

## What is on

programme-now = Now
programme-next = Next
programme-later = Later
programme-nothing-now = There is no session at the moment.

## Clocks and updates

# The clocks of the venue, not those of the reader.
# $city (String): where the event takes place.
programme-times-local = Local times ({ $city })
programme-times-own = Times in your time zone
programme-show-times-local = Show local times
programme-show-times-own = Show times in my time zone
# $when (Instant): when anything in the programme last changed.
programme-updated = Last updated: { DATETIME($when, dateStyle: "long", timeStyle: "short") }

## Counts

# $count (Number): how many sessions.
session-count = { $count ->
    [0] No sessions
    [one] { $count } session
   *[other] { $count } sessions
}
# $count (Number): how many people a room has seats for.
room-capacity = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
}
# The day at a glance: “42 sessions in 5 rooms”.
# $sessions, $rooms (Number): how many of each; at least one.
programme-summary = { $sessions ->
    [one] { $sessions } session
   *[other] { $sessions } sessions
} in { $rooms ->
    [one] { $rooms } room
   *[other] { $rooms } rooms
}

## Filters

programme-filters = Filters
programme-filter-day = Day
programme-filter-room = Room
# A thread through the programme: “Marketing”, “Research”.
programme-filter-track = Track
# The kind of session: talk, workshop, …
programme-filter-kind = Format
programme-filter-level = Level
programme-filter-language = Language
programme-filter-tag = Tag
programme-filter-speaker = Speaker
# The choice of a filter that leaves nothing out.
# $filter (String): day, room, track, kind, level, language, tag or speaker.
programme-filter-any = { $filter ->
    [day] All days
    [room] All rooms
    [track] All tracks
    [kind] All formats
    [level] All levels
    [language] All languages
    [tag] All tags
    [speaker] All speakers
   *[other] All
}
programme-filter-agenda = In my agenda only
programme-filter-livestream = With a livestream
# A button.
# $count (Number): how many sessions the filters leave.
programme-filter-apply = { $count ->
    [0] No session matches
    [one] Show { $count } session
   *[other] Show { $count } sessions
}
# Clears all filters.
programme-filter-reset = Reset filters
# Clears one filter.
# $filter (String): what it lets through: “Workshop”, “Room 3”.
programme-filter-remove = Remove
    .aria-label = Remove the filter “{ $filter }”

## Search and order

programme-search = Search the programme
    .placeholder = Title, speaker, tag…
# $count (Number): how many sessions were found. $query (String): what was searched for.
programme-search-results = { $count ->
    [0] Nothing found for “{ $query }”
    [one] { $count } result for “{ $query }”
   *[other] { $count } results for “{ $query }”
}
# In front of a choice: time, title, …
programme-sort = Sort by
programme-sort-time = Time
programme-sort-title = Title
programme-view-list = List
# A table with rooms as columns and times as rows.
programme-view-grid = Grid

## The reader’s agenda: the sessions picked with ★

# $title (String): the title of a session.
agenda-add = Add to my agenda
    .aria-label = Add “{ $title }” to my agenda
# $title (String): the title of a session.
agenda-remove = Remove from my agenda
    .aria-label = Remove “{ $title }” from my agenda
# $count (Number): how many sessions the reader has picked.
agenda-count = { $count ->
    [0] Nothing in your agenda yet
    [one] { $count } session in your agenda
   *[other] { $count } sessions in your agenda
}
# Two sessions that the reader has picked overlap.
# $title, $other (String): the titles of the two sessions.
agenda-conflict = “{ $title }” and “{ $other }” overlap.
# $count (Number): how many pairs of sessions overlap.
agenda-conflict-count = { $count ->
    [0] No conflicts in your agenda
    [one] { $count } conflict in your agenda
   *[other] { $count } conflicts in your agenda
}
# Two sessions that the reader has picked follow one another in different rooms.
# $count (Number): how many minutes lie between them. $room (String): where the next one takes place.
agenda-walk = { $count ->
    [0] No break before the next room: { $room }
    [one] { $count } minute to get to the next room: { $room }
   *[other] { $count } minutes to get to the next room: { $room }
}
