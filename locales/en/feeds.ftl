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
