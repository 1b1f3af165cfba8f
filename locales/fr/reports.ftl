### Ce que les commandes du programme affichent pour qui les a tapées.

## Tous les comptes rendus

report-nothing-taken = Rien de ce fichier n’a été repris.

## tribune import

import-created = créés
import-updated = modifiés
import-unchanged = inchangés
import-skipped = ignorés
import-skipped-list = Ignoré :
import-repaired-list = Réparé :
import-kept-list = Absent de ce fichier, mais conservé :
import-dry-run = C’était un essai : rien n’a été écrit.
import-failed = { $failed ->
    [one] { $failed } fichier sur { $count } n’a pas pu être importé
    [many] { $failed } de fichiers sur { $count } n’ont pas pu être importés
   *[other] { $failed } fichiers sur { $count } n’ont pas pu être importés
}

## Ce qu’une importation a ignoré ou réparé. Chaque message suit un emplacement et un deux-points, et commence par une
## minuscule.

note-times = { $count ->
    [one] { $note } ({ $count } fois)
    [many] { $note } ({ $count } de fois)
   *[other] { $note } ({ $count } fois)
}
note-text = { $field } : { $repair }
note-placeholder = « undefined » ou « null » ne désigne rien
note-invisible = caractères invisibles ou de contrôle supprimés
note-html = HTML converti en Markdown
note-tags = balises HTML supprimées
note-entities = entités HTML décodées
note-ignored = « { $field } » n’a pas de place dans Tribune
note-repeated = { $field } est donné plusieurs fois, avec des textes différents ; le premier a été retenu
note-broken-encoding = des octets qui ne sont pas en { $encoding } ont été remplacés par U+FFFD
note-unknown-encoding = le codage « { $name } » n’est pas connu ; lu comme UTF-8
note-undefined-entity = l’entité « &{ $name }; » n’est pas définie par XML ; laissée telle quelle
note-no-time-zone = le fichier n’indique aucun fuseau horaire, les heures locales ont donc été lues en UTC ; « --time-zone » permet d’en donner un
note-unknown-time-zone = « { $name } » n’est pas un fuseau horaire ; « --time-zone » permet d’en donner un
note-time-zone-spelling = le fuseau horaire « { $name } » a été lu comme { $zone }
note-offset-contradicts-zone = le décalage { $offset } contredit { $zone } et l’heure locale de début ; l’heure locale a été retenue
note-zone-contradicts-offset = l’événement indique UTC comme fuseau, mais ses dates indiquent { $offset } ; les dates ont été retenues
note-offset-unproven = les dates indiquent +00:00, et sans fuseau horaire rien ne dit si c’est exact ; cela a été retenu
note-start-contradicts-date = la date « { $date } » et le début « { $start } » se contredisent ; la date a été retenue
note-time-exists-twice = { $local } existe deux fois dans { $zone } (fin de l’heure d’été) ; la première a été retenue
note-time-does-not-exist = { $local } n’existe pas dans { $zone } (début de l’heure d’été) ; avancé d’autant
note-unreadable = { $field } « { $value } » est illisible
note-not-a-list = « { $field } » n’est pas une liste
note-not-text = « { $field } » n’est pas un texte
note-no-start = sans heure de début
note-no-duration = sans durée, donc sans heure de fin
note-no-event-time = { $field ->
    [start] le fichier ne dit pas quand l’événement commence ; déduit de ses jours et de ses sessions
   *[end] le fichier ne dit pas quand l’événement se termine ; déduit de ses jours et de ses sessions
}
note-event-widened = { $field ->
    [start] le début de l’événement a été déplacé pour que toutes les sessions s’y situent
   *[end] la fin de l’événement a été déplacée pour que toutes les sessions s’y situent
}
note-shared-identifier = « { $identifier } » désigne plusieurs choses et n’en identifie donc aucune
note-zero-id = l’identifiant 0 n’identifie rien
note-no-identity = rien ne permet de distinguer cet élément d’un autre ; une version plus récente du fichier pourra les confondre
note-no-title = sans titre ; remplacé par le champ { $field }
note-no-event-name = le fichier ne nomme pas l’événement ; il s’appelle ici « { $name } », et `--event` peut lui donner un autre nom
note-dangling = { $field } : « { $id } » n’est pas dans le fichier
note-not-accepted = son état est « { $state } » ; seul ce qui a été accepté est importé
note-one-page = ce n’est qu’une page parmi d’autres, qui ne sont pas dans le fichier
note-unknown-language = « { $value } » n’est pas une langue
note-unlikely-language = « { $value } » n’est sans doute pas une langue de cet événement ; si c’en est une, donnez-la par son nom
note-several-person-ids = « { $name } » a plusieurs identifiants ; pris pour une seule personne
note-shared-person-id = l’identifiant de personne « { $id } » désigne des gens différents ; distingués par leur nom
note-ambiguous-person = plusieurs personnes s’appellent « { $name } » ; la première a été retenue
note-nameless-person = une personne sans nom
note-broken-line = une ligne incompréhensible : { $kind ->
    [outside] elle est hors de tout composant
    [not-begun] elle termine ce qui n’a pas commencé
    [not-ended] elle commence ce qui ne se termine jamais
    [too-deep] ce qu’elle commence est trop profondément imbriqué
    [too-many] ni elle ni les suivantes n’ont été lues, il y en a trop
   *[property] elle n’est pas de la forme NOM:valeur
}
note-private = cela n’est pas public
note-repeats-too-often = cela se répète plus de { $limit } fois ; le reste a été laissé de côté
note-nameless-company = une entreprise sans nom
note-repeated-sponsor = « { $name } » parraine à plusieurs niveaux ; le premier a été retenu
note-repeated-person = deux fois la même personne
note-not-on-the-web = un lien vers « { $url } », qui n’est pas une adresse web
note-relative-address = l’adresse relative « { $url } », sans que le fichier dise à quoi elle se rapporte ; `--site` peut le dire
note-address-without-scheme = l’adresse « { $url } » n’avait pas de schéma ; https a été retenu
note-room-contradicts = l’événement dit avoir lieu dans « { $inner } », son emplacement dans le fichier dit « { $outer } » ; ce dernier a été retenu
note-end-before-start = elle finit à « { $value } », pas après son début
note-guessed-encoding = le fichier n’indique pas son encodage et n’est pas en UTF-8 ; lu comme { $encoding }
note-cells-without-column = des cellules sans colonne
note-no-file = ce n’est pas un fichier, donc pas lu
note-given-before = déjà plus haut dans le fichier
note-not-read = pas lu : { $reason }
note-several-times = « { $id } » a lieu { NUMBER($count) } fois ; chaque fois est une session à part
note-not-listed = « { $name } » n’est pas dans la liste des orateurs ; on n’en connaît que le nom
note-no-name = sans nom
note-ambiguous-day = le jour « { $value } » peut se lire de deux façons ; écrivez-le ainsi : 2027-05-31
note-other-event = elle est d’un autre événement, « { $name } »
note-not-for-each = { $field } : il n’y en a ni un pour chaque orateur, ni un pour tous
note-event-skipped = { $count } de ses parties ({ $kind }), l’événement ayant été ignoré
note-slug-taken = le slug « { $wanted } » est déjà pris ; ici, c’est « { $given } »

