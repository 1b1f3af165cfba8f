### Emporter quelque chose : dans un calendrier, vers d’autres personnes, sur un téléphone.

## Calendriers

calendar-add = Ajouter au calendrier
    .aria-label = Ajouter « { $title } » à votre calendrier
calendar-subscribe = S’abonner au calendrier
    .title = Les changements arriveront d’eux-mêmes dans votre calendrier.
calendar-subscribe-agenda = S’abonner à « { -event-agenda } »
calendar-open = Ouvrir dans { $service }
calendar-download = Télécharger le fichier (.ics)
calendar-livestream = Diffusion en direct
calendar-name-part = { $event } – { $part }
calendar-speakers = Avec { $names }
calendar-moderators = Modération : { $names }

## Liens

share-title = Partager
share-link = Copier le lien
share-link-copied = Lien copié
share-link-failed = Impossible de copier le lien. Sélectionnez-le pour le copier vous-même.
share-on = Partager sur { $service }
share-email = Partager par e-mail
    .subject = { $title } – { $event }
share-text = « { $title } », { DATETIME($start, dateStyle: "long", timeStyle: "short") } { $hashtags }

## Code QR

share-qr = Afficher le code QR
share-qr-image = Code QR
    .alt = Code QR menant à « { $title } »
share-qr-hint = Scannez le code pour ouvrir cette page sur votre téléphone.
