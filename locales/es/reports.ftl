### Lo que las órdenes del programa muestran a quien las escribió.

## Todos los informes

report-nothing-taken = No se ha tomado nada de este archivo.

## tribune import

import-created = creados
import-updated = cambiados
import-unchanged = iguales
import-skipped = omitidos
import-skipped-list = Omitido:
import-repaired-list = Reparado:
import-kept-list = No está en este archivo, pero se conserva:
import-dry-run = Era un ensayo: no se ha escrito nada.
import-failed = Archivos que no se han podido importar: { $failed } de { $count }

## Lo que una importación ha omitido o reparado. Cada mensaje sigue a un lugar y dos puntos, y empieza con minúscula.

note-times = { $count ->
    [one] { $note } ({ $count } vez)
    [many] { $note } ({ $count } de veces)
   *[other] { $note } ({ $count } veces)
}
note-text = { $field }: { $repair }
note-placeholder = «undefined» o «null» no significa nada
note-invisible = caracteres invisibles o de control eliminados
note-html = HTML convertido en Markdown
note-tags = etiquetas HTML eliminadas
note-entities = entidades HTML descodificadas
note-ignored = «{ $field }» no tiene lugar en Tribune
note-repeated = { $field } se da más de una vez, con textos distintos; se ha tomado el primero
note-broken-encoding = los bytes que no son { $encoding } se han sustituido por U+FFFD
note-unknown-encoding = no se conoce la codificación «{ $name }»; se ha leído como UTF-8
note-undefined-entity = XML no define la entidad «&{ $name };»; se ha dejado tal cual
note-no-time-zone = el archivo no indica ninguna zona horaria, así que las horas locales se han tomado por UTC; «--time-zone» permite dar una
note-unknown-time-zone = «{ $name }» no es una zona horaria; «--time-zone» permite dar una
note-time-zone-spelling = la zona horaria «{ $name }» se ha leído como { $zone }
note-offset-contradicts-zone = el desfase { $offset } contradice a { $zone } y a la hora local de comienzo; se ha tomado la hora local
note-zone-contradicts-offset = el evento indica UTC como zona, pero sus fechas dicen { $offset }; se han tomado las fechas
note-offset-unproven = las fechas dicen +00:00, y sin zona horaria nada indica si es cierto; se ha tomado así
note-start-contradicts-date = la fecha «{ $date }» y el comienzo «{ $start }» se contradicen; se ha tomado la fecha
note-time-exists-twice = { $local } existe dos veces en { $zone } (termina el horario de verano); se ha tomado la primera
note-time-does-not-exist = { $local } no existe en { $zone } (empieza el horario de verano); se ha adelantado
note-unreadable = { $field } «{ $value }» no se puede leer
note-not-a-list = «{ $field }» no es una lista
note-not-text = «{ $field }» no es un texto
note-no-start = sin hora de comienzo
note-no-duration = sin duración, y por tanto sin final
note-no-event-time = { $field ->
    [start] el archivo no dice cuándo empieza el evento; se ha deducido de sus días y sesiones
   *[end] el archivo no dice cuándo termina el evento; se ha deducido de sus días y sesiones
}
note-event-widened = { $field ->
    [start] el comienzo del evento se ha desplazado para que incluya todas las sesiones
   *[end] el final del evento se ha desplazado para que incluya todas las sesiones
}
note-shared-identifier = «{ $identifier }» designa más de una cosa, así que no identifica ninguna
note-zero-id = el identificador 0 no identifica nada
note-no-identity = nada lo distingue de otro; una versión más reciente del archivo podría confundirlos
note-no-title = sin título; se ha tomado el campo { $field }
note-no-event-name = el archivo no da nombre al evento; aquí se llama «{ $name }», y `--event` puede darle otro
note-dangling = { $field }: «{ $id }» no está en el archivo
note-not-accepted = su estado es «{ $state }»; solo se importa lo aceptado
note-one-page = esta es solo una página de varias; las demás no están en el archivo
note-unknown-language = «{ $value }» no es un idioma
note-unlikely-language = «{ $value }» difícilmente es un idioma de este evento; si lo es, indíquelo por su nombre
note-several-person-ids = «{ $name }» tiene varios identificadores; se ha tomado por una sola persona
note-shared-person-id = el identificador de persona «{ $id }» designa a personas distintas; se han distinguido por el nombre
note-ambiguous-person = varias personas se llaman «{ $name }»; se ha tomado la primera
note-nameless-person = una persona sin nombre
note-broken-line = una línea que no se entiende: { $kind ->
    [outside] está fuera de todo componente
    [not-begun] termina algo que no ha empezado
    [not-ended] empieza algo que nunca termina
    [too-deep] lo que empieza está anidado a demasiada profundidad
    [too-many] ni ella ni las siguientes se han leído, hay demasiadas
   *[property] no tiene la forma NOMBRE:valor
}
note-private = no es para todo el mundo
note-repeats-too-often = se repite más de { $limit } veces; las demás se han omitido
note-nameless-company = una empresa sin nombre
note-repeated-sponsor = «{ $name }» patrocina en varias categorías; se ha tomado la primera
note-repeated-person = la misma persona dos veces
note-not-on-the-web = un enlace a «{ $url }», que no es una dirección web
note-relative-address = la dirección relativa «{ $url }», y el archivo no dice relativa a qué; `--site` puede decirlo
note-address-without-scheme = a la dirección «{ $url }» le faltaba el esquema; se ha tomado https
note-room-contradicts = el evento dice que tiene lugar en «{ $inner }», y su lugar en el archivo dice «{ $outer }»; se ha tomado este último
note-end-before-start = termina en «{ $value }», que no es después de su comienzo
note-guessed-encoding = el archivo no indica su codificación y no está en UTF-8; leído como { $encoding }
note-cells-without-column = celdas sin columna
note-no-file = no es un archivo, así que no se ha leído
note-given-before = ya figura antes en el archivo
note-not-read = no se ha leído: { $reason }
note-several-times = «{ $id }» tiene lugar { NUMBER($count) } veces; cada vez es una sesión aparte
note-not-listed = «{ $name }» no está en la lista de ponentes; solo se conoce el nombre
note-no-name = sin nombre
note-ambiguous-day = el día «{ $value }» se puede leer de dos maneras; escríbalo así: 2027-05-31
note-other-event = es de otro evento, «{ $name }»
note-not-for-each = { $field }: no hay ni uno para cada ponente ni uno para todos
note-event-skipped = { $count } de sus partes ({ $kind }), pues se ha omitido el evento
note-slug-taken = el slug «{ $wanted }» ya está en uso; aquí es «{ $given }»

