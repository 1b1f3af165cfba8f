### Ce que disent les lecteurs d’écran et ce qu’atteint le clavier, à côté des mots visibles.

## Se déplacer dans la page

accessibility-skip-to-content = Aller au contenu
accessibility-menu-main = Menu principal
accessibility-breadcrumb = Fil d’Ariane
accessibility-paging = Pages
accessibility-menu-open = Ouvrir le menu
accessibility-menu-close = Fermer le menu
accessibility-dialog-close = Fermer cette fenêtre
accessibility-page-current = page actuelle
accessibility-page-go = Aller à la page { $page }
accessibility-day-previous = Jour précédent
accessibility-day-next = Jour suivant
accessibility-new-tab = s’ouvre dans un nouvel onglet

## Listes et tableaux

accessibility-expand = Afficher les détails de « { $title } »
accessibility-collapse = Masquer les détails de « { $title } »
accessibility-sort = Trier selon la colonne « { $column } »
accessibility-sorted = { $direction ->
    [ascending] tri croissant
    [descending] tri décroissant
   *[none] sans tri
}
accessibility-grid = Programme du { DATETIME($date, dateStyle: "full") }, une colonne par salle

## Annonces, dites quand quelque chose change

accessibility-page-loaded = { $title }, page chargée
accessibility-results = { $count ->
    [0] Aucune session affichée
    [one] { $count } session affichée
    [many] { $count } de sessions affichées
   *[other] { $count } sessions affichées
}
accessibility-more-loaded = { $count ->
    [one] { $count } entrée supplémentaire chargée
    [many] { $count } d’entrées supplémentaires chargées
   *[other] { $count } entrées supplémentaires chargées
}
accessibility-agenda-added = « { $title } » figure maintenant dans votre agenda
accessibility-agenda-removed = « { $title } » ne figure plus dans votre agenda
accessibility-language-changed = Cette page est maintenant en { LANGUAGE($code) }
accessibility-error = Erreur :

## Images

accessibility-image-speaker = Portrait : { $name }
accessibility-image-logo = Logo { $company }
accessibility-image-map = Plan : { $place }
accessibility-image-credit = Photo : { $name }