## Pourquoi un fichier, ou un texte du fichier, est illisible. Chaque message suit un nom et un deux-points, et commence
## par une minuscule.

read-at = ligne { $line }, colonne { $column } : { $reason }
read-at-line = ligne { $line } : { $reason }
read-no-such-file = ce fichier n’existe pas
read-not-allowed = le système n’en autorise pas la lecture
read-folder = c’est un dossier
read-system = { $reason }
fetch-not-on-the-web = ce n’est pas une adresse du web
fetch-status = le serveur répond par le code { $status }
fetch-too-large = la réponse compte plus de { $limit } octets
fetch-too-many-pages = il y a plus de { $limit } pages
fetch-too-many-redirects = il y a plus de { $limit } redirections
fetch-too-slow = cela prend plus de { $seconds } secondes
fetch-page = il y a à cette adresse une page destinée aux lecteurs, et aucun événement pretalx
fetch-failed = le serveur est injoignable : { $reason }
read-too-large = le fichier compte { $bytes } octets ; la limite est de { $limit }
read-encoding = le fichier n’est pas en { $encoding }
read-unknown-format = format inconnu : ce n’est ni du XML, ni du JSON, ni de l’iCalendar, ni un tableau avec une colonne `title`
read-nul = un texte contient le caractère U+0000, que toutes les bases de données ne conservent pas
read-too-deep = les éléments sont imbriqués sur plus de { $limit } niveaux
read-too-many = le fichier contient plus de { $limit } valeurs
read-document-type = une déclaration de type de document n’est pas autorisée
read-shape = { $expected ->
    [list] « { $path } » devrait être une liste
    [object] « { $path } » devrait être un objet
   *[version] « { $path } » devrait valoir 1, la version du format
}
read-not-a-schedule = ce n’est pas un programme : { $reason }
read-begins-with = il commence par « <{ $name }> »
read-no-conference = il ne contient pas de « schedule.conference »
read-empty = il ne contient aucun élément
read-no-files = il n’y a aucun fichier dedans
read-too-many-files = il contient plus de { $limit } fichiers
read-too-large-together = il fait plus de { $limit } octets
read-archive = l’archive est illisible : { $reason }
read-in-file = { $file } : { $reason }
read-no-event = il ne contient aucun VEVENT
read-no-shape = il n’a la forme d’aucun format connu
read-other-format = ce n’est pas du { $format } : { $reason }
read-version = c’est la version { $version }
read-no-header = il ne commence pas par un en-tête
read-no-locale = « { $name } » manque, la langue n’est donc pas connue
read-not-a-language = « { $tag } » n’est pas une langue
read-no-id = rien n’indique de quel texte il s’agit
read-repeated = le même texte figure déjà plus haut dans le fichier
read-no-source = il n’y a pas de source
read-unknown-inline = « <{ $name }> » n’a pas sa place dans un texte
read-unknown-code = rien ne dit ce que désigne le code « { $code } »
read-no-code-point = « { $hex } » n’est pas un point de code
read-plural = il y a des formes plurielles

