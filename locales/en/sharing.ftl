### Taking something along: into a calendar, to other people, onto a telephone.

## Calendars

# $title (String): the title of a session or an event.
calendar-add = Add to calendar
    .aria-label = Add “{ $title }” to your calendar
# For the whole event or the reader’s own agenda: the calendar program fetches changes by itself.
calendar-subscribe = Subscribe to the calendar
    .title = Changes will reach your calendar automatically.
calendar-subscribe-agenda = Subscribe to “{ -event-agenda }”
# $service (String): a program or a site: Google Calendar, Outlook, …
calendar-open = Open in { $service }
calendar-download = Download the file (.ics)
# What a calendar program shows instead of the address of a livestream.
calendar-livestream = Livestream
# The name of a calendar with a part of the programme only, as it stands in calendar programs.
# $event (String): the name of the event. $part (String): the name of a room or of a track.
calendar-name-part = { $event } – { $part }
# A line of the description in a calendar.
# $names (String): a list of names, written as the language writes lists.
calendar-speakers = With { $names }
# $names (String): a list of names, written as the language writes lists.
calendar-moderators = Moderated by { $names }

## Links

share-title = Share
share-link = Copy link
share-link-copied = Link copied
share-link-failed = The link could not be copied. Select it and copy it yourself.
# $service (String): Mastodon, LinkedIn, …
share-on = Share on { $service }
# $title (String): the title of a session. $event (String): the name of the event.
share-email = Share by e-mail
    .subject = { $title } – { $event }
# What a reader may post elsewhere; the link follows it.
# $title (String): the title of a session. $start (Instant): when it begins. $hashtags (String): hashtags
# with their sign, separated by spaces.
share-text = “{ $title }”, { DATETIME($start, dateStyle: "long", timeStyle: "short") } { $hashtags }

## QR code

share-qr = Show QR code
# $title (String): the title of the page.
share-qr-image = QR code
    .alt = QR code that leads to “{ $title }”
share-qr-hint = Scan the code to open this page on your phone.
