### Titles of feeds, as feed readers list them.

feed-posts = Posts
# $site (String): the host of the site, conf.example.
feed-posts-of-site = Posts from { $site }
# $event (String): the name of an event.
feed-posts-of-event = Posts about { $event }
# $tag (String): what the tag says.
feed-posts-with-tag = Posts tagged “{ $tag }”
# $event (String): the name of an event. $tag (String): what the tag says.
feed-posts-of-event-with-tag = Posts about { $event } tagged “{ $tag }”

### Changes of a programme, as feed readers list them.

# $event (String): the name of an event.
feed-changes-of-event = Changes to the programme of { $event }
# $title (String): of a session, here and below.
change-added = New: { $title }
change-cancelled = Cancelled: { $title }
change-moved-in-time = New time: { $title }
change-moved-in-room = New room: { $title }
change-retitled = New title: { $title }
change-speakers = Other speakers: { $title }
change-language = Other language: { $title }
change-text = New description: { $title }
# $before (String), $after (String): a time, a room, a title, names.
change-from-to = { $before } → { $after }
