### Le programme d’un événement : journées, salles et parcours, filtres et recherche, et l’agenda que chacun se
### compose.

# Le nom des sessions que l’on a choisies. D’autres messages l’emploient.
-event-agenda = Mon agenda

## Titres et journées

programme-title = Programme
programme-page-title = Programme – { $event }
programme-day = { DATETIME($date, weekday: "long", day: "numeric", month: "long") }
programme-day-number = Jour { $number } · { DATETIME($date, weekday: "long", day: "numeric", month: "long") }
programme-day-short = { DATETIME($date, weekday: "short", day: "numeric", month: "short") }
programme-today = Aujourd’hui
programme-unscheduled = Horaire à préciser

## Maintenant et après

programme-now = En ce moment
programme-next = Ensuite
programme-later = Plus tard
programme-nothing-now = Aucune session en ce moment.

## Heures et mises à jour

programme-times-local = Heures locales ({ $city })
programme-times-own = Heures de votre fuseau horaire
programme-show-times-local = Afficher les heures locales
programme-show-times-own = Afficher les heures de mon fuseau horaire
programme-updated = Dernière mise à jour : { DATETIME($when, dateStyle: "long", timeStyle: "short") }

## Nombres

session-count = { $count ->
    [0] Aucune session
    [one] { $count } session
    [many] { $count } de sessions
   *[other] { $count } sessions
}
room-capacity = { $count ->
    [one] { $count } place
    [many] { $count } de places
   *[other] { $count } places
}
programme-summary = { $sessions ->
    [one] { $sessions } session
    [many] { $sessions } de sessions
   *[other] { $sessions } sessions
} dans { $rooms ->
    [one] { $rooms } salle
    [many] { $rooms } de salles
   *[other] { $rooms } salles
}

## Filtres

programme-filters = Filtres
programme-filter-day = Journée
programme-filter-room = Salle
programme-filter-track = Parcours
programme-filter-kind = Format
programme-filter-level = Niveau
programme-filter-language = Langue
programme-filter-tag = Étiquette
programme-filter-speaker = Intervenants
# « Tous les jours » voudrait dire « chaque jour ».
programme-filter-any = { $filter ->
    [day] Toutes les journées
    [room] Toutes les salles
    [track] Tous les parcours
    [kind] Tous les formats
    [level] Tous les niveaux
    [language] Toutes les langues
    [tag] Toutes les étiquettes
    [speaker] Tous les intervenants
   *[other] Tout
}
programme-filter-agenda = Mon agenda uniquement
programme-filter-livestream = Avec diffusion en direct
programme-filter-apply = { $count ->
    [0] Aucune session ne correspond
    [one] Afficher { $count } session
    [many] Afficher { $count } de sessions
   *[other] Afficher { $count } sessions
}
programme-filter-reset = Réinitialiser les filtres
programme-filter-remove = Retirer
    .aria-label = Retirer le filtre « { $filter } »

## Recherche et ordre

programme-search = Rechercher dans le programme
    .placeholder = Titre, nom, étiquette…
programme-search-results = { $count ->
    [0] Aucun résultat pour « { $query } »
    [one] { $count } résultat pour « { $query } »
    [many] { $count } de résultats pour « { $query } »
   *[other] { $count } résultats pour « { $query } »
}
programme-sort = Trier par
programme-sort-time = Horaire
programme-sort-title = Titre
programme-view-list = Liste
programme-view-grid = Grille

## L’agenda personnel

agenda-add = Ajouter à mon agenda
    .aria-label = Ajouter « { $title } » à mon agenda
agenda-remove = Retirer de mon agenda
    .aria-label = Retirer « { $title } » de mon agenda
agenda-count = { $count ->
    [0] Rien dans votre agenda pour l’instant
    [one] { $count } session dans votre agenda
    [many] { $count } de sessions dans votre agenda
   *[other] { $count } sessions dans votre agenda
}
agenda-conflict = « { $title } » et « { $other } » se chevauchent.
agenda-conflict-count = { $count ->
    [0] Aucun conflit dans votre agenda
    [one] { $count } conflit dans votre agenda
    [many] { $count } de conflits dans votre agenda
   *[other] { $count } conflits dans votre agenda
}
agenda-walk = { $count ->
    [0] Pas de pause avant la salle suivante : { $room }
    [one] { $count } minute pour rejoindre la salle suivante : { $room }
    [many] { $count } de minutes pour rejoindre la salle suivante : { $room }
   *[other] { $count } minutes pour rejoindre la salle suivante : { $room }
}
