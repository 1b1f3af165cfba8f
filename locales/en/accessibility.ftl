### What screen readers say, and what the keyboard reaches, beside the visible words.

## Ways around the page

accessibility-skip-to-content = Skip to content
# Names of regions; the screen reader adds “navigation” itself.
accessibility-menu-main = Main menu
accessibility-breadcrumb = Breadcrumb
accessibility-paging = Pages
accessibility-menu-open = Open the menu
accessibility-menu-close = Close the menu
accessibility-dialog-close = Close this window
accessibility-page-current = current page
# $page (Number): a page of a list.
accessibility-page-go = Go to page { $page }
accessibility-day-previous = Previous day
accessibility-day-next = Next day
# After a link.
accessibility-new-tab = opens in a new tab

## Lists and tables

# $title (String): the title of what has more to show.
accessibility-expand = Show details of “{ $title }”
# $title (String): the title of what has more to show.
accessibility-collapse = Hide details of “{ $title }”
# $column (String): the heading of a column.
accessibility-sort = Sort by column “{ $column }”
# $direction (String): ascending, descending or none.
accessibility-sorted = { $direction ->
    [ascending] sorted in ascending order
    [descending] sorted in descending order
   *[none] not sorted
}
# $date (Instant): any moment of the day.
accessibility-grid = Programme for { DATETIME($date, dateStyle: "full") }: one column for each room

## Announcements, spoken when something changes

# $title (String): the title of the page.
accessibility-page-loaded = { $title }, page loaded
# $count (Number): how many sessions a filter or a search leaves.
accessibility-results = { $count ->
    [0] No session is shown
    [one] { $count } session is shown
   *[other] { $count } sessions are shown
}
# $count (Number): how many entries came in below the others.
accessibility-more-loaded = { $count ->
    [one] { $count } more entry loaded
   *[other] { $count } more entries loaded
}
# $title (String): the title of a session.
accessibility-agenda-added = “{ $title }” has been added to your agenda
# $title (String): the title of a session.
accessibility-agenda-removed = “{ $title }” has been removed from your agenda
# $code (String): the language tag of the page.
accessibility-language-changed = This page is now in { LANGUAGE($code) }
# Before the description of what is wrong.
accessibility-error = Error:

## Images

# $name (String): who is on the photo.
accessibility-image-speaker = Photo of { $name }
# $company (String): whose logo it is.
accessibility-image-logo = { $company } logo
# $place (String): what the map shows.
accessibility-image-map = Map of { $place }
# $name (String): who took the photo.
accessibility-image-credit = Photo: { $name }
