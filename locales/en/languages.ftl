### Which language something is in, and why; and the choice of another one.

## Names

# $code (String): a language tag, like fr or pt-BR.
language-name = { LANGUAGE($code) }
# $code (String): a country code, like FR.
country-name = { COUNTRY($code) }
# The name of the language of this very file, in that language, as an entry of the language menu.
language-own-name = English

## The choice of a language

language-menu = Language
    .aria-label = Choose a language
# $code (String): the language tag of the page.
language-present = Language of this page: { LANGUAGE($code) }
# Shown to readers of this very language, on a page in another one.
language-switch = Read this page in English

## What something is in

# Of a session.
# $code (String): a language tag.
language-spoken = Spoken in { LANGUAGE($code) }
# Of a session.
# $languages (List): names of languages, each from “language-name”.
language-spoken-several = Spoken in { LIST($languages, type: "and") }
# $languages (List): names of languages, each from “language-name”.
language-available = Also available in { LIST($languages, type: "and") }
# Of a comment.
# $code (String): a language tag.
language-written = Written in { LANGUAGE($code) }

## What is not there in the language of the page

# $shown (String): the language tag of what is shown. $requested (String): the language tag of the page.
language-fallback = Shown in { LANGUAGE($shown) }, as there is no translation into { LANGUAGE($requested) } yet.
language-partial = Some texts on this page have not been translated yet.
language-outdated = The original has changed since it was translated.
# $code (String): the language tag of the original.
language-show-original = Show the original ({ LANGUAGE($code) })
