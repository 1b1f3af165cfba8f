### Lo que la API responde cuando algo va mal. El código que acompaña a cada mensaje es estable: los programas
### se guían por él, las personas leen esto.

error-invalid-request = La petición GraphQL no es válida: { $reason }
error-malformed-request = Esto no es una petición GraphQL: { $reason }
error-unsupported-media-type = El tipo de contenido «{ $given }» no se admite; envíe application/json.
error-not-acceptable = Aquí nada puede enviarse como «{ $given }»; acepte application/graphql-response+json o application/json.
error-body-too-large = El cuerpo supera los { $limit } bytes.
error-method-not-allowed = Este método no está permitido aquí.
error-mutation-over-get = Una mutación requiere POST.
# Una palabra del protocolo, que los clientes buscan: la misma en todos los idiomas.
error-persisted-query-not-found = PersistedQueryNotFound
error-persisted-query-version = La versión { $given } de las consultas persistidas no se admite; envíe la versión 1.
error-persisted-query-hash = «sha256Hash» no es el resumen SHA-256 de «query».
error-unknown-document = No existe el documento «{ $given }».
error-trusted-documents-only = Este servidor solo ejecuta documentos de confianza, y este no es uno de ellos.
error-unknown-locale = Idioma desconocido: «{ $tag }». Se ofrecen: { $known }.
error-unknown-time-zone = «{ $given }» no es una zona horaria. Indique una como Europe/Paris.
error-unknown-parameter = Esta dirección no tiene ningún parámetro «{ $given }». Tiene: { $known }.
error-message-arguments = Los argumentos de un mensaje son un objeto de textos, números y listas, de 20 000 bytes como máximo.
error-page-size = «{ $argument }: { $given }» no está entre 0 y { $max }.
error-first-and-last = Indique «first» o «last», no ambos.
error-foreign-cursor = «{ $argument }» no es un cursor de esta lista: solo vale con el mismo tipo, el mismo orden y el mismo idioma.
error-invalid-id = «{ $argument }: { $given }» no es un identificador de esta API.
error-too-many-ids = { $given } identificadores superan los { $max } de una petición.
error-too-many-orders = «orderBy» nombra { $given } campos; el máximo es { $max }.
error-search-too-long = «search» es demasiado largo: { $words } palabras y { $letters } letras como máximo.
error-day-without-event = «day» requiere un evento, cuya zona horaria dice cuándo empieza el día.
error-too-complex = La operación supera el límite de { $limit } para { $what ->
    [depth] la profundidad
    [aliases] los alias de un mismo campo
    [directives] las directivas
    [objects] los objetos de la respuesta
   *[complexity] la complejidad
}.
error-timeout = La operación tardó más de { $limit } ms.
error-no-such-address = No hay nada en esta dirección.
error-no-pages = Este servidor no sabe dónde muestra el sitio sus contenidos. Inícielo con --page-url.
error-unavailable = La base de datos no responde en este momento. Vuelva a intentarlo.
error-internal = Algo ha fallado por nuestra parte. Ha quedado registrado.
error-invalid-fields = No se puede guardar: { $faults }
error-invalid-field = { $field }: { $fault }
error-unauthenticated = Inicie sesión primero.
error-invalid-token = El token no es válido, o ya no lo es.
error-invalid-credentials = La dirección de correo o la contraseña no es correcta.
error-sign-in-once = «signIn» solo puede figurar una vez en una operación.
error-no-cookies = Una sesión en una cookie se abre con un POST que acepte JSON; nada más puede guardar una cookie.
error-too-many-sockets = Hay { $limit } WebSockets abiertos y no se admiten más a la vez. Vuelva a intentarlo más tarde.
error-too-many-operations = Demasiadas operaciones a la vez en este WebSocket: { $limit } como máximo, y no demasiado grandes en conjunto.
error-csrf-token = Una mutación con cookie requiere la cabecera X-CSRF-Token.
error-rate-limited = Demasiados intentos. Vuelva a intentarlo dentro de { $seconds } segundos.
error-forbidden = Su cuenta no permite { $deed ->
    [view] ver esto
    [create] crear esto aquí
    [translate] escribir en este idioma
    [publish] publicar esto
    [archive] archivar esto
    [purge] eliminar esto definitivamente
   *[update] modificar esto
}.
error-role-required = Esto requiere el rol «{ $role }» para todos los eventos.
error-user-required = Esto está reservado a los usuarios; un token no basta.
error-not-found = No existe «{ $given }».
error-conflict = La versión { $given } está desfasada: la actual es { $present }. «conflict» dice quién cambió qué.
error-invalid-preview = El token de vista previa no es válido, o ya no lo es.
error-preview-is-read-only = Una vista previa solo muestra; no cambia nada.
error-key-reused = Esta Idempotency-Key ya se usó para otra petición.
error-invalid-key = «Idempotency-Key» debe tener como máximo { $max } caracteres ASCII.
error-answer-lost = Esta petición ya se ejecutó, pero su respuesta no se conservó.
error-in-progress = La misma petición se está ejecutando en este momento.
error-unreadable-file = El archivo no se puede leer: { $reason }
error-too-many-items = { $given } elementos superan los { $max } de una petición.
