/**
 * The tabs a first visit opens with: one question, asked in three languages.
 *
 * GraphiQL takes a tab's title from the name of its operation, and GraphQL names are ASCII. So the names are
 * words that each language spells without an accent.
 */

const programme = ({ name, locale, comment }) => `${comment.map((line) => `# ${line}`).join('\n')}

query ${name} {
  event(
    slug: "social-media-week-paris-2012"
    locale: "${locale}"
  ) {
    name
    tagline
    startsAt
    sessions(
      first: 10
      orderBy: { field: STARTS_AT, direction: ASC }
    ) {
      nodes {
        title
        startsAt
        room {
          name
        }
        speakers {
          name
          jobTitle
          company {
            name
          }
        }
      }
    }
  }
}
`;

export const examples = [
  {
    name: 'OnTheProgramme',
    locale: 'en',
    comment: ['English · An event and its programme.', 'Run it with Ctrl+Enter.'],
  },
  {
    name: 'AuProgramme',
    locale: 'fr',
    comment: ['Français · Un événement et son programme.', 'Exécutez-le avec Ctrl+Entrée.'],
  },
  {
    name: 'EnElPrograma',
    locale: 'es',
    comment: ['Español · Un evento y su programa.', 'Ejecútelo con Ctrl+Intro.'],
  },
].map((example) => ({ query: programme(example) }));
