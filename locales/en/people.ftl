### Speakers, companies and sponsors.

## Speakers

speaker-list = Speakers
# $count (Number): how many speakers.
speaker-count = { $count ->
    [0] No speakers
    [one] { $count } speaker
   *[other] { $count } speakers
}
# $name (String): a speaker.
speaker-about = About { $name }
# $job (String): a job title. $company (String): a company.
speaker-job = { $job } at { $company }
# $languages (List): names of languages, each from “language-name”.
speaker-languages = Speaks { LIST($languages, type: "and") }
# $pronouns (String): as the speaker writes them.
speaker-pronouns = Pronouns: { $pronouns }
# $name (String): a speaker.
speaker-sessions = Sessions with { $name }
# $name (String): a speaker.
speaker-posts = Posts by { $name }
# Heading of links to sites and profiles.
speaker-links = Elsewhere on the web
# A badge. English has one form for all genders; other languages may need several.
# $gender (String): feminine, masculine, or other: unknown, neither, or several people.
speaker-featured = { $gender ->
   *[other] Featured speaker
}

## What somebody does in a session (Role)

# $gender (String): feminine, masculine, or other: unknown, neither, or several people.
participation-role-speaker = { $gender ->
   *[other] Speaker
}
# Leads the discussion.
# $gender (String): feminine, masculine, or other: unknown, neither, or several people.
participation-role-moderator = { $gender ->
   *[other] Moderator
}
# Takes part in the discussion on the stage.
# $gender (String): feminine, masculine, or other: unknown, neither, or several people.
participation-role-panellist = { $gender ->
   *[other] Panellist
}
# Receives the audience, and says who comes next.
# $gender (String): feminine, masculine, or other: unknown, neither, or several people.
participation-role-host = { $gender ->
   *[other] Host
}

## Companies

# $company (String): a company.
company-about = About { $company }
# Heading of the speakers who work there.
# $company (String): a company.
company-speakers = People at { $company }
# $company (String): a company.
company-posts = Posts by { $company }
# $company (String): a company.
company-events = Events supported by { $company }

## Sponsors

sponsorship-list = Sponsors and partners
# What a company is to an event that it gives money to.
sponsorship-sponsor = Sponsor
# What a company is to an event that it helps otherwise.
sponsorship-partner = Partner
# Headings, where the organisers have not written their own.
sponsorship-tier-platinum = Platinum sponsors
sponsorship-tier-gold = Gold sponsors
sponsorship-tier-silver = Silver sponsors
sponsorship-tier-bronze = Bronze sponsors
sponsorship-tier-media = Media partners
# Heading of those without a rank, below the others.
sponsorship-unranked = Also supported by
# $companies (List): the main sponsors of an event.
sponsorship-presented-by = Presented by { LIST($companies, type: "and") }
sponsorship-become = Become a sponsor
