### What an API client is told when something goes wrong. The code beside each message is stable; programs
### branch on that, people read this.

# $reason (String): what the GraphQL executor says, in English.
error-invalid-request = The GraphQL request is not valid: { $reason }
# $reason (String): what the JSON parser says, in English.
error-malformed-request = This is not a GraphQL request: { $reason }
# $given (String): a media type.
error-unsupported-media-type = The content type “{ $given }” is not supported; send application/json.
# $given (String): an Accept header.
error-not-acceptable = Nothing here can be sent as “{ $given }”; accept application/graphql-response+json or application/json.
# $limit (String): a number of bytes.
error-body-too-large = The body is larger than { $limit } bytes.
error-method-not-allowed = This method is not allowed here.
error-mutation-over-get = A mutation needs POST.
# A word of the protocol of persisted queries, which clients look for: the same in every language.
error-persisted-query-not-found = PersistedQueryNotFound
# $given (String): what was given instead of 1, as JSON.
error-persisted-query-version = Version { $given } of persisted queries is not supported; send version 1.
error-persisted-query-hash = “sha256Hash” is not the SHA-256 of “query”.
# $given (String): the id of a document.
error-unknown-document = There is no document “{ $given }”.
error-trusted-documents-only = This server carries out trusted documents only, and this is not one of them.
# $tag (String): a language tag. $known (String): the tags that are offered.
error-unknown-locale = Unknown locale “{ $tag }”. These are offered: { $known }.
# $given (String): what was given.
error-unknown-time-zone = “{ $given }” is not a time zone. Give one like Europe/Paris.
# $given (String): the name of a parameter in an address. $known (String): names.
error-unknown-parameter = This address has no parameter “{ $given }”. It has: { $known }.
error-message-arguments = The arguments of a message are an object of texts, numbers and lists, of 20 000 bytes at most.
# $argument (String): first or last. $given, $max (String): numbers.
error-page-size = “{ $argument }: { $given }” is not between 0 and { $max }.
error-first-and-last = Give either “first” or “last”, not both.
# $argument (String): after or before.
error-foreign-cursor = “{ $argument }” is not a cursor of this list: it is good with the same type, order and language only.
# $argument (String): id or ids. $given (String): what was given.
error-invalid-id = “{ $argument }: { $given }” is not an id of this API.
# $given, $max (String): numbers.
error-too-many-ids = { $given } ids are more than the { $max } of one request.
# $given, $max (String): numbers.
error-too-many-orders = “orderBy” names { $given } fields; { $max } are the most.
# $words, $letters (String): numbers.
error-search-too-long = “search” is too long: { $words } words and { $letters } letters are the most.
error-day-without-event = “day” needs an event, whose time zone says when the day begins.
# $what (String): depth, complexity, aliases, directives or objects. $limit (String): a number.
error-too-complex = The operation goes over the limit of { $limit } for { $what ->
    [depth] depth
    [aliases] aliases of one field
    [directives] directives
    [objects] objects in the answer
   *[complexity] complexity
}.
# $limit (String): milliseconds.
error-timeout = The operation took longer than { $limit } ms.
error-no-such-address = There is nothing at this address.
error-no-pages = This server does not know where the site shows its content. Start it with --page-url.
error-unavailable = The database does not answer at the moment. Please try again.
error-internal = Something went wrong on our side. It has been logged.
# $faults (String): the next message, for each field.
error-invalid-fields = This cannot be saved: { $faults }
# $field (String): the name of a field, as it stands in the request. $fault (String): what is wrong with it, a sentence.
error-invalid-field = { $field }: { $fault }
error-unauthenticated = Sign in first.
error-invalid-token = The token is not, or no longer, valid.
error-invalid-credentials = The e-mail address or the password is wrong.
error-sign-in-once = “signIn” may stand once in an operation.
error-no-cookies = A session in a cookie begins with a POST that accepts JSON; nothing else can set a cookie.
# $limit (String): a number.
error-too-many-sockets = { $limit } WebSockets are open, and no more are allowed at once. Please try again later.
# $limit (String): a number.
error-too-many-operations = Too many operations at once over this WebSocket: { $limit } are the most, and together they may not be too large.
error-csrf-token = A mutation with a cookie needs the header X-CSRF-Token.
# $seconds (String): a number.
error-rate-limited = Too many attempts. Please try again in { $seconds } seconds.
# $deed (String): view, create, update, translate, publish, archive or purge.
error-forbidden = Your account may not { $deed ->
    [view] see this
    [create] create this here
    [translate] write texts in this language
    [publish] publish this
    [archive] archive this
    [purge] remove this for good
   *[update] change this
}.
# $role (String): admin, editor, author, translator or moderator.
error-role-required = This takes the role “{ $role }” for all events.
error-user-required = This is for users. A token cannot do it.
# $given (String): what was asked for.
error-not-found = There is no “{ $given }”.
# $given, $present (String): numbers.
error-conflict = Version { $given } is out of date: it is version { $present } now. “conflict” says who changed what.
error-invalid-preview = The preview token is not, or no longer, valid.
error-preview-is-read-only = A preview only shows. It changes nothing.
error-key-reused = This Idempotency-Key was used for another request.
# $max (String): a number.
error-invalid-key = “Idempotency-Key” must be at most { $max } letters of ASCII.
error-answer-lost = This request was carried out already, but its answer was not kept.
error-in-progress = The same request is being carried out at this moment.
# $reason (String): a message of reports.ftl, read-…
error-unreadable-file = The file cannot be read: { $reason }
# $given, $max (String): numbers.
error-too-many-items = { $given } items are more than the { $max } of one request.
