### A session: what it is, who takes part, when and where, and what became of it.

## Formats (SessionKind)

# A main talk of the event, for the whole audience.
session-kind-keynote = Keynote
session-kind-talk = Talk
# Several people discuss on the stage.
session-kind-panel = Panel
# Several people discuss as equals, often with the audience.
session-kind-round-table = Round table
session-kind-workshop = Workshop
# A talk of a few minutes.
session-kind-lightning-talk = Lightning talk
session-kind-break = Break
# A reception, a dinner, a walk.
session-kind-social = Social event
session-kind-other = Other format

## Levels (SessionLevel)

session-level-beginner = Beginner
session-level-intermediate = Intermediate
session-level-advanced = Advanced

## States (SessionState)

session-state-tentative = To be confirmed
    .title = The time or the room may still change.
session-state-confirmed = Confirmed
session-state-cancelled = Cancelled
    .title = This session will not take place.

## Who

# $names (List): who takes part.
session-with = With { LIST($names, type: "and") }
# $names (List): who moderates.
session-moderated-by = Moderated by { LIST($names, type: "and") }

## When

# $start, $end (Instant): from when until when.
session-time = { RANGE($start, $end, timeStyle: "short") }
# $start, $end (Instant): from when until when.
session-date-time = { RANGE($start, $end, dateStyle: "full", timeStyle: "short") }
# Where the end is not known.
# $start (Instant): when it begins.
session-start = { DATETIME($start, dateStyle: "full", timeStyle: "short") }
# $hours, $minutes (Number): the hours, and the minutes beyond them: 1 and 30 for an hour and a half.
session-duration = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}
# $when (Instant): when it begins; always in the future.
session-starts = Starts { RELATIVE($when, numeric: "auto") }
# $when (Instant): when it began; always in the past.
session-started = Started { RELATIVE($when, numeric: "auto") }
# $minutes (Number): how many minutes are left.
session-ends = Ends { RELATIVE($minutes, unit: "minute") }
session-ended = Finished
# A badge: it takes place now.
session-live = Live

## Where

# $room (String): the name of a room.
session-room = Room: { $room }

## Material

session-livestream = Watch live
session-recording = Watch the recording
session-slides = View the slides
session-links = Links
session-not-recorded = This session is not recorded.

## Notices

session-notice-cancelled = This session has been cancelled.
# $room (String): where it takes place now.
session-notice-room = New room: { $room }
# $when (Instant): when it begins now.
session-notice-time = New time: { DATETIME($when, dateStyle: "full", timeStyle: "short") }
session-notice-added = New in the programme
session-notice-speakers = Change of speakers

## Around the session

session-featured = Featured
session-about = About this session
session-posts = Posts about this session
session-same-track = In the same track
