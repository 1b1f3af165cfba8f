### El programa de un evento: días, salas y líneas temáticas, filtros y búsqueda, y la agenda que cada cual se compone.

# El nombre de las sesiones que se han elegido. Otros mensajes lo usan.
-event-agenda = Mi agenda

## Títulos y días

programme-title = Programa
programme-page-title = Programa – { $event }
programme-day = { DATETIME($date, weekday: "long", day: "numeric", month: "long") }
programme-day-number = Día { $number } · { DATETIME($date, weekday: "long", day: "numeric", month: "long") }
programme-day-short = { DATETIME($date, weekday: "short", day: "numeric", month: "short") }
programme-today = Hoy
programme-unscheduled = Horario por confirmar

## Ahora y después

programme-now = Ahora
programme-next = A continuación
programme-later = Más tarde
programme-nothing-now = No hay ninguna sesión en este momento.

## Horas y actualizaciones

programme-times-local = Hora local ({ $city })
programme-times-own = Hora de su zona horaria
programme-show-times-local = Ver la hora local
programme-show-times-own = Ver la hora de mi zona horaria
programme-updated = Última actualización: { DATETIME($when, dateStyle: "long", timeStyle: "short") }

## Cantidades

session-count = { $count ->
    [0] Ninguna sesión
    [one] { $count } sesión
    [many] { $count } de sesiones
   *[other] { $count } sesiones
}
room-capacity = { $count ->
    [one] { $count } plaza
    [many] { $count } de plazas
   *[other] { $count } plazas
}
programme-summary = { $sessions ->
    [one] { $sessions } sesión
    [many] { $sessions } de sesiones
   *[other] { $sessions } sesiones
} en { $rooms ->
    [one] { $rooms } sala
    [many] { $rooms } de salas
   *[other] { $rooms } salas
}

## Filtros

programme-filters = Filtros
programme-filter-day = Día
programme-filter-room = Sala
programme-filter-track = Línea temática
programme-filter-kind = Formato
programme-filter-level = Nivel
programme-filter-language = Idioma
programme-filter-tag = Etiqueta
programme-filter-speaker = Ponente
programme-filter-any = { $filter ->
    [day] Todos los días
    [room] Todas las salas
    [track] Todas las líneas temáticas
    [kind] Todos los formatos
    [level] Todos los niveles
    [language] Todos los idiomas
    [tag] Todas las etiquetas
    [speaker] Cualquier ponente
   *[other] Todo
}
programme-filter-agenda = Solo mi agenda
programme-filter-livestream = Con transmisión en directo
programme-filter-apply = { $count ->
    [0] Ninguna sesión coincide
    [one] Ver { $count } sesión
    [many] Ver { $count } de sesiones
   *[other] Ver { $count } sesiones
}
programme-filter-reset = Restablecer los filtros
programme-filter-remove = Quitar
    .aria-label = Quitar el filtro «{ $filter }»

## Búsqueda y orden

programme-search = Buscar en el programa
    .placeholder = Título, ponente, etiqueta…
programme-search-results = { $count ->
    [0] Ningún resultado para «{ $query }»
    [one] { $count } resultado para «{ $query }»
    [many] { $count } de resultados para «{ $query }»
   *[other] { $count } resultados para «{ $query }»
}
programme-sort = Ordenar por
programme-sort-time = Hora
programme-sort-title = Título
programme-view-list = Lista
programme-view-grid = Cuadrícula

## La agenda personal

agenda-add = Añadir a mi agenda
    .aria-label = Añadir «{ $title }» a mi agenda
agenda-remove = Quitar de mi agenda
    .aria-label = Quitar «{ $title }» de mi agenda
agenda-count = { $count ->
    [0] Su agenda aún está vacía
    [one] { $count } sesión en su agenda
    [many] { $count } de sesiones en su agenda
   *[other] { $count } sesiones en su agenda
}
# Sin «y» ante un título: podría tener que ser «e».
agenda-conflict = «{ $title }» coincide en horario con «{ $other }».
agenda-conflict-count = { $count ->
    [0] Ningún conflicto en su agenda
    [one] { $count } conflicto en su agenda
    [many] { $count } de conflictos en su agenda
   *[other] { $count } conflictos en su agenda
}
agenda-walk = { $count ->
    [0] Sin pausa antes de la siguiente sala: { $room }
    [one] { $count } minuto para llegar a la siguiente sala: { $room }
    [many] { $count } de minutos para llegar a la siguiente sala: { $room }
   *[other] { $count } minutos para llegar a la siguiente sala: { $room }
}
