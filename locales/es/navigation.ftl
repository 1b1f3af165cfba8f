### El marco de cada página: menú, vuelta atrás, paginación, pie.

## Menú

navigation-home = Inicio
navigation-programme = Programa
navigation-speakers = Ponentes
navigation-companies = Empresas
navigation-sponsors = Patrocinadores
navigation-venue = Sede
navigation-posts = Blog
navigation-agenda = { -event-agenda }

## Vuelta atrás

navigation-back-to-programme = Volver al programa
navigation-back-to-top = Volver arriba

## Paginación

navigation-page-previous = Página anterior
navigation-page-next = Página siguiente
navigation-page = Página { $page } de { $pages }
navigation-shown = { $first }–{ $last } de { $total }
navigation-show-more = Ver más
navigation-show-less = Ver menos

## Pie

navigation-contact = Contacto
navigation-privacy = Privacidad
navigation-legal = Aviso legal
navigation-code-of-conduct = Código de conducta
navigation-accessibility = Accesibilidad
