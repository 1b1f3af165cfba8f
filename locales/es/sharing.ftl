### Llevarse algo: a un calendario, a otras personas, al teléfono.

## Calendarios

calendar-add = Añadir al calendario
    .aria-label = Añadir «{ $title }» a su calendario
calendar-subscribe = Suscribirse al calendario
    .title = Los cambios llegarán automáticamente a su calendario.
calendar-subscribe-agenda = Suscribirse a «{ -event-agenda }»
calendar-open = Abrir en { $service }
calendar-download = Descargar el archivo (.ics)
calendar-livestream = Retransmisión en directo
calendar-name-part = { $event } – { $part }
calendar-speakers = Con { $names }
calendar-moderators = Moderación: { $names }

## Enlaces

share-title = Compartir
share-link = Copiar el enlace
share-link-copied = Enlace copiado
share-link-failed = No se ha podido copiar el enlace. Selecciónelo para copiarlo a mano.
share-on = Compartir en { $service }
share-email = Compartir por correo
    .subject = { $title } – { $event }
share-text = «{ $title }», { DATETIME($start, dateStyle: "long", timeStyle: "short") } { $hashtags }

## Código QR

share-qr = Mostrar el código QR
share-qr-image = Código QR
    .alt = Código QR que lleva a «{ $title }»
share-qr-hint = Escanee el código para abrir esta página en su teléfono.
