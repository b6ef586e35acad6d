import type { Adequacy, FeedbackWay } from '../domain/feedback.ts'
import type { TakerKind } from '../domain/roles.ts'
import type { OrganisationKey } from './cast.ts'

// What takers of the demo say of its pilots, by pilot; nobody is named.

/** One taker's words; '' where they left a question blank. `answers` are those to the form's own questions, in order. */
export interface Voice {
  kind: TakerKind
  adequacy: Adequacy
  helps?: string
  hinders?: string
  toChange?: string
  answers?: readonly string[]
}

export interface Hearing {
  /** The pilot, by its title. */
  pilot: string
  way: Exclude<FeedbackWay, 'account'>
  /** From the first to the last day on which something is said. */
  from: number
  until: number
  /** On whose behalf adopting users speak. */
  speaks?: OrganisationKey
  voices: readonly Voice[]
}

const said =
  (kind: TakerKind) =>
  (adequacy: Adequacy, helps = '', hinders = '', toChange = '', ...answers: string[]): Voice => ({
    kind,
    adequacy,
    helps,
    hinders,
    toChange,
    answers,
  })
const b = said('beneficiary')
const a = said('adopter')

export const hearings: readonly Hearing[] = [
  {
    pilot: 'Deux écoles, un trimestre',
    way: 'paper',
    from: 214,
    until: 209,
    voices: [
      b(5, 'Mon enfant mange la même chose que les autres.'),
      b(4, 'Le prix, je le choisis selon le mois.', 'Le menu change sans avis.'),
      b(4, 'Plus de boîte à lunch à faire.', '', 'Afficher le menu le vendredi.'),
      b(3, 'C’est bon.', 'C’est tiède quand ça arrive.', 'Des bacs qui gardent la chaleur.'),
      b(2, '', 'C’est froid à notre école.', 'Livrer plus tôt.'),
      b(5, 'Personne ne sait qui paie.'),
      b(4, 'Les légumes.', 'On manque de temps pour manger.'),
      b(3, 'Le pain.', 'Tiède.', 'Choisir entre deux plats.'),
      b(5, 'Mes deux enfants en mangent.'),
      b(4, 'Ça sent bon.', 'La file est longue.', 'Deux tables de service.'),
      b(2, 'Le prix.', 'Mon enfant n’aime pas la soupe.', 'Choisir entre deux plats.'),
      a(
        4,
        'Les élèves sont plus calmes en après-midi.',
        'Porter les bacs n’est la tâche de personne.',
        'Faire livrer les repas jusqu’à la salle.',
      ),
      a(
        3,
        'Aucune famille n’est désignée.',
        'Le concierge a perdu son dîner.',
        'Quelqu’un d’autre pour porter les bacs.',
      ),
      a(4, 'La facture est simple.', 'Les bacs arrivent par le mauvais côté.'),
      a(4, 'Un seul horaire pour les deux écoles.', 'Nos tables sont trop petites.'),
      a(2, '', 'Les plats refroidissent dans notre corridor.', 'Des bacs qui gardent la chaleur.'),
    ],
  },
  {
    pilot: 'Quatre écoles, avec la régie',
    way: 'link',
    from: 40,
    until: 4,
    voices: [
      b(5, 'C’est chaud maintenant.', '', '', 'Tous les midis', 'Le goût + Le prix que l’on choisit', '1'),
      b(4, 'Le menu est affiché.', '', 'Plus de fruits.', 'Tous les midis', 'Le goût', '2'),
      b(4, 'Je gagne une demi-heure le matin.', '', '', 'Deux ou trois midis', 'Le temps gagné', '1'),
      b(5, 'On ne sait pas qui paie, et c’est bien.', '', '', 'Tous les midis', 'Le prix que l’on choisit', '3'),
      b(3, 'C’est correct.', 'Trop de pâtes.', 'Moins de pâtes.', 'Deux ou trois midis', 'Le goût', '1'),
      b(4, 'Mon plus jeune a goûté au chou.', '', '', 'Tous les midis', 'Le goût + Le temps gagné', '2'),
      b(5, 'Tout est fini dans l’assiette.', '', '', 'Tous les midis', 'Le goût', '2'),
      b(2, '', 'Rien sans gluten.', 'Un plat sans gluten.', 'Un midi ou moins', 'Le goût', '1'),
      b(4, 'Le prix.', '', 'Payer au mois.', 'Tous les midis', 'Le prix que l’on choisit', '3'),
      b(4, 'La dame de la cuisine leur explique.', '', '', 'Tous les midis', 'Le goût', '1'),
      b(3, '', 'Mon enfant mange lentement.', 'Plus de temps à table.', 'Deux ou trois midis', 'Le temps gagné', '2'),
      b(5, 'Chaud, bon, et je choisis le prix.', '', '', 'Tous les midis', 'Le prix que l’on choisit + Le goût', '2'),
      b(4, '', '', '', 'Deux ou trois midis', 'Le temps gagné', '1'),
    ],
  },
  {
    pilot: 'Quatre écoles, avec la régie',
    way: 'on_behalf',
    from: 12,
    until: 10,
    speaks: 'scolaire',
    voices: [
      a(5, 'La régie livre jusqu’à la salle : personne ne porte plus rien.'),
      a(4, 'Les quatre directions veulent continuer.', 'Le contrat finit en juin.', 'Une entente de trois ans.'),
    ],
  },
  {
    pilot: 'Un hiver sur la route 117',
    way: 'paper',
    from: 60,
    until: 37,
    voices: [
      b(5, 'Je vais à l’hôpital sans déranger ma fille.'),
      b(5, 'Le chauffeur attend que je sois entrée.'),
      b(4, 'On réserve la veille, c’est facile.', 'Il faut parler à une machine le soir.'),
      b(3, 'Le prix.', 'Rien après 16 h.', 'Un retour à 18 h.'),
      b(4, 'C’est au chaud.', 'La marche est haute.', 'Un marchepied.'),
      b(5, 'Je connais du monde maintenant.'),
      b(2, '', 'Mon rendez-vous a été remis et je n’avais plus de retour.', 'Un retour sans réserver.'),
      a(4, 'Moins de rendez-vous manqués.', 'Les remises de dernière minute.', 'Un numéro direct pour l’hôpital.'),
      a(4, 'Les trajets se remplissent.', 'Deux véhicules seraient de trop l’été.'),
    ],
  },
  {
    pilot: 'Quatre frigos, un été',
    way: 'link',
    from: 70,
    until: 6,
    voices: [
      b(5, 'On prend, on laisse, personne ne demande rien.', '', '', '3'),
      b(4, 'C’est à deux coins de rue.', 'Vide le lundi.', 'Quelqu’un qui le remplit le dimanche.', '2'),
      b(4, 'Des légumes de jardin.', '', '', '1'),
      b(3, 'C’est utile.', 'Ça sentait mauvais une semaine.', 'Une feuille de nettoyage.', '1'),
      b(5, 'Mes voisins, je les vois là.', '', '', '4'),
      b(2, '', 'Toujours vide quand je passe.', 'Dire en ligne ce qu’il y a dedans.', '2'),
      b(4, 'Je laisse mes œufs en trop.', '', '', '1'),
      b(5, 'Ouvert la nuit, je travaille tard.', '', '', '3'),
      a(4, 'On jette deux fois moins.', 'Il faut quelqu’un pour trier.', '', '6'),
      a(4, 'Les clients en parlent.', '', 'Un autocollant sur la porte.', '5'),
    ],
  },
]

