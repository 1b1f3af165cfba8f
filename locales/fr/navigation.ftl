### Le cadre de chaque page : menu, retours, pagination, pied de page.

## Menu

navigation-home = Accueil
navigation-programme = Programme
navigation-speakers = Intervenants
navigation-companies = Entreprises
navigation-sponsors = Partenaires
navigation-venue = Lieu
navigation-posts = Blog
navigation-agenda = { -event-agenda }

## Retours

navigation-back-to-programme = Retour au programme
navigation-back-to-top = Retour en haut

## Pagination

navigation-page-previous = Page précédente
navigation-page-next = Page suivante
navigation-page = Page { $page } sur { $pages }
navigation-shown = { $first }–{ $last } sur { $total }
navigation-show-more = Voir plus
navigation-show-less = Voir moins

## Pied de page

navigation-contact = Contact
navigation-privacy = Confidentialité
navigation-legal = Mentions légales
navigation-code-of-conduct = Code de conduite
navigation-accessibility = Accessibilité
