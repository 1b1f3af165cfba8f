### Les formulaires : libellés, indications, ce qui ne va pas, boutons, et ce qu’est devenu l’envoi.

## Libellés

form-name = Nom
form-email = Adresse e-mail
form-website = Site web
form-message = Message
form-password = Mot de passe
form-required = obligatoire
form-optional = facultatif
form-choose = Choisir…
form-consent = J’ai lu la politique de confidentialité et je l’accepte.
form-trap = Laissez ce champ vide

## Indications

form-hint-email = Par exemple : ana@example.org
form-hint-markdown = Vous pouvez utiliser Markdown.
form-hint-password = { $min ->
    [one] Au moins { $min } caractère
    [many] Au moins { $min } de caractères
   *[other] Au moins { $min } caractères
}
form-characters-left = { $count ->
    [0] Plus aucun caractère disponible
    [one] Encore { $count } caractère
    [many] Encore { $count } de caractères
   *[other] Encore { $count } caractères
}

## Ce qui ne va pas

form-error-required = Veuillez remplir ce champ.
form-error-email = Veuillez saisir une adresse e-mail valide, par exemple ana@example.org.
form-error-url = Veuillez saisir une adresse commençant par https://.
form-error-too-short = { $min ->
    [one] Veuillez saisir au moins { $min } caractère.
    [many] Veuillez saisir au moins { $min } de caractères.
   *[other] Veuillez saisir au moins { $min } caractères.
}
form-error-too-long = { $count ->
    [one] Veuillez retirer { $count } caractère.
    [many] Veuillez retirer { $count } de caractères.
   *[other] Veuillez retirer { $count } caractères.
}
form-error-count = { $count ->
    [one] Veuillez vérifier { $count } champ.
    [many] Veuillez vérifier { $count } de champs.
   *[other] Veuillez vérifier { $count } champs.
}
form-error-too-often = Trop de tentatives. Veuillez réessayer { RELATIVE($seconds, unit: "second") }.

## Boutons

form-send = Envoyer
form-save = Enregistrer
form-cancel = Annuler
form-sign-in = Se connecter
form-sign-out = Se déconnecter
# « Connecté en tant que » demanderait un accord.
form-signed-in = Compte : { $name }

## Ce qu’il en est advenu

form-sending = Envoi en cours…
form-sent = Merci. Votre message a été envoyé.
form-send-failed = Votre message n’a pas pu être envoyé. Il est toujours là : veuillez réessayer.
form-saving = Enregistrement en cours…
form-saved = Enregistré
form-unsaved = Des modifications ne sont pas enregistrées. Quitter la page quand même ?
