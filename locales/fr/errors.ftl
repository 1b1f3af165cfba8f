### Ce que l’API répond quand quelque chose ne va pas. Le code qui accompagne chaque message est stable : les
### programmes s’y fient, les gens lisent ceci.

error-invalid-request = La requête GraphQL n’est pas valide : { $reason }
error-malformed-request = Ce n’est pas une requête GraphQL : { $reason }
error-unsupported-media-type = Le type de contenu « { $given } » n’est pas pris en charge ; envoyez application/json.
error-not-acceptable = Rien ici ne peut être envoyé en « { $given } » ; acceptez application/graphql-response+json ou application/json.
error-body-too-large = Le corps dépasse { $limit } octets.
error-method-not-allowed = Cette méthode n’est pas permise ici.
error-mutation-over-get = Une mutation exige POST.
# Un mot du protocole, que les clients cherchent : le même dans toutes les langues.
error-persisted-query-not-found = PersistedQueryNotFound
error-persisted-query-version = La version { $given } des requêtes persistées n’est pas prise en charge ; envoyez la version 1.
error-persisted-query-hash = « sha256Hash » n’est pas l’empreinte SHA-256 de « query ».
error-unknown-document = Le document « { $given } » n’existe pas.
error-trusted-documents-only = Ce serveur n’exécute que des documents approuvés, et celui-ci n’en fait pas partie.
error-unknown-locale = Langue inconnue : « { $tag } ». Langues proposées : { $known }.
error-unknown-time-zone = « { $given } » n’est pas un fuseau horaire. Donnez-en un comme Europe/Paris.
error-unknown-parameter = Cette adresse n’a pas de paramètre « { $given } ». Elle a : { $known }.
error-message-arguments = Les arguments d’un message forment un objet de textes, de nombres et de listes, de 20 000 octets au plus.
error-page-size = « { $argument }: { $given } » n’est pas compris entre 0 et { $max }.
error-first-and-last = Donnez « first » ou « last », pas les deux.
error-foreign-cursor = « { $argument } » n’est pas un curseur de cette liste : il ne vaut que pour le même type, le même ordre et la même langue.
error-invalid-id = « { $argument }: { $given } » n’est pas un identifiant de cette API.
error-too-many-ids = { $given } identifiants dépassent les { $max } d’une requête.
error-too-many-orders = « orderBy » nomme { $given } champs ; le maximum est { $max }.
error-search-too-long = « search » est trop long : { $words } mots et { $letters } lettres au plus.
error-day-without-event = « day » exige un événement, dont le fuseau horaire dit quand le jour commence.
error-too-complex = L’opération dépasse la limite de { $limit } pour { $what ->
    [depth] la profondeur
    [aliases] les alias d’un même champ
    [directives] les directives
    [objects] les objets de la réponse
   *[complexity] la complexité
}.
error-timeout = L’opération a pris plus de { $limit } ms.
error-no-such-address = Il n’y a rien à cette adresse.
error-no-pages = Ce serveur ne sait pas où le site présente ses contenus. Démarrez-le avec --page-url.
error-unavailable = La base de données ne répond pas pour le moment. Veuillez réessayer.
error-internal = Quelque chose s’est mal passé de notre côté. L’incident a été consigné.
error-invalid-fields = Enregistrement impossible : { $faults }
error-invalid-field = { $field } : { $fault }
error-unauthenticated = Connectez-vous d’abord.
error-invalid-token = Le jeton n’est pas valable, ou ne l’est plus.
error-invalid-credentials = L’adresse e-mail ou le mot de passe est incorrect.
error-sign-in-once = « signIn » ne peut figurer qu’une fois dans une opération.
error-no-cookies = Une session dans un cookie s’ouvre par un POST qui accepte JSON ; rien d’autre ne peut déposer de cookie.
error-too-many-sockets = { $limit } WebSockets sont ouverts, et il ne peut y en avoir davantage à la fois. Veuillez réessayer plus tard.
error-too-many-operations = Trop d’opérations à la fois sur ce WebSocket : { $limit } au plus, et pas trop volumineuses ensemble.
error-csrf-token = Une mutation accompagnée d’un cookie exige l’en-tête X-CSRF-Token.
error-rate-limited = Trop de tentatives. Veuillez réessayer dans { $seconds } secondes.
error-forbidden = Votre compte ne permet pas { $deed ->
    [view] de voir ceci
    [create] de créer ceci ici
    [translate] d’écrire dans cette langue
    [publish] de publier ceci
    [archive] d’archiver ceci
    [purge] de supprimer ceci définitivement
   *[update] de modifier ceci
}.
error-role-required = Ceci exige le rôle « { $role } » pour tous les événements.
error-user-required = Ceci est réservé aux utilisateurs ; un jeton n’y suffit pas.
error-not-found = « { $given } » n’existe pas.
error-conflict = La version { $given } est dépassée : la version actuelle est { $present }. « conflict » dit qui a modifié quoi.
error-invalid-preview = Le jeton d’aperçu n’est pas valable, ou ne l’est plus.
error-preview-is-read-only = Un aperçu ne fait que montrer ; il ne modifie rien.
error-key-reused = Cette Idempotency-Key a déjà servi à une autre requête.
error-invalid-key = « Idempotency-Key » doit compter au plus { $max } caractères ASCII.
error-answer-lost = Cette requête a déjà été exécutée, mais sa réponse n’a pas été conservée.
error-in-progress = La même requête est en cours d’exécution.
error-unreadable-file = Le fichier est illisible : { $reason }
error-too-many-items = { $given } éléments dépassent les { $max } d’une requête.