## tribune coverage

coverage-complete = complets
coverage-missing = manquants
coverage-outdated = périmés
coverage-total = total
coverage-all = tout
coverage-below = traduction inférieure à --min : { $locales }

## tribune translations

translations-texts = { $count ->
    [one] { $count } texte
    [many] { $count } de textes
   *[other] { $count } textes
}
translations-nothing = Il n’y a rien à traduire.
translations-counts = traduits : { $translated }, confirmés : { $confirmed }, inchangés : { $unchanged }, à terminer : { $unfinished }, refusés : { $refused }
translations-failed = { $count ->
    [one] { $count } fichier n’a pas pu être lu
    [many] { $count } de fichiers n’ont pas pu être lus
   *[other] { $count } fichiers n’ont pas pu être lus
}

## tribune documents. Un document est une opération GraphQL que les clients nomment au lieu de l’envoyer.

documents-counts = ajoutés : { $added }, connus : { $known }, refusés : { $refused }
documents-removed = retiré : { $id }
documents-failed = { $count ->
    [one] { $count } fichier ou document a été refusé
    [many] { $count } de fichiers ou de documents ont été refusés
   *[other] { $count } fichiers ou documents ont été refusés
}
documents-no-file = ce dossier ne contient ni .json, ni .graphql, ni .gql
documents-ending = son nom ne se termine ni par .json, ni par .graphql ou .gql
documents-json = { $reason }
documents-unknown = ce n’est ni un manifeste d’Apollo ni une table d’identifiants et de documents
documents-format = son format est « { $format } », version { $version }, et non « { $expected } », version 1

## tribune user, tribune token

account-disabled = désactivé
account-role-of-events = { $events ->
    [one] { $role } pour { $events } événement
    [many] { $role } pour { $events } d’événements
   *[other] { $role } pour { $events } événements
}
account-role-in-locales = { $role } en { $locales }
account-role-of-events-in-locales = { $events ->
    [one] { $role } pour { $events } événement en { $locales }
    [many] { $role } pour { $events } d’événements en { $locales }
   *[other] { $role } pour { $events } événements en { $locales }
}
account-token-revoked = révoqué le { $at }
account-token-expired = expiré le { $at }
account-token-until = jusqu’au { $at }
account-token-for-ever = sans limite
account-token-used = utilisé pour la dernière fois le { $at }
account-token-never-used = jamais utilisé

## tribune locales check

check-sound = { $messages ->
    [one] { $messages } message
    [many] { $messages } de messages
   *[other] { $messages } messages
} dans { $locales ->
    [one] { $locales } langue
    [many] { $locales } de langues
   *[other] { $locales } langues
} : rien à signaler.
check-faults = { $count ->
    [one] { $count } défaut.
    [many] { $count } de défauts.
   *[other] { $count } défauts.
}
check-syntax = Ce n’est pas du Fluent : { $reason }
check-twice = Le message figure deux fois.
check-no-resource = { $reference } a cette ressource, cette langue ne l’a pas.
check-missing = { $reference } a ce message, cette langue ne l’a pas.
check-not-in-reference = { $reference } n’a pas ce message.
check-other-resource = Dans l’autre langue, le message se trouve dans « { $other } ».
check-value = L’une des langues a un texte ici, l’autre n’a que des attributs.
check-attributes = Les attributs sont « { $given } », dans l’autre langue « { $expected } ».
check-arguments = Les arguments sont « { $given } », dans l’autre langue « { $expected } ».
check-undefined = « { $id } » est nommé, mais n’existe pas.
check-function = La fonction { $name } n’existe pas.
check-option = { $name } n’a pas d’option « { $option } ».
check-plural-missing = Il manque un texte pour ces catégories de pluriel de la langue : { $categories }.
check-plural-strange = La langue n’a pas ces catégories de pluriel : { $categories }.
check-not-there = Le programme demande ce message, et il n’existe pas.
check-unused = Le programme ne demande pas ce message.
