### What stands in the place of content: while it loads, when there is none, when something fails.

## Loading and connection

state-loading = Loading…
state-offline = You are offline.
state-online = You are back online.
# $when (Instant): when the copy was made.
state-copy = You are seeing a copy from { DATETIME($when, dateStyle: "long", timeStyle: "short") }.
# $when (Instant): when the copy was made; always in the past.
state-outdated = Last updated { RELATIVE($when, numeric: "auto") }. Something may have changed since.
state-refresh = Refresh

## Nothing there

state-empty-programme = The programme has not been published yet. Come back soon.
state-empty-day = There is nothing on this day.
# $query (String): what was searched for.
state-empty-search = Nothing found for “{ $query }”
    .title = Check the spelling, or try fewer words.
state-empty-filters = No session matches all these filters.
# “★” is the button that adds a session.
state-empty-agenda = Your agenda is empty. Add sessions with ★.
state-empty-posts = There are no posts yet.

## Not found

state-not-found = Page not found
    .title = The address may be wrong, or the page may have moved.
state-not-found-session = This session does not exist, or is no longer in the programme.
state-not-found-post = This post does not exist, or is no longer public.
state-forbidden = You do not have access to this page.

## Livestreams

# $when (Instant): when it begins; always in the future.
state-livestream-early = The livestream starts { RELATIVE($when, numeric: "auto") }.
state-livestream-over = The livestream has ended.

## Failures

state-error = Something went wrong
state-error-server = This is our fault, not yours. Please try again in a moment.
state-error-partial = Part of this page could not be loaded.
state-retry = Try again
# $seconds (Number): how long until the next attempt.
state-retrying = Trying again { RELATIVE($seconds, unit: "second") }…
# $reference (String): what the server calls the failure in its log.
state-error-reference = If you write to us, please mention this reference: { $reference }
# $until (Instant): when the site should be back.
state-maintenance = We are working on the site until { DATETIME($until, timeStyle: "short") }.
