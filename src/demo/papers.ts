import type { DocumentKind, Licence } from '../domain/documents.ts'
import type { CriterionCode } from '../domain/gates.ts'
import type { Stage } from '../domain/lifecycle.ts'
import type { Role } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import type { PersonKey } from './cast.ts'

/** A document of the demo, which it writes itself. */
export interface Paper {
  story: string
  ago: number
  by: PersonKey
  kind: DocumentKind
  stage: Stage
  title: string
  /** What is written in it; a PDF, unless it is said to be Markdown. */
  lines?: string[]
  isMarkdown?: true
  /** A link instead. */
  url?: string
  description?: string
  creators?: string
  licence?: Licence
  visibility?: Visibility
  namedRoles?: Role[]
  shows?: CriterionCode
}

export const papers: readonly Paper[] = [
  {
    story: 'paniers',
    ago: 236,
    by: 'soutien',
    kind: 'portrait',
    stage: 'emergence',
    title: 'Portrait des déserts alimentaires d’Antoine-Labelle',
    creators: 'Centre de liaison et de transfert (démonstration)',
    licence: 'cc_by',
    lines: [
      'Onze municipalités sur dix-sept n’ont pas d’épicerie. 1 150 ménages vivent à plus de 30 km d’un commerce.',
      'Le dépanneur reste le premier lieu d’achat ; les produits frais y sont rares et coûtent le double.',
      'Quatre routes sont parcourues chaque semaine par des services qui existent déjà.',
    ],
  },
  {
    story: 'paniers',
    ago: 69,
    by: 'porteuse',
    kind: 'minutes',
    stage: 'mobilisation',
    title: 'Compte rendu de la rencontre d’octobre',
    isMarkdown: true,
    visibility: 'network',
    lines: [
      'Présentes : familles, livreurs, diététiste, équipe de recherche.',
      'Les familles demandent que le panier se choisisse à la pièce et que le prix se dise d’avance.',
      'Prochaine rencontre : à la bibliothèque, un soir de tournée.',
    ],
    shows: 'M1',
  },
  {
    story: 'paniers',
    ago: 46,
    by: 'soutien',
    kind: 'letter_of_support',
    stage: 'mobilisation',
    title: 'Lettre d’appui du centre de liaison et de transfert',
    visibility: 'team',
    lines: [
      'Nous confirmons notre appui à l’équipe Paniers du Nord : évaluation du premier cycle et prêt d’une personne-ressource, une journée par semaine, pendant douze mois.',
    ],
    shows: 'M2',
  },
  {
    story: 'paniers',
    ago: 14,
    by: 'porteuse',
    kind: 'experiment_plan',
    stage: 'mobilisation',
    title: 'Plan d’expérimentation, ébauche',
    isMarkdown: true,
    visibility: 'restricted',
    namedRoles: ['funder'],
    lines: [
      'Durée : douze semaines, sur deux routes.',
      'À préciser : situation de départ, indicateurs, coût du panier.',
    ],
  },
  {
    story: 'frigos',
    ago: 62,
    by: 'soutien',
    kind: 'progress_report',
    stage: 'feedback',
    title: 'Bilan du premier cycle des frigos de village',
    description: 'Six mois, quatre noyaux villageois : ce qui a été récupéré, par qui, et ce qui n’a pas marché.',
    licence: 'cc_by',
    lines: [
      'Quatre frigos, six mois. Une tonne d’aliments récupérée par village ; deux pannes, dont une en janvier.',
      'Les rues où une personne fait le tour chaque soir gardent un frigo propre. Ailleurs, le comité doit relancer.',
    ],
  },
  {
    story: 'frigos',
    ago: 38,
    by: 'soutien',
    kind: 'guide',
    stage: 'feedback',
    title: 'Ouvrir un frigo de village : le guide',
    licence: 'cc_by_sa',
    isMarkdown: true,
    lines: [
      'Trouver la prise avant le frigo : un commerce ou une salle qui accepte l’abri et la facture.',
      'Écrire ensemble ce qui entre et ce qui n’entre pas. Une feuille suffit.',
      'Nommer deux personnes par soir, pas une.',
    ],
  },
  {
    story: 'epicerie',
    ago: 44,
    by: 'porteur',
    kind: 'minutes',
    stage: 'emergence',
    title: 'Notes du porte-à-porte dans le sud de LaSalle',
    isMarkdown: true,
    visibility: 'team',
    lines: ['Vingt-deux portes, quatorze conversations. Le prix affiché revient partout ; le choix du prix intrigue.'],
  },
  {
    story: 'nuit',
    ago: 52,
    by: 'soutien',
    kind: 'state_of_knowledge',
    stage: 'mobilisation',
    title: 'Marches exploratoires : ce que d’autres villes ont appris',
    licence: 'cc_by_nc_sa',
    lines: [
      'Une marche de nuit change peu si personne n’a le pouvoir de déplacer un lampadaire.',
      'Les villes qui datent leurs réponses, et les affichent, gardent leurs marcheuses.',
    ],
  },
  {
    story: 'livinglab',
    ago: 300,
    by: 'facilitation',
    kind: 'presentation',
    stage: 'mobilisation',
    title: 'Les cercles d’innovation de LaSalle en dix idées',
    licence: 'cc_by',
    isMarkdown: true,
    lines: ['Un cercle change de lieu à chaque rencontre.', 'Qui propose une idée n’est pas tenu de la porter.'],
  },
  {
    story: 'clq',
    ago: 44,
    by: 'cafes',
    kind: 'guide',
    stage: 'appropriation',
    title: 'Tenir un CaféLaboQUARTIERS : le guide',
    licence: 'cc_by_sa',
    isMarkdown: true,
    lines: [
      'Trois initiatives, vingt minutes chacune : dix pour la présenter, dix pour la mettre en discussion.',
      'Inviter autant de personnes du quartier que de professionnels.',
      'Finir par une phrase de chaque porteur : ce que la discussion change pour la suite.',
    ],
  },
  {
    story: 'navette',
    ago: 150,
    by: 'coordination',
    kind: 'press_review',
    stage: 'feedback',
    title: 'La navette dans les journaux de la région',
    description: 'Quatre articles parus pendant le premier hiver.',
    url: 'https://demo.example/navette/presse',
  },
]
