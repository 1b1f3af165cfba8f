### Lo que dicen los lectores de pantalla y lo que alcanza el teclado, además de las palabras visibles.

## Moverse por la página

accessibility-skip-to-content = Ir al contenido
accessibility-menu-main = Menú principal
accessibility-breadcrumb = Ruta de navegación
accessibility-paging = Páginas
accessibility-menu-open = Abrir el menú
accessibility-menu-close = Cerrar el menú
accessibility-dialog-close = Cerrar esta ventana
accessibility-page-current = página actual
accessibility-page-go = Ir a la página { $page }
accessibility-day-previous = Día anterior
accessibility-day-next = Día siguiente
accessibility-new-tab = se abre en una pestaña nueva

## Listas y tablas

accessibility-expand = Mostrar los detalles de «{ $title }»
accessibility-collapse = Ocultar los detalles de «{ $title }»
accessibility-sort = Ordenar por la columna «{ $column }»
accessibility-sorted = { $direction ->
    [ascending] orden ascendente
    [descending] orden descendente
   *[none] sin ordenar
}
accessibility-grid = Programa del { DATETIME($date, dateStyle: "full") }: una columna por sala

## Anuncios, que se dicen cuando algo cambia

accessibility-page-loaded = { $title }, página cargada
accessibility-results = { $count ->
    [0] No se muestra ninguna sesión
    [one] Se muestra { $count } sesión
    [many] Se muestran { $count } de sesiones
   *[other] Se muestran { $count } sesiones
}
accessibility-more-loaded = { $count ->
    [one] Se ha cargado { $count } entrada más
    [many] Se han cargado { $count } de entradas más
   *[other] Se han cargado { $count } entradas más
}
accessibility-agenda-added = «{ $title }» está ahora en su agenda
accessibility-agenda-removed = «{ $title }» ya no está en su agenda
accessibility-language-changed = Esta página está ahora en { LANGUAGE($code) }
accessibility-error = Error:

## Imágenes

accessibility-image-speaker = Foto de { $name }
accessibility-image-logo = Logotipo de { $company }
accessibility-image-map = Mapa de { $place }
accessibility-image-credit = Foto: { $name }