## Por qué no se puede leer un archivo, o un texto de él. Cada mensaje sigue a un nombre y dos puntos, y empieza con
## minúscula.

read-at = línea { $line }, columna { $column }: { $reason }
read-at-line = línea { $line }: { $reason }
read-no-such-file = no existe tal archivo
read-not-allowed = el sistema no permite leerlo
read-folder = es una carpeta
read-system = { $reason }
fetch-not-on-the-web = no es una dirección de la web
fetch-status = el servidor responde con el código { $status }
fetch-too-large = la respuesta tiene más de { $limit } bytes
fetch-too-many-pages = hay más de { $limit } páginas
fetch-too-many-redirects = hay más de { $limit } redirecciones
fetch-too-slow = tarda más de { $seconds } segundos
fetch-page = en esta dirección hay una página para lectores, y ningún evento de pretalx
fetch-failed = no se puede acceder al servidor: { $reason }
read-too-large = el archivo tiene { $bytes } bytes; el límite es de { $limit }
read-encoding = el archivo no está en { $encoding }
read-unknown-format = formato desconocido: no es ni XML, ni JSON, ni iCalendar, ni una tabla con una columna `title`
read-nul = un texto contiene el carácter U+0000, que no todas las bases de datos conservan
read-too-deep = los elementos están anidados a más de { $limit } niveles
read-too-many = el archivo tiene más de { $limit } valores
read-document-type = no se permite una declaración de tipo de documento
read-shape = { $expected ->
    [list] «{ $path }» debería ser una lista
    [object] «{ $path }» debería ser un objeto
   *[version] «{ $path }» debería ser 1, la versión del formato
}
read-not-a-schedule = esto no es un programa: { $reason }
read-begins-with = empieza por «<{ $name }>»
read-no-conference = no contiene ningún «schedule.conference»
read-empty = no contiene ningún elemento
read-no-files = no contiene ningún archivo
read-too-many-files = contiene más de { $limit } archivos
read-too-large-together = tiene más de { $limit } bytes
read-archive = el archivo comprimido no se puede leer: { $reason }
read-in-file = { $file }: { $reason }
read-no-event = no contiene ningún VEVENT
read-no-shape = no tiene la forma de ningún formato conocido
read-other-format = esto no es { $format }: { $reason }
read-version = es la versión { $version }
read-no-header = no empieza por una cabecera
read-no-locale = falta «{ $name }», así que no se conoce el idioma
read-not-a-language = «{ $tag }» no es un idioma
read-no-id = no dice de qué texto se trata
read-repeated = el mismo texto ya figura antes en el archivo
read-no-source = no hay texto de origen
read-unknown-inline = «<{ $name }>» no tiene lugar en un texto
read-unknown-code = nada indica qué representa el código «{ $code }»
read-no-code-point = «{ $hex }» no es un punto de código
read-plural = tiene formas de plural

