### Lo que aparece en lugar del contenido: mientras se carga, cuando no lo hay, cuando algo falla.

## Carga y conexión

state-loading = Cargando…
state-offline = No hay conexión a internet.
state-online = Se ha restablecido la conexión.
state-copy = Está viendo una copia del { DATETIME($when, dateStyle: "long", timeStyle: "short") }.
state-outdated = Última actualización: { RELATIVE($when, numeric: "auto") }. Puede haber cambios desde entonces.
state-refresh = Actualizar

## Nada que mostrar

state-empty-programme = El programa aún no se ha publicado. Vuelva pronto.
state-empty-day = No hay nada previsto para este día.
state-empty-search = Ningún resultado para «{ $query }»
    .title = Compruebe la ortografía o pruebe con menos palabras.
state-empty-filters = Ninguna sesión coincide con todos estos filtros.
state-empty-agenda = Su agenda está vacía. Añada sesiones con ★.
state-empty-posts = Aún no hay artículos.

## No encontrado

state-not-found = Página no encontrada
    .title = Puede que la dirección sea incorrecta o que la página se haya movido.
state-not-found-session = Esta sesión no existe o ya no está en el programa.
state-not-found-post = Este artículo no existe o ya no es público.
state-forbidden = No tiene acceso a esta página.

## Transmisiones en directo

state-livestream-early = La transmisión empieza { RELATIVE($when, numeric: "auto") }.
state-livestream-over = La transmisión ha terminado.

## Fallos

state-error = Algo ha fallado
state-error-server = El error es nuestro, no suyo. Vuelva a intentarlo dentro de un momento.
state-error-partial = No se ha podido cargar una parte de esta página.
state-retry = Reintentar
state-retrying = Nuevo intento { RELATIVE($seconds, unit: "second") }…
state-error-reference = Si nos escribe, mencione esta referencia: { $reference }
# Sin «hasta las»: a la una sería «hasta la».
state-maintenance = El sitio está en mantenimiento. Fin previsto: { DATETIME($until, timeStyle: "short") }.
