### What the commands of the program print for whoever typed them.

## All reports

# Below the reason why a file did not come in.
report-nothing-taken = Nothing of this file was taken.

## tribune import

# Titles of columns, as short as can be: how many things were created, updated, left as they were, left out. The line of
# each names a type: event, room, session …
import-created = created
import-updated = updated
import-unchanged = unchanged
import-skipped = skipped
# Above a list, as are the next two: what was left out.
import-skipped-list = Skipped:
# What was taken, but not as the file has it.
import-repaired-list = Repaired:
# What an earlier version of the file held.
import-kept-list = Not in this file, and kept:
# Below a report.
import-dry-run = This was a trial: nothing was written.
# $failed (Number): how many files failed. $count (Number): how many there were.
import-failed = { $count ->
    [one] { $failed } of { $count } file could not be imported
   *[other] { $failed } of { $count } files could not be imported
}

## What an import left out or repaired. Each message follows a place and a colon, and begins with a small letter.

# $note (String): one of the messages below. $count (Number): how often that was met, twice at least.
note-times = { $count ->
    [one] { $note } ({ $count } time)
   *[other] { $note } ({ $count } times)
}
# $field (String): the name of a field of the file; so in all messages below. $repair (String): one of the next five.
note-text = { $field }: { $repair }
# “undefined” and “null” are words of programming languages.
note-placeholder = `undefined` or `null` stands for nothing
note-invisible = invisible or control characters removed
note-html = HTML turned into Markdown
note-tags = HTML tags removed
note-entities = HTML entities decoded
note-ignored = `{ $field }` has no place in Tribune
note-repeated = { $field } is given more than once, with different texts; the first was taken
# $encoding (String): UTF-8, ISO-8859-1 …
# U+FFFD is the number of the sign that stands for what cannot be read.
note-broken-encoding = bytes that are not { $encoding } were replaced by U+FFFD
# $name (String): as the file has it; so in all messages below.
note-unknown-encoding = the encoding `{ $name }` is not known; read as UTF-8
note-undefined-entity = the entity `&{ $name };` is not defined by XML; kept as it is written
note-no-time-zone = the file names no time zone, so local times were taken for UTC; `--time-zone` can give one
note-unknown-time-zone = `{ $name }` is not a time zone; `--time-zone` can give one
# $zone (String): Europe/Paris; so in all messages below.
note-time-zone-spelling = the time zone `{ $name }` was read as { $zone }
# $offset (String): +02:00; so in all messages below.
note-offset-contradicts-zone = the offset { $offset } contradicts { $zone } and the local start; the local start was taken
note-zone-contradicts-offset = the event names UTC as its zone, but its dates say { $offset }; the dates were taken
note-offset-unproven = the dates say +00:00, and without a time zone nothing tells whether that is true; it was taken
# $date, $start (String): as the file has them.
note-start-contradicts-date = date `{ $date }` and start `{ $start }` contradict each other; the date was taken
# $local (String): a date and a time.
note-time-exists-twice = { $local } exists twice in { $zone } (summer time ends); the earlier was taken
# $local (String): a date and a time.
note-time-does-not-exist = { $local } does not exist in { $zone } (summer time begins); moved forward
# $value (String): as the file has it; so in all messages below.
note-unreadable = { $field } `{ $value }` cannot be read
note-not-a-list = `{ $field }` is not a list
note-not-text = `{ $field }` is not a text
# “It” is a session; so in the next message.
note-no-start = it has no start
note-no-duration = it has no duration, so no end
# $field (String): start or end.
note-no-event-time = { $field ->
    [start] the file does not tell when the event starts; taken from its days and sessions
   *[end] the file does not tell when the event ends; taken from its days and sessions
}
# $field (String): start or end.
note-event-widened = { $field ->
    [start] the start of the event was moved so that every session lies inside
   *[end] the end of the event was moved so that every session lies inside
}
# $identifier (String): guid:… or id:…
note-shared-identifier = `{ $identifier }` names more than one thing, so it identifies none of them
note-zero-id = the id 0 identifies nothing
note-no-identity = nothing tells it from another; a newer version of the file may take one for the other
note-no-title = it has no title; its { $field } was taken
# $name (String): of the event.
note-no-event-name = the file does not name the event; it is called "{ $name }" here, and `--event` can give another name
# “Its” is of a session or a post. $field (String): what is named: room, track, speaker, author. $id (String): as the file has it.
note-dangling = its { $field } `{ $id }` is not in the file
# “Its” is of a session. $state (String): as the file has it.
note-not-accepted = its state is `{ $state }`; only what was accepted comes in
note-one-page = this is one page of several; the others are not in the file
note-unknown-language = `{ $value }` is not a language
note-unlikely-language = `{ $value }` is hardly a language of this event; give it by name if it is
# $name (String): of a person.
note-several-person-ids = "{ $name }" has several ids; taken for one person
# $id (String): as the file has it.
note-shared-person-id = the person id `{ $id }` names different people; told apart by name
# $name (String): of a person.
note-ambiguous-person = several people are called "{ $name }"; taken for the first of them
note-nameless-person = a person without a name
# $kind (String): what is wrong with the line: property, outside, not-begun, not-ended, too-deep or too-many.
note-broken-line = a line that is not understood: { $kind ->
    [outside] it stands outside of all components
    [not-begun] it ends what has not begun
    [not-ended] it begins what never ends
    [too-deep] what it begins stands too deep in others
    [too-many] it and all lines after it were not read, there are too many
   *[property] it is not of the form NAME:value
}
# Of an entry that is marked as private or confidential.
note-private = it is not for everybody
# $limit (Number): how many were taken.
note-repeats-too-often = it happens more often than { $limit } times; the others were left out
note-nameless-company = a company without a name
# $name (String): of a company.
note-repeated-sponsor = "{ $name }" is a sponsor in several tiers; the first was taken
note-repeated-person = the same person twice
# $url (String): as the file has it; so in the next two messages.
note-not-on-the-web = a link to `{ $url }`, which is not an address on the web
note-relative-address = the relative address `{ $url }`, and the file does not tell relative to what; `--site` can
note-address-without-scheme = the address `{ $url }` lacked its scheme; taken for https
# $inner, $outer (String): names of rooms.
note-room-contradicts = the event says it takes place in "{ $inner }", its place in the file says "{ $outer }"; the latter was taken
# “It” is a session. $value (String): as the file has it.
note-end-before-start = it ends at `{ $value }`, which is not after its start
# $encoding (String): UTF-16LE, windows-1252.
note-guessed-encoding = the file does not tell its encoding and is not UTF-8; read as { $encoding }
note-cells-without-column = cells without a column
# “It” is a folder in a folder.
note-no-file = it is no file, so it was not read
note-given-before = it stands in the file before
# “It” is a file. $reason (String): a message of these.
note-not-read = it was not read: { $reason }
# $id (String): of a session, as the file has it. $count (Number): at least two.
note-several-times = `{ $id }` takes place { NUMBER($count) } times; each time is a session of its own
# $name (String): of a person.
note-not-listed = "{ $name }" is not in the list of speakers; nothing but the name is known
note-no-name = it has no name
# $value (String): as the file has it.
note-ambiguous-day = the day `{ $value }` can be read in two ways; write it as 2027-05-31
# “It” is a session. $name (String): of an event.
note-other-event = it is of another event, "{ $name }"
# $field (String): company, bio, photo.
note-not-for-each = { $field }: there is neither one for each speaker nor one for all
# $kind (String): room, track, tier or session. $count (Number): how many of them.
note-event-skipped = { $count ->
    [one] { $count } of its parts, a { $kind }, since the event was skipped
   *[other] { $count } of its parts, each a { $kind }, since the event was skipped
}
# $wanted, $given (String): the last part of an address, in the file and here.
note-slug-taken = the slug `{ $wanted }` is taken; it is `{ $given }` here

