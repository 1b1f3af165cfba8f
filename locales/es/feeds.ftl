### Títulos de los canales, tal como los muestran los lectores.

feed-posts = Artículos
feed-posts-of-site = Artículos de { $site }
feed-posts-of-event = Artículos sobre { $event }
feed-posts-with-tag = Artículos con la etiqueta «{ $tag }»
feed-posts-of-event-with-tag = Artículos sobre { $event } con la etiqueta «{ $tag }»
