### Ce qui ne va pas, ou étonne, dans ce que quelqu’un veut écrire. Les programmes se fient au code qui
### accompagne chaque message.

rule-required = Ce champ est obligatoire.
rule-slug = « { $given } » n’est pas un slug : employez a–z, 0–9 et le trait d’union.
rule-taken = « { $given } » est déjà pris.
rule-locale = « { $given } » n’est pas une étiquette de langue (BCP 47).
rule-time-zone = « { $given } » n’est pas un fuseau horaire. Donnez-en un comme Europe/Paris.
rule-url = « { $given } » n’est pas une adresse http ou https.
rule-email = « { $given } » n’est pas une adresse e-mail.
rule-colour = « { $given } » n’est pas une couleur de la forme #rrggbb.
rule-country = « { $given } » n’est pas un code de pays. Donnez deux majuscules, comme FR.
rule-ends-before-start = La fin précède le début.
rule-out-of-range = Le nombre est hors limites.
rule-too-long = Ce texte dépasse { $max } caractères.
rule-too-short = Ce texte compte moins de { $min } caractères.
rule-too-many = Cette liste compte plus de { $max } éléments.
rule-not-one-line = Ce texte doit tenir sur une ligne.
rule-given-twice = « { $given } » est donné deux fois.
rule-names-nothing = « { $given } » n’existe pas.
rule-of-another-event = « { $given } » appartient à un autre événement.
rule-outside-event = Ceci se situe en dehors de l’événement, qui dure de { $from } à { $until }.
rule-leaves-sessions-outside = Des sessions se trouveraient en dehors de l’événement : { $count }.
rule-grants-too-much = Vous ne pouvez pas accorder ce que vous n’avez pas.
rule-wrong-password = Ce n’est pas votre mot de passe actuel.
rule-not-ordered = Ceci n’a pas d’ordre parmi les autres.

warning-speaker-booked-twice = { $speaker } participe au même moment à « { $session } ».
warning-room-booked-twice = « { $session } » a lieu au même moment dans { $room }.
warning-no-room = La session a un horaire, mais pas de salle.
warning-language-not-offered = On ne sait de personne parmi les participants qu’il parle « { $language } ».

refusal-unreadable = Illisible : { $reason }
refusal-no-such-text = Ce texte n’existe pas.
refusal-source-changed = Le texte d’origine a changé depuis.
refusal-empty = Il est marqué comme terminé, mais il est vide.
refusal-forbidden = Votre compte ne permet pas d’écrire ce texte.

refusal-document-id = Un identifiant compte de 1 à { $max } lettres, chiffres et signes ASCII, sans espace.
refusal-document-hash = Un identifiant de 64 chiffres hexadécimaux doit être l’empreinte SHA-256 du texte ; celui-ci ne l’est pas.
refusal-document-taken = Cet identifiant désigne déjà un autre texte.