interface Asked {
  type: 'single' | 'multiple' | 'number'
  fr: string
  en: string
  options?: readonly [fr: string, en: string][]
}

/** The carriers' own questions, by the title of the pilot. */
export const ownQuestions: Record<string, readonly Asked[]> = {
  'Quatre écoles, avec la régie': [
    {
      type: 'single',
      fr: 'Combien de midis par semaine votre enfant mange-t-il à la cantine ?',
      en: 'How many lunches a week does your child have at the canteen?',
      options: [
        ['Tous les midis', 'Every day'],
        ['Deux ou trois midis', 'Two or three'],
        ['Un midi ou moins', 'One or fewer'],
      ],
    },
    {
      type: 'multiple',
      fr: 'Qu’est-ce qui compte le plus pour vous ?',
      en: 'What matters most to you?',
      options: [
        ['Le goût', 'Taste'],
        ['Le prix que l’on choisit', 'Choosing what we pay'],
        ['Le temps gagné', 'Time saved'],
      ],
    },
    { type: 'number', fr: 'Combien d’enfants y mangent chez vous ?', en: 'How many children in your home eat there?' },
  ],
  'Quatre frigos, un été': [
    {
      type: 'number',
      fr: 'Combien de fois y êtes-vous passé cette semaine ?',
      en: 'How many times did you stop by this week?',
    },
  ],
}