## Why a file, or a text in it, cannot be read. Each message follows a name and a colon, and begins with a small letter.

# $line, $column (String): numbers. $reason (String): one of the messages below, or what a parser says, in English.
read-at = line { $line }, column { $column }: { $reason }
# $line (String): a number. $reason (String): one of the messages below.
read-at-line = line { $line }: { $reason }
read-no-such-file = there is no such file
read-not-allowed = the system does not allow to read it
read-folder = it is a folder
# $reason (String): what the system says, in English.
read-system = { $reason }
fetch-not-on-the-web = this is not an address on the web
# $status (String): a number: 404.
fetch-status = the server answers with status { $status }
# $limit (String): a number; so in the next two messages.
fetch-too-large = the answer has more than { $limit } bytes
fetch-too-many-pages = there are more than { $limit } pages
fetch-too-many-redirects = there are more than { $limit } redirects
# $seconds (String): a number.
fetch-too-slow = it takes longer than { $seconds } seconds
# A page of the web; “pretalx” is a program that conferences are planned with.
fetch-page = there is a page for people at this address, and no event of pretalx
# $reason (String): what the library says, in English.
fetch-failed = the server cannot be reached: { $reason }
# $bytes, $limit (String): numbers.
read-too-large = the file has { $bytes } bytes; the limit is { $limit }
# $encoding (String): UTF-8, ISO-8859-1 …
read-encoding = the file is not in { $encoding }
read-unknown-format = the format is not known: it is neither XML, JSON, iCalendar nor a table with a column `title`
read-nul = a text holds the character U+0000, which not every database keeps
# $limit (String): a number.
read-too-deep = elements are nested more than { $limit } deep
# $limit (String): a number.
read-too-many = the file has more than { $limit } values
read-document-type = a document type declaration is not allowed
# $path (String): a place in a JSON file. $expected (String): list, object or version.
read-shape = { $expected ->
    [list] `{ $path }` should be a list
    [object] `{ $path }` should be an object
   *[version] `{ $path }` should be 1, the version of the format
}
# $reason (String): one of the next three messages.
read-not-a-schedule = this is not a schedule: { $reason }
# $name (String): of an element of XML.
read-begins-with = it begins with `<{ $name }>`
read-no-conference = there is no `schedule.conference` in it
read-empty = there is no element in it
# “It” is a folder or an archive; so in the next messages.
read-no-files = there is no file in it
# $limit (String): a number.
read-too-many-files = there are more than { $limit } files in it
# $limit (String): a number.
read-too-large-together = it has more than { $limit } bytes
# $reason (String): as the library says it, in English.
read-archive = the archive cannot be read: { $reason }
# $file (String): a name in a folder. $reason (String): a message of these.
read-in-file = { $file }: { $reason }
read-no-event = there is no VEVENT in it
read-no-shape = it has the shape of no format that is known
# $format (String): XLIFF 2 or PO. $reason (String): one of the next two messages, or read-begins-with.
read-other-format = this is not { $format }: { $reason }
# $version (String): as the file has it.
read-version = it is version { $version }
read-no-header = it does not begin with a header
# $name (String): of a field of the file.
read-no-locale = `{ $name }` is missing, so the language is not known
# $tag (String): as the file has it.
read-not-a-language = `{ $tag }` is not a language
# “It” is an entry of a file of translations.
read-no-id = it does not say which text it is
read-repeated = the same text stands in the file before
read-no-source = there is no source
# $name (String): of an element of XML.
read-unknown-inline = `<{ $name }>` has no place in a text
# $code (String): the number of a placeholder.
read-unknown-code = nothing tells what the code `{ $code }` stands for
# $hex (String): as the file has it. A code point is the number of a character in Unicode.
read-no-code-point = `{ $hex }` is no code point
read-plural = it has plural forms

