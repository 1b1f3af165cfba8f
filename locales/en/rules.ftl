### What is wrong, or odd, about what somebody wants to write. Programs branch on the code beside each message.

rule-required = This is required.
# $given (String): what was given; so in all messages below.
rule-slug = “{ $given }” is not a slug: use a–z, 0–9 and hyphens.
rule-taken = “{ $given }” is taken.
rule-locale = “{ $given }” is not a language tag (BCP 47).
rule-time-zone = “{ $given }” is not a time zone. Give one like Europe/Paris.
rule-url = “{ $given }” is not an http or https address.
rule-email = “{ $given }” is not an e-mail address.
rule-colour = “{ $given }” is not a colour of the form #rrggbb.
rule-country = “{ $given }” is not a country code. Give two capital letters, like FR.
rule-ends-before-start = The end lies before the start.
rule-out-of-range = The number is out of range.
# $max (String): a number.
rule-too-long = This is longer than { $max } letters.
# $min (String): a number.
rule-too-short = This is shorter than { $min } letters.
# $max (String): a number.
rule-too-many = This has more than { $max } items.
rule-not-one-line = This must be one line.
rule-given-twice = “{ $given }” is given twice.
rule-names-nothing = There is no “{ $given }”.
rule-of-another-event = “{ $given }” is part of another event.
# $from, $until (String): instants in UTC.
rule-outside-event = This lies outside the event, which lasts from { $from } to { $until }.
# $count (String): a number.
rule-leaves-sessions-outside = Sessions would lie outside the event: { $count }.
rule-grants-too-much = You cannot grant what you do not have.
rule-wrong-password = This is not your present password.
rule-not-ordered = This has no order among the others.

# $speaker (String): a name. $session (String): a title.
warning-speaker-booked-twice = { $speaker } takes part in “{ $session }” at the same time.
# $room (String): a name. $session (String): a title.
warning-room-booked-twice = “{ $session }” takes place in { $room } at the same time.
warning-no-room = The session has a time, but no room.
# $language (String): a language tag.
warning-language-not-offered = Nobody who takes part is known to speak “{ $language }”.

# $reason (String): a message of reports.ftl, read-…
refusal-unreadable = It cannot be read: { $reason }
refusal-no-such-text = There is no such text.
refusal-source-changed = The text that it was translated from has changed since.
refusal-empty = It is marked as done, but is empty.
refusal-forbidden = Your account may not write this text.

# $max (String): a number.
refusal-document-id = An id has 1 to { $max } letters, digits and signs of ASCII, and no spaces.
refusal-document-hash = An id of 64 hexadecimal digits must be the SHA-256 of the text, and this one is not.
refusal-document-taken = This id stands for another text already.
