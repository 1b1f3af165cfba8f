### Les billets du blog, et ce que les lecteurs écrivent en dessous.

## Listes

post-list = Billets
post-count = { $count ->
    [0] Aucun billet
    [one] { $count } billet
    [many] { $count } de billets
   *[other] { $count } billets
}
post-tagged = Billets avec l’étiquette « { $tag } »
post-read-more = Lire la suite
    .aria-label = Lire la suite : « { $title } »
post-feed = S’abonner au flux

## Un billet

post-published = Publié le { DATETIME($date, dateStyle: "long") }
post-updated = Mis à jour le { DATETIME($date, dateStyle: "long") }
post-by = Par { $author }
post-by-for = Par { $author }, pour { $company }
post-first-published = Publié initialement sur { $site }
post-reading-time = Lecture : { $minutes } min
post-tags = Étiquettes
post-sessions = Sessions évoquées dans ce billet
post-preview = Aperçu : ce billet n’est pas encore public.

## Commentaires

comment-list = Commentaires
comment-count = { $count ->
    [0] Aucun commentaire
    [one] { $count } commentaire
    [many] { $count } de commentaires
   *[other] { $count } commentaires
}
comment-reply-count = { $count ->
    [0] Aucune réponse
    [one] { $count } réponse
    [many] { $count } de réponses
   *[other] { $count } réponses
}
comment-by = { $author }, { RELATIVE($when, numeric: "auto") }
comment-reply = Répondre
    .aria-label = Répondre à { $author }
comment-closed = Les commentaires sont fermés.

## Le formulaire d’un commentaire

comment-form = Laisser un commentaire
comment-form-reply = Répondre à { $author }
comment-form-cancel = Annuler la réponse
comment-form-email-hidden = Votre adresse e-mail ne sera pas publiée.
comment-form-required = Les champs obligatoires sont indiqués par *
comment-form-body = Commentaire
    .placeholder = Qu’en pensez-vous ?
comment-form-send = Envoyer le commentaire
comment-form-sent = Merci. Votre commentaire paraîtra dès qu’il aura été approuvé.

## États d’un commentaire

comment-state-pending = En attente de modération
comment-state-approved = Approuvé
comment-state-spam = Indésirable
comment-state-trashed = Dans la corbeille