## tribune coverage

# Titles of columns, as short as can be: how many texts are translated, are not, were translated from a source that has
# changed since, and all together.
coverage-complete = complete
coverage-missing = missing
coverage-outdated = outdated
coverage-total = total
# The name of the last row: all fields of all types.
coverage-all = all
# $locales (String): “es 41 %, fr 98 %”. “--min” is an option of the command.
coverage-below = less than --min is complete: { $locales }

## tribune translations

# $count (Number): how many texts were written into a file.
translations-texts = { $count ->
    [one] { $count } text
   *[other] { $count } texts
}
translations-nothing = There is nothing to translate.
# All are numbers (String), of texts: new or other now; right as they were; the same as before; not marked as done; not
# taken.
translations-counts = translated { $translated }, confirmed { $confirmed }, unchanged { $unchanged }, not done { $unfinished }, refused { $refused }
# $count (Number): how many files.
translations-failed = { $count ->
    [one] { $count } file could not be read
   *[other] { $count } files could not be read
}

## tribune documents. A document is a GraphQL operation that clients name instead of sending it.

# All are numbers (String), of documents.
documents-counts = added { $added }, known { $known }, refused { $refused }
# $id (String): of a document.
documents-removed = removed { $id }
# $count (Number): how many files and documents together.
documents-failed = { $count ->
    [one] { $count } file or document was refused
   *[other] { $count } files or documents were refused
}
# “It” is a folder.
documents-no-file = there is no .json, .graphql or .gql in it
# “It” is a file; so in all messages below.
documents-ending = it ends neither in .json nor in .graphql or .gql
# $reason (String): what the JSON parser says, in English.
documents-json = { $reason }
documents-unknown = it is neither a manifest of Apollo nor a map from ids to documents
# $format, $version, $expected (String): as the file has them, and what the format should be.
documents-format = its format is `{ $format }`, version { $version }, and not `{ $expected }`, version 1

