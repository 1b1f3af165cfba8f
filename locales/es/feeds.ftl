### Títulos de los canales, tal como los muestran los lectores.

feed-posts = Artículos
feed-posts-of-site = Artículos de { $site }
feed-posts-of-event = Artículos sobre { $event }
feed-posts-with-tag = Artículos con la etiqueta «{ $tag }»
feed-posts-of-event-with-tag = Artículos sobre { $event } con la etiqueta «{ $tag }»

feed-changes-of-event = Cambios en el programa de { $event }
change-added = Nuevo: { $title }
change-cancelled = Cancelado: { $title }
change-moved-in-time = Nuevo horario: { $title }
change-moved-in-room = Nueva sala: { $title }
change-retitled = Nuevo título: { $title }
change-speakers = Otros ponentes: { $title }
change-language = Otro idioma: { $title }
change-text = Nueva descripción: { $title }
change-from-to = { $before } → { $after }
