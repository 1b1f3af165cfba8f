### Une session : ce qu’elle est, qui y participe, quand et où, et ce qu’il en est advenu.

## Formats (SessionKind)

session-kind-keynote = Conférence plénière
session-kind-talk = Conférence
session-kind-panel = Panel
session-kind-round-table = Table ronde
session-kind-workshop = Atelier
session-kind-lightning-talk = Présentation éclair
session-kind-break = Pause
session-kind-social = Moment convivial
session-kind-other = Autre format

## Niveaux (SessionLevel) : accordés avec « niveau »

session-level-beginner = Débutant
session-level-intermediate = Intermédiaire
session-level-advanced = Avancé

## États (SessionState) : accordés avec « session »

session-state-tentative = À confirmer
    .title = L’horaire ou la salle peuvent encore changer.
session-state-confirmed = Confirmée
session-state-cancelled = Annulée
    .title = Cette session n’aura pas lieu.

## Qui

session-with = Avec { LIST($names, type: "and") }
session-moderated-by = Modération : { LIST($names, type: "and") }

## Quand

session-time = { RANGE($start, $end, timeStyle: "short") }
session-date-time = { RANGE($start, $end, dateStyle: "full", timeStyle: "short") }
session-start = { DATETIME($start, dateStyle: "full", timeStyle: "short") }
# « 1 h 05 » : les minutes sur deux chiffres.
session-duration = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { NUMBER($minutes, minimumIntegerDigits: 2) }
    }
}
session-starts = Commence { RELATIVE($when, numeric: "auto") }
session-started = A commencé { RELATIVE($when, numeric: "auto") }
session-ends = Se termine { RELATIVE($minutes, unit: "minute") }
session-ended = Terminée
session-live = En direct

## Où

session-room = Salle : { $room }

## Ressources

session-livestream = Regarder en direct
session-recording = Voir l’enregistrement
session-slides = Voir les diapositives
session-links = Liens
session-not-recorded = Cette session n’est pas enregistrée.

## Avis

session-notice-cancelled = Cette session a été annulée.
session-notice-room = Nouvelle salle : { $room }
session-notice-time = Nouvel horaire : { DATETIME($when, dateStyle: "full", timeStyle: "short") }
session-notice-added = Nouveauté au programme
session-notice-speakers = Changement d’intervenants

## Autour de la session

session-featured = À la une
session-about = À propos de cette session
session-posts = Billets sur cette session
session-same-track = Dans le même parcours
