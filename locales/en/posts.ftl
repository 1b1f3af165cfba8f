### Posts of the blog, and what readers write below them.

## Lists

post-list = Posts
# $count (Number): how many posts.
post-count = { $count ->
    [0] No posts
    [one] { $count } post
   *[other] { $count } posts
}
# $tag (String): what the tag says.
post-tagged = Posts tagged “{ $tag }”
# $title (String): the title of the post.
post-read-more = Read more
    .aria-label = Read more: “{ $title }”
# The feed of the blog, for feed readers.
post-feed = Subscribe to the feed

## A post

# $date (Instant): when it was published.
post-published = Published on { DATETIME($date, dateStyle: "long") }
# $date (Instant): when it was last changed.
post-updated = Updated on { DATETIME($date, dateStyle: "long") }
# $author (String): who wrote it.
post-by = By { $author }
# $author (String): who wrote it. $company (String): on whose behalf.
post-by-for = By { $author } for { $company }
# The post stood somewhere else before.
# $site (String): the name or the address of the other site.
post-first-published = First published on { $site }
# $minutes (Number): how long it takes to read.
post-reading-time = { $minutes } min read
post-tags = Tags
post-sessions = Sessions mentioned in this post
post-preview = Preview: this post is not public yet.

## Comments

comment-list = Comments
# $count (Number): how many comments.
comment-count = { $count ->
    [0] No comments
    [one] { $count } comment
   *[other] { $count } comments
}
# $count (Number): how many answers a comment has.
comment-reply-count = { $count ->
    [0] No replies
    [one] { $count } reply
   *[other] { $count } replies
}
# Who wrote a comment, and when.
# $author (String): a name. $when (Instant): always in the past.
comment-by = { $author }, { RELATIVE($when, numeric: "auto") }
# $author (String): who wrote the comment.
comment-reply = Reply
    .aria-label = Reply to { $author }
comment-closed = Comments are closed.

## The form for a comment

comment-form = Leave a comment
# Heading of the form, where it answers a comment.
# $author (String): who wrote that comment.
comment-form-reply = Reply to { $author }
comment-form-cancel = Cancel reply
comment-form-email-hidden = Your e-mail address will not be published.
comment-form-required = Required fields are marked *
comment-form-body = Comment
    .placeholder = What do you think?
comment-form-send = Send comment
comment-form-sent = Thank you. Your comment will appear once it has been approved.

## States of a comment

# Shown to its author only.
comment-state-pending = Awaiting moderation
comment-state-approved = Approved
comment-state-spam = Spam
comment-state-trashed = In the bin
