import type { KnowledgeKind } from '../domain/documents.ts'
import type { Sector } from '../domain/roles.ts'
import { contribute } from '../knowledge/commands.ts'
import type { PersonKey } from './cast.ts'
import { dayAgo, type Scene, slugOfStory } from './stage.ts'

interface Bringing {
  story: string
  ago: number
  by: PersonKey
  kind: KnowledgeKind
  sector: Sector
  who: string
  brought: string
  effect: string
}

const bringings: readonly Bringing[] = [
  {
    story: 'paniers',
    ago: 70,
    by: 'porteuse',
    kind: 'experiential',
    sector: 'citizens_group',
    who: 'Un groupe de familles des villages',
    brought: 'Les tournées du soir conviennent mieux que celles du matin ; le prix doit se dire d’avance.',
    effect: 'Le panier se choisit à la pièce, et l’horaire a changé.',
  },
  {
    story: 'paniers',
    ago: 66,
    by: 'porteuse',
    kind: 'professional',
    sector: 'health',
    who: 'Une équipe de diététistes',
    brought: 'Ce qui se conserve sans froid pendant une tournée de trois heures.',
    effect: 'Deux légumes sont sortis du panier, trois y sont entrés.',
  },
  {
    story: 'paniers',
    ago: 47,
    by: 'soutien',
    kind: 'scientific',
    sector: 'transfer_centre',
    who: 'Centre de liaison et de transfert (démonstration)',
    brought: 'Une synthèse de douze études sur les déserts alimentaires en milieu rural.',
    effect: 'La mesure de départ reprend leur indicateur, pour que les résultats se comparent.',
  },
]

/** Who brings which knowledge to what, and when. */
export const bringingScenes: readonly Scene[] = bringings.map(({ story, ago, by, who, ...brought }) => ({
  ago,
  act: (stage, when) => {
    const input = { ...brought, actor: who, document: '', contributedOn: dayAgo(stage, ago) }
    return contribute(stage.db, slugOfStory(stage, story), input, stage.people[by], when)
  },
}))
