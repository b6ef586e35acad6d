import { carrier, funder, type Story, support, taker } from './story.ts'

// CO-LAB (Laurentides). Figures as published: 250 participants, 3 incubators, 1 accelerator, 7 teams, 14 000 $ (first
// edition); 7 teams in progress, bursaries planned (second). The demo brings the teams' dates up to the present.

export const editions: Record<string, Story> = {
  colab1: {
    title: 'CO-LAB, 1re édition : milieux de vie',
    begins: { stage: 'appropriation', ago: 700 },
    before: [
      ['emergence', 1500],
      ['mobilisation', 1400],
      ['feedback', 1100],
    ],
    lead: 'pole',
    need: 'Les acteurs collectifs des Laurentides innovent chacun de leur côté, sans lieu pour concevoir et essayer ensemble.',
    change: 'Passer de projets menés en vase clos à un laboratoire régional ouvert, d’édition en édition.',
    benefit:
      'Des projets collectifs mieux conçus, qui profitent aux milieux traversés par la Route Verte et le P’tit Train du Nord.',
    population: 'Organismes, municipalités et personnes des milieux longeant le parc linéaire.',
    description:
      'Première édition, sur le thème des milieux de vie autour de la Route Verte et du P’tit Train du Nord.\n\nRetombées publiées : 250 participants au processus, 3 incubateurs d’idées, 1 accélérateur de projets collectifs, 7 équipes accompagnées, 14 000 $ en bourses, 1 forum régional, 1 énoncé de vision régional et 1 modèle d’écosystème. L’évaluation des retombées et des apprentissages 2016-2017 est un document à consulter.\n\nDesign et animation : L’ILOT.',
    origin: 'Prolonge la démarche Prendre soin de notre monde ; plan d’action 2017-2020.',
    type: 'approach',
    way: 'knowledge_applied',
    maturity: 'spreading',
    themes: ['milieux'],
    places: ['QC-15'],
    solutions: [
      ['Appels de projets annuels', 'Ils mettent les organismes en concurrence et n’offrent aucun accompagnement.'],
      ['Rencontres de concertation', 'On s’y informe ; on n’y essaie rien.'],
    ],
    roles: [
      support('lilot', { note: 'Design et animation' }),
      funder('fonds'),
      carrier('projet'),
      taker('mrc', 'adopter'),
      taker('cyclistes', 'beneficiary'),
    ],
    proofs: [
      {
        code: 'A5',
        ago: 380,
        says: 'L’évaluation des retombées et des apprentissages est publiée avec sa trousse.',
        proof: 'Évaluation des retombées et des apprentissages 2016-2017',
      },
      {
        code: 'A6',
        ago: 372,
        says: 'Retombées de la première édition comptées.',
        proof: '250 participants, 7 équipes, 14 000 $ en bourses',
        kind: 'figure',
      },
    ],
    acts: [
      { event: 'sustain', ago: 350, late: 6, reason: 'L’édition est devenue un rendez-vous : la deuxième est lancée.' },
    ],
  },
  colab2: {
    title: 'CO-LAB, 2e édition : systèmes alimentaires durables',
    begins: { stage: 'mobilisation', ago: 600 },
    before: [['emergence', 690]],
    lead: 'projet',
    teller: 'animation',
    need: 'Produire, transformer et se nourrir localement demande des projets collectifs que nul organisme ne peut mener seul.',
    change: 'Des équipes de plusieurs municipalités conçoivent et essaient ensemble, avec les preneurs dès le départ.',
    benefit: 'Un système alimentaire régional plus juste et plus proche.',
    population: 'Les huit MRC des Laurentides ; en priorité les ménages qui vivent l’insécurité alimentaire.',
    description:
      'Deuxième édition : mobilisation et idéation en lien avec Mes Laurentides, j’en mange ; incubateurs d’idées ; accélérateur de projets collectifs.\n\nSituation telle que publiée : 7 équipes accompagnées, en cours. À venir, et seulement prévu : remise des bourses en septembre 2018, pendant ACTE, le festival de la collaboration.\n\nCoordination de la 2e édition : Projet Collectif. Design et animation : L’ILOT. Dans la démonstration, les dates des équipes sont ramenées au présent.',
    origin: 'Suite de la première édition ; entente régionale de partenariat dotée d’une enveloppe.',
    type: 'approach',
    way: 'practice_modified',
    maturity: 'developing',
    themes: ['systemes', 'alimentaire'],
    places: ['QC-15'],
    solutions: [
      ['Dépannage alimentaire', 'Répond à l’urgence, sans rien changer à ce qui la cause.'],
      ['Subventions à la production', 'Ne touchent ni la transformation ni l’accès.'],
    ],
    parent: 'colab1',
    roles: [
      support('lilot', { note: 'Design et animation' }),
      support('soutien', { state: 'proposed', ago: 20 }),
      funder('fonds'),
      carrier('pole'),
      taker('table', 'adopter'),
      taker('familles', 'beneficiary'),
    ],
    stated: ['R1', 'R3'],
    acts: [{ event: 'advance', ago: 310, late: 5 }],
  },
}
