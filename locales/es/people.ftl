### Ponentes, empresas y patrocinadores.

## Ponentes

speaker-list = Ponentes
speaker-count = { $count ->
    [0] Aún no hay ponentes
    [one] { $count } ponente
    [many] { $count } de ponentes
   *[other] { $count } ponentes
}
speaker-about = Sobre { $name }
speaker-job = { $job } en { $company }
speaker-languages = Habla { LIST($languages, type: "and") }
speaker-pronouns = Pronombres: { $pronouns }
speaker-sessions = Sesiones con { $name }
speaker-posts = Artículos de { $name }
speaker-links = En otros sitios de la web
speaker-featured = { $gender ->
    [feminine] Ponente destacada
    [masculine] Ponente destacado
   *[other] Participación destacada
}

## Lo que se hace en una sesión (Role)

participation-role-speaker = { $gender ->
   *[other] Ponente
}
participation-role-moderator = { $gender ->
    [feminine] Moderadora
    [masculine] Moderador
   *[other] Moderación
}
participation-role-panellist = { $gender ->
   *[other] Panelista
}
participation-role-host = { $gender ->
    [feminine] Presentadora
    [masculine] Presentador
   *[other] Presentación
}

## Empresas

company-about = Sobre { $company }
company-speakers = El equipo de { $company }
company-posts = Artículos de { $company }
company-events = Eventos con el apoyo de { $company }

## Patrocinadores

sponsorship-list = Patrocinadores y colaboradores
sponsorship-sponsor = Patrocinador
sponsorship-partner = Colaborador
sponsorship-tier-platinum = Patrocinadores platino
sponsorship-tier-gold = Patrocinadores oro
sponsorship-tier-silver = Patrocinadores plata
sponsorship-tier-bronze = Patrocinadores bronce
sponsorship-tier-media = Medios colaboradores
sponsorship-unranked = También con el apoyo de
sponsorship-presented-by = Presentado por { LIST($companies, type: "and") }
sponsorship-become = Patrocinar el evento
