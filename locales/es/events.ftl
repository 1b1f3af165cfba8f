### Un evento en su conjunto: dónde, cuándo, cómo participar, qué edición.

## Cuándo y dónde

event-dates = { RANGE($start, $end, dateStyle: "long") }
event-place = { $city }, { COUNTRY($country) }
event-starts = Empieza { RELATIVE($when, numeric: "auto") }
event-upcoming = Próximos eventos
event-past = Eventos anteriores

## Formas de participar (AttendanceMode)

event-attendance-mode-offline = Presencial
    .title = Solo se puede participar en la sede.
event-attendance-mode-online = En línea
    .title = Solo se puede participar a distancia.
event-attendance-mode-mixed = Presencial y en línea
    .title = Se puede participar en la sede o a distancia.

## En torno al evento

event-edition = { $number }.ª edición
event-other-editions = Otras ediciones de { $series }
event-count = { $count ->
    [0] Ningún evento
    [one] { $count } evento
    [many] { $count } de eventos
   *[other] { $count } eventos
}
event-website = Sitio web del evento
event-map = Ver en un mapa
event-hashtags = Participe en la conversación: { LIST($hashtags, type: "and") }
