### Lo que falla, o extraña, en lo que alguien quiere escribir. Los programas se guían por el código que acompaña
### a cada mensaje.

rule-required = Este campo es obligatorio.
rule-slug = «{ $given }» no es un slug: use a–z, 0–9 y guiones.
rule-taken = «{ $given }» ya está en uso.
rule-locale = «{ $given }» no es una etiqueta de idioma (BCP 47).
rule-time-zone = «{ $given }» no es una zona horaria. Indique una como Europe/Paris.
rule-url = «{ $given }» no es una dirección http o https.
rule-email = «{ $given }» no es una dirección de correo.
rule-colour = «{ $given }» no es un color de la forma #rrggbb.
rule-country = «{ $given }» no es un código de país. Indique dos mayúsculas, como FR.
rule-ends-before-start = El final es anterior al comienzo.
rule-out-of-range = El número está fuera de los límites.
rule-too-long = Este texto supera los { $max } caracteres.
rule-too-short = Este texto tiene menos de { $min } caracteres.
rule-too-many = Esta lista tiene más de { $max } elementos.
rule-not-one-line = Este texto debe ocupar una sola línea.
rule-given-twice = «{ $given }» se da dos veces.
rule-names-nothing = No existe «{ $given }».
rule-of-another-event = «{ $given }» pertenece a otro evento.
rule-outside-event = Esto queda fuera del evento, que dura del { $from } al { $until }.
rule-leaves-sessions-outside = Quedarían sesiones fuera del evento: { $count }.
rule-grants-too-much = No puede conceder lo que no tiene.
rule-wrong-password = Esta no es su contraseña actual.
rule-not-ordered = Esto no tiene orden entre los demás.

warning-speaker-booked-twice = { $speaker } participa al mismo tiempo en «{ $session }».
warning-room-booked-twice = «{ $session }» tiene lugar al mismo tiempo en { $room }.
warning-no-room = La sesión tiene horario, pero no sala.
warning-language-not-offered = No consta que nadie de los participantes hable «{ $language }».

refusal-unreadable = No se puede leer: { $reason }
refusal-no-such-text = No existe tal texto.
refusal-source-changed = El texto original ha cambiado desde entonces.
refusal-empty = Está marcado como terminado, pero está vacío.
refusal-forbidden = Su cuenta no permite escribir este texto.

refusal-document-id = Un identificador tiene de 1 a { $max } letras, cifras y signos ASCII, sin espacios.
refusal-document-hash = Un identificador de 64 cifras hexadecimales debe ser el resumen SHA-256 del texto, y este no lo es.
refusal-document-taken = Este identificador ya designa otro texto.
