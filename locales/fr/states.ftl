### Ce qui tient lieu de contenu : pendant le chargement, quand il n’y en a pas, quand quelque chose échoue.

## Chargement et connexion

state-loading = Chargement…
state-offline = Vous êtes hors ligne.
state-online = La connexion est rétablie.
state-copy = Vous voyez une copie du { DATETIME($when, dateStyle: "long", timeStyle: "short") }.
state-outdated = Dernière mise à jour { RELATIVE($when, numeric: "auto") }. Des changements ont pu intervenir depuis.
state-refresh = Actualiser

## Rien à montrer

state-empty-programme = Le programme n’est pas encore publié. Revenez bientôt.
state-empty-day = Rien n’est prévu ce jour-là.
state-empty-search = Aucun résultat pour « { $query } »
    .title = Vérifiez l’orthographe ou essayez avec moins de mots.
state-empty-filters = Aucune session ne correspond à tous ces filtres.
state-empty-agenda = Votre agenda est vide. Ajoutez-y des sessions avec ★.
state-empty-posts = Il n’y a pas encore de billet.

## Introuvable

state-not-found = Page introuvable
    .title = L’adresse est peut-être erronée, ou la page a été déplacée.
state-not-found-session = Cette session n’existe pas ou n’est plus au programme.
state-not-found-post = Ce billet n’existe pas ou n’est plus public.
state-forbidden = Vous n’avez pas accès à cette page.

## Diffusions en direct

state-livestream-early = Le direct commence { RELATIVE($when, numeric: "auto") }.
state-livestream-over = Le direct est terminé.

## Échecs

state-error = Une erreur s’est produite
state-error-server = L’erreur vient de nous, pas de vous. Veuillez réessayer dans un instant.
state-error-partial = Une partie de cette page n’a pas pu être chargée.
state-retry = Réessayer
state-retrying = Nouvelle tentative { RELATIVE($seconds, unit: "second") }…
state-error-reference = Si vous nous écrivez, veuillez mentionner cette référence : { $reference }
state-maintenance = Le site est en maintenance jusqu’à { DATETIME($until, timeStyle: "short") }.
