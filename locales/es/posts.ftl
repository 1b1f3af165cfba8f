### Los artículos del blog, y lo que se escribe debajo de ellos.

## Listas

post-list = Artículos
post-count = { $count ->
    [0] Ningún artículo
    [one] { $count } artículo
    [many] { $count } de artículos
   *[other] { $count } artículos
}
post-tagged = Artículos con la etiqueta «{ $tag }»
post-read-more = Seguir leyendo
    .aria-label = Seguir leyendo: «{ $title }»
post-feed = Suscribirse al feed

## Un artículo

post-published = Publicado el { DATETIME($date, dateStyle: "long") }
post-updated = Actualizado el { DATETIME($date, dateStyle: "long") }
post-by = Por { $author }
post-by-for = Por { $author }, en nombre de { $company }
post-first-published = Publicado originalmente en { $site }
post-reading-time = { $minutes } min de lectura
post-tags = Etiquetas
post-sessions = Sesiones mencionadas en este artículo
post-preview = Vista previa: este artículo aún no es público.

## Comentarios

comment-list = Comentarios
comment-count = { $count ->
    [0] Ningún comentario
    [one] { $count } comentario
    [many] { $count } de comentarios
   *[other] { $count } comentarios
}
comment-reply-count = { $count ->
    [0] Ninguna respuesta
    [one] { $count } respuesta
    [many] { $count } de respuestas
   *[other] { $count } respuestas
}
comment-by = { $author }, { RELATIVE($when, numeric: "auto") }
comment-reply = Responder
    .aria-label = Responder a { $author }
comment-closed = Los comentarios están cerrados.

## El formulario de un comentario

comment-form = Dejar un comentario
comment-form-reply = Responder a { $author }
comment-form-cancel = Cancelar la respuesta
comment-form-email-hidden = Su dirección de correo electrónico no se publicará.
comment-form-required = Los campos obligatorios están marcados con *
comment-form-body = Comentario
    .placeholder = ¿Qué opina?
comment-form-send = Enviar el comentario
comment-form-sent = Gracias. Su comentario aparecerá cuando se haya aprobado.

## Estados de un comentario

comment-state-pending = Pendiente de moderación
comment-state-approved = Aprobado
comment-state-spam = Spam
comment-state-trashed = En la papelera
