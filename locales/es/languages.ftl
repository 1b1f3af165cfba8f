### En qué idioma está cada cosa y por qué, y la elección de otro.

## Nombres

language-name = { LANGUAGE($code) }
country-name = { COUNTRY($code) }
language-own-name = Español

## La elección de un idioma

language-menu = Idioma
    .aria-label = Elegir un idioma
language-present = Idioma de esta página: { LANGUAGE($code) }
language-switch = Leer esta página en español

## En qué idioma está cada cosa

language-spoken = Sesión en { LANGUAGE($code) }
language-spoken-several = Sesión en { LIST($languages, type: "and") }
language-available = También disponible en { LIST($languages, type: "and") }
language-written = Escrito en { LANGUAGE($code) }

## Lo que falta en el idioma de la página

language-fallback = Se muestra en { LANGUAGE($shown) }, porque aún no hay traducción al { LANGUAGE($requested) }.
language-partial = Algunos textos de esta página aún no están traducidos.
language-outdated = El original ha cambiado desde que se tradujo.
language-show-original = Ver el original ({ LANGUAGE($code) })