## tribune user, tribune token

# Behind the name of a user who may not sign in.
account-disabled = disabled
# $role (String): admin, editor, author, translator or moderator. $events (Number): how many events it holds for.
account-role-of-events = { $events ->
    [one] { $role } of { $events } event
   *[other] { $role } of { $events } events
}
# $locales (String): language tags with commas.
account-role-in-locales = { $role } in { $locales }
account-role-of-events-in-locales = { $events ->
    [one] { $role } of { $events } event in { $locales }
   *[other] { $role } of { $events } events in { $locales }
}
# “It” is a token, in all messages below. $at (String): an instant in UTC.
account-token-revoked = revoked { $at }
account-token-expired = expired { $at }
account-token-until = until { $at }
account-token-for-ever = for ever
account-token-used = last used { $at }
account-token-never-used = never used

## tribune locales check

# $locales, $messages (Number): what was looked at.
check-sound = { $messages ->
    [one] { $messages } message
   *[other] { $messages } messages
} in { $locales ->
    [one] { $locales } locale
   *[other] { $locales } locales
}: nothing is wrong.
# $count (Number): how many faults.
check-faults = { $count ->
    [one] { $count } fault.
   *[other] { $count } faults.
}
# $reason (String): what the parser says, in English.
check-syntax = This is not Fluent: { $reason }
check-twice = The message is there twice.
# $reference (String): a language tag; so in all messages below.
check-no-resource = { $reference } has this resource, this locale does not.
check-missing = { $reference } has this message, this locale does not.
check-not-in-reference = { $reference } does not have this message.
# $other (String): the name of a resource.
check-other-resource = In the other locale the message is in “{ $other }”.
check-value = One locale has a text here, the other has attributes only.
# $given, $expected (String): names.
check-attributes = The attributes are “{ $given }”, in the other locale “{ $expected }”.
check-arguments = The arguments are “{ $given }”, in the other locale “{ $expected }”.
# $id (String): a message, a term or an attribute.
check-undefined = “{ $id }” is named, but is not there.
# $name (String): a function.
check-function = There is no function { $name }.
# $option (String): an option of a function.
check-option = { $name } has no option “{ $option }”.
# $categories (String): plural categories of CLDR.
check-plural-missing = There is no text for these plural categories of the language: { $categories }.
check-plural-strange = The language does not have these plural categories: { $categories }.
check-not-there = The program asks for this message, and it is not there.
check-unused = The program does not ask for this message.
