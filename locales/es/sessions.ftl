### Una sesión: qué es, quién participa, cuándo y dónde, y qué ha sido de ella.

## Formatos (SessionKind)

session-kind-keynote = Conferencia magistral
session-kind-talk = Charla
session-kind-panel = Panel
session-kind-round-table = Mesa redonda
session-kind-workshop = Taller
session-kind-lightning-talk = Charla relámpago
session-kind-break = Descanso
session-kind-social = Acto social
session-kind-other = Otro formato

## Niveles (SessionLevel): concuerdan con «nivel»

session-level-beginner = Básico
session-level-intermediate = Intermedio
session-level-advanced = Avanzado

## Estados (SessionState): concuerdan con «sesión»

session-state-tentative = Por confirmar
    .title = La hora o la sala aún pueden cambiar.
session-state-confirmed = Confirmada
session-state-cancelled = Cancelada
    .title = Esta sesión no se celebrará.

## Quién

session-with = Con { LIST($names, type: "and") }
session-moderated-by = Moderación: { LIST($names, type: "and") }

## Cuándo

session-time = { RANGE($start, $end, timeStyle: "short") }
session-date-time = { RANGE($start, $end, dateStyle: "full", timeStyle: "short") }
session-start = { DATETIME($start, dateStyle: "full", timeStyle: "short") }
session-duration = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { $minutes } min
    }
}
session-starts = Empieza { RELATIVE($when, numeric: "auto") }
session-started = Empezó { RELATIVE($when, numeric: "auto") }
session-ends = Termina { RELATIVE($minutes, unit: "minute") }
session-ended = Finalizada
session-live = En directo

## Dónde

session-room = Sala: { $room }

## Material

session-livestream = Ver en directo
session-recording = Ver la grabación
session-slides = Ver las diapositivas
session-links = Enlaces
session-not-recorded = Esta sesión no se graba.

## Avisos

session-notice-cancelled = Esta sesión se ha cancelado.
session-notice-room = Nueva sala: { $room }
session-notice-time = Nuevo horario: { DATETIME($when, dateStyle: "full", timeStyle: "short") }
session-notice-added = Novedad en el programa
session-notice-speakers = Cambio de ponentes

## En torno a la sesión

session-featured = Destacada
session-about = Sobre esta sesión
session-posts = Artículos sobre esta sesión
session-same-track = En la misma línea temática
