### The frame of every page: menu, ways back, paging, footer.

## Menu

navigation-home = Home
# What takes place when and where at the event; not software.
navigation-programme = Programme
navigation-speakers = Speakers
navigation-companies = Companies
navigation-sponsors = Sponsors
# Where the event takes place, and how to get there.
navigation-venue = Venue
navigation-posts = Blog
navigation-agenda = { -event-agenda }

## Ways back

navigation-back-to-programme = Back to the programme
navigation-back-to-top = Back to top

## Paging

navigation-page-previous = Previous page
navigation-page-next = Next page
# $page, $pages (Number): the present page, and how many there are.
navigation-page = Page { $page } of { $pages }
# “21–40 of 134”: which entries of a list the page shows.
# $first, $last, $total (Number): counted from 1 on.
navigation-shown = { $first }–{ $last } of { $total }
navigation-show-more = Show more
navigation-show-less = Show less

## Footer

navigation-contact = Contact
navigation-privacy = Privacy
# Who is answerable for the site, as the law wants it.
navigation-legal = Legal notice
navigation-code-of-conduct = Code of conduct
# Leads to the statement of how accessible the site is.
navigation-accessibility = Accessibility
