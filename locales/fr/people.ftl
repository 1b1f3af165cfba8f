### Intervenantes et intervenants, entreprises, partenaires.

## Intervenantes et intervenants

speaker-list = Intervenantes et intervenants
speaker-count = { $count ->
    [0] Personne à l’affiche pour l’instant
    [one] { $count } personne à l’affiche
    [many] { $count } de personnes à l’affiche
   *[other] { $count } personnes à l’affiche
}
# Pas de « de » devant un nom : il faudrait l’élider.
speaker-about = { $name } en quelques mots
speaker-job = { $job }, { $company }
speaker-languages = Parle { LIST($languages, type: "and") }
speaker-pronouns = Pronoms : { $pronouns }
speaker-sessions = Sessions avec { $name }
speaker-posts = Billets signés { $name }
speaker-links = Ailleurs sur le web
speaker-featured = { $gender ->
    [feminine] Intervenante à la une
    [masculine] Intervenant à la une
   *[other] À la une
}

## Ce que l’on fait dans une session (Role)

participation-role-speaker = { $gender ->
    [feminine] Intervenante
    [masculine] Intervenant
   *[other] Intervention
}
participation-role-moderator = { $gender ->
    [feminine] Modératrice
    [masculine] Modérateur
   *[other] Modération
}
participation-role-panellist = { $gender ->
   *[other] Panéliste
}
participation-role-host = { $gender ->
    [feminine] Animatrice
    [masculine] Animateur
   *[other] Animation
}

## Entreprises

company-about = { $company } en bref
company-speakers = L’équipe { $company }
company-posts = Billets signés { $company }
company-events = Événements soutenus par { $company }

## Partenaires

sponsorship-list = Sponsors et partenaires
sponsorship-sponsor = Sponsor
sponsorship-partner = Partenaire
sponsorship-tier-platinum = Sponsors platine
sponsorship-tier-gold = Sponsors or
sponsorship-tier-silver = Sponsors argent
sponsorship-tier-bronze = Sponsors bronze
sponsorship-tier-media = Partenaires médias
sponsorship-unranked = Avec également le soutien de
sponsorship-presented-by = Présenté par { LIST($companies, type: "and") }
sponsorship-become = Devenir sponsor
