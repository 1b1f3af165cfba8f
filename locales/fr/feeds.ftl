### Titres des flux, tels que les lecteurs de flux les listent.

feed-posts = Billets
feed-posts-of-site = Billets de { $site }
feed-posts-of-event = Billets sur { $event }
feed-posts-with-tag = Billets avec l’étiquette « { $tag } »
feed-posts-of-event-with-tag = Billets sur { $event } avec l’étiquette « { $tag } »