## tribune coverage

coverage-complete = completos
coverage-missing = pendientes
coverage-outdated = obsoletos
coverage-total = total
coverage-all = todo
coverage-below = traducción inferior a --min: { $locales }

## tribune translations

translations-texts = { $count ->
    [one] { $count } texto
    [many] { $count } de textos
   *[other] { $count } textos
}
translations-nothing = No hay nada que traducir.
translations-counts = traducidos: { $translated }, confirmados: { $confirmed }, iguales: { $unchanged }, sin terminar: { $unfinished }, rechazados: { $refused }
translations-failed = { $count ->
    [one] No se ha podido leer { $count } archivo
    [many] No se han podido leer { $count } de archivos
   *[other] No se han podido leer { $count } archivos
}

## tribune documents. Un documento es una operación GraphQL que los clientes nombran en lugar de enviarla.

documents-counts = añadidos: { $added }, conocidos: { $known }, rechazados: { $refused }
documents-removed = eliminado: { $id }
documents-failed = { $count ->
    [one] Se ha rechazado { $count } archivo o documento
    [many] Se han rechazado { $count } de archivos o documentos
   *[other] Se han rechazado { $count } archivos o documentos
}
documents-no-file = esta carpeta no contiene ningún .json, .graphql ni .gql
documents-ending = su nombre no termina en .json, ni en .graphql o .gql
documents-json = { $reason }
documents-unknown = no es ni un manifiesto de Apollo ni una tabla de identificadores y documentos
documents-format = su formato es «{ $format }», versión { $version }, y no «{ $expected }», versión 1

## tribune user, tribune token

account-disabled = desactivado
account-role-of-events = { $events ->
    [one] { $role } de { $events } evento
    [many] { $role } de { $events } de eventos
   *[other] { $role } de { $events } eventos
}
account-role-in-locales = { $role } en { $locales }
account-role-of-events-in-locales = { $events ->
    [one] { $role } de { $events } evento en { $locales }
    [many] { $role } de { $events } de eventos en { $locales }
   *[other] { $role } de { $events } eventos en { $locales }
}
account-token-revoked = revocado el { $at }
account-token-expired = caducado el { $at }
account-token-until = hasta el { $at }
account-token-for-ever = sin límite
account-token-used = usado por última vez el { $at }
account-token-never-used = nunca usado

## tribune locales check

check-sound = { $messages ->
    [one] { $messages } mensaje
    [many] { $messages } de mensajes
   *[other] { $messages } mensajes
} en { $locales ->
    [one] { $locales } idioma
    [many] { $locales } de idiomas
   *[other] { $locales } idiomas
}: nada que señalar.
check-faults = { $count ->
    [one] { $count } fallo.
    [many] { $count } de fallos.
   *[other] { $count } fallos.
}
check-syntax = Esto no es Fluent: { $reason }
check-twice = El mensaje figura dos veces.
check-no-resource = { $reference } tiene este recurso; este idioma no lo tiene.
check-missing = { $reference } tiene este mensaje; este idioma no lo tiene.
check-not-in-reference = { $reference } no tiene este mensaje.
check-other-resource = En el otro idioma, el mensaje está en «{ $other }».
check-value = Uno de los idiomas tiene aquí un texto; el otro solo tiene atributos.
check-attributes = Los atributos son «{ $given }»; en el otro idioma, «{ $expected }».
check-arguments = Los argumentos son «{ $given }»; en el otro idioma, «{ $expected }».
check-undefined = Se nombra «{ $id }», pero no existe.
check-function = No existe la función { $name }.
check-option = { $name } no tiene la opción «{ $option }».
check-plural-missing = Falta un texto para estas categorías de plural del idioma: { $categories }.
check-plural-strange = El idioma no tiene estas categorías de plural: { $categories }.
check-not-there = El programa pide este mensaje, y no existe.
check-unused = El programa no pide este mensaje.
