### Titres des flux, tels que les lecteurs de flux les listent.

feed-posts = Billets
feed-posts-of-site = Billets de { $site }
feed-posts-of-event = Billets sur { $event }
feed-posts-with-tag = Billets avec l’étiquette « { $tag } »
feed-posts-of-event-with-tag = Billets sur { $event } avec l’étiquette « { $tag } »

feed-changes-of-event = Modifications du programme de { $event }
change-added = Nouveau : { $title }
change-cancelled = Annulé : { $title }
change-moved-in-time = Nouvel horaire : { $title }
change-moved-in-room = Nouvelle salle : { $title }
change-retitled = Nouveau titre : { $title }
change-speakers = Autres intervenants : { $title }
change-language = Autre langue : { $title }
change-text = Nouvelle description : { $title }
change-from-to = { $before } → { $after }
