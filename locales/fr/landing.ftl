### La page à la racine du serveur, pour qui l’ouvre dans un navigateur.

landing-tagline = Une API multilingue de contenus d’événements : événements, sessions, intervenants, entreprises et billets, en GraphQL.
landing-explore = Explorer les contenus et leur documentation.
landing-explore-closed = Fermé : ce serveur n’exécute que des documents approuvés.
landing-schema = Le contrat, sous forme de fichier.
landing-feed = Les billets pour les lecteurs de flux ; aussi en JSON.
landing-health = Si le serveur et sa base de données répondent.
landing-try = Une requête à essayer :
