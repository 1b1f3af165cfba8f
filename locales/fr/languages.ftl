### La langue de chaque chose, pourquoi celle-là, et le choix d’une autre.

## Noms

language-name = { LANGUAGE($code) }
country-name = { COUNTRY($code) }
language-own-name = Français

## Le choix d’une langue

language-menu = Langue
    .aria-label = Choisir une langue
language-present = Langue de cette page : { LANGUAGE($code) }
language-switch = Lire cette page en français

## La langue de chaque chose

language-spoken = Session en { LANGUAGE($code) }
language-spoken-several = Session en { LIST($languages, type: "and") }
language-available = Disponible aussi en { LIST($languages, type: "and") }
language-written = Rédigé en { LANGUAGE($code) }

## Ce qui manque dans la langue de la page

language-fallback = Affiché en { LANGUAGE($shown) }, faute de traduction en { LANGUAGE($requested) } pour l’instant.
language-partial = Certains textes de cette page ne sont pas encore traduits.
language-outdated = L’original a été modifié depuis sa traduction.
language-show-original = Voir l’original ({ LANGUAGE($code) })
