### Un événement dans son ensemble : où, quand, comment y participer, quelle édition.

## Quand et où

event-dates = { RANGE($start, $end, dateStyle: "long") }
# « Paris, France » : sans préposition, elle change avec le pays.
event-place = { $city }, { COUNTRY($country) }
event-starts = Commence { RELATIVE($when, numeric: "auto") }
event-upcoming = Événements à venir
event-past = Événements passés

## Façons de participer (AttendanceMode)

event-attendance-mode-offline = Sur place
    .title = La participation se fait uniquement sur place.
event-attendance-mode-online = En ligne
    .title = La participation se fait uniquement à distance.
event-attendance-mode-mixed = Sur place et en ligne
    .title = La participation se fait sur place ou à distance, au choix.

## Autour de l’événement

event-edition = { $number ->
    [1] 1re édition
   *[other] { $number }e édition
}
event-other-editions = Autres éditions : { $series }
event-count = { $count ->
    [0] Aucun événement
    [one] { $count } événement
    [many] { $count } d’événements
   *[other] { $count } événements
}
event-website = Site de l’événement
event-map = Voir sur une carte
event-hashtags = Participez à la conversation : { LIST($hashtags, type: "and") }
