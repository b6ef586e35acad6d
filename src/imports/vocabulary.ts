import { maturities } from '../domain/innovation.ts'
import { type EndingKind, type Stage, type Status, stages, statuses } from '../domain/lifecycle.ts'
import { visibilities } from '../domain/visibility.ts'
import type { ValueField } from './fields.ts'

// What a value of the file may mean. A meaning is a code: `feedback/active`, `same/discontinued/stopped`, `ignore` …

/** Where a value puts an initiative. `same` is the last stage reached. */
export interface Place {
  stage?: Stage | 'same'
  status?: Status
  endingKind?: EndingKind
}

/** The value is passed over, knowingly. */
export const IGNORE = 'ignore'

const endings = ['discontinued/stopped', 'discontinued/inconclusive'] as const
const standings = [...stages.map((stage) => `${stage}/active`), 'appropriation/transferred', 'appropriation/sustained']
const stops = [...endings, 'on_hold']

/** The meanings offered for each field, in the order in which they are shown; `ignore` comes besides. */
export const meanings: Record<ValueField, readonly string[]> = {
  phase: [
    ...standings,
    ...['same', ...stages].flatMap((stage) => stops.map((stop) => `${stage}/${stop}`)),
    'emergence/spotted',
  ],
  stage: [...standings, ...stages.flatMap((stage) => stops.map((stop) => `${stage}/${stop}`)), 'emergence/spotted'],
  status: ['spotted', 'active', 'on_hold', ...endings, 'sustained', 'transferred'],
  endingKind: ['stopped', 'inconclusive'],
  plan: [...standings, ...['same', ...stages].flatMap((stage) => stops.map((stop) => `${stage}/${stop}`))],
  maturity: maturities,
  visibility: visibilities,
}

const places: Record<string, string[]> = {
  'emergence/active': [
    'émergence',
    'emergence',
    'investigation',
    'exploration',
    'idée',
    'idea',
    'idéation',
    'discovery',
  ],
  'mobilisation/active': ['mobilisation', 'mobilization', 'construction', 'conception', 'design', 'prototype', 'alpha'],
  'feedback/active': ['rétroaction', 'feedback', 'accélération', 'expérimentation', 'pilote', 'pilot', 'test', 'beta'],
  'appropriation/active': ['appropriation', 'consolidation', 'adoption', 'déploiement', 'deployment', 'scaling'],
  'appropriation/transferred': ['transféré', 'transférée', 'transferred', 'transfert', 'transfer'],
  'appropriation/sustained': ['opéré', 'opérée', 'pérennisé', 'pérennisée', 'sustained', 'operated'],
  'same/discontinued/stopped': [
    'abandon',
    'abandonné',
    'abandonnée',
    'discontinued',
    'arrêt',
    'arrêté',
    'arrêtée',
    'stopped',
    'closed',
  ],
  'same/discontinued/inconclusive': ['non concluant', 'non concluante', 'inconclusive'],
  'emergence/discontinued/inconclusive': ['abandon investigation', 'investigation abandonnée'],
  'same/on_hold': ['en pause', 'pause', 'on hold', 'suspendu', 'suspendue', 'paused'],
  'emergence/spotted': ['repérée', 'repéré', 'spotted'],
}

/** The names by which each meaning goes, for suggestions. */
const names: Record<ValueField, Record<string, string[]>> = {
  phase: places,
  plan: Object.fromEntries(Object.entries(places).filter(([code]) => code !== 'emergence/spotted')),
  stage: Object.fromEntries(Object.entries(places).filter(([code]) => !code.startsWith('same/'))),
  status: {
    spotted: ['repérée', 'repéré', 'spotted'],
    active: ['active', 'actif', 'en cours', 'ouvert', 'ongoing', 'open'],
    on_hold: ['en pause', 'pause', 'on hold', 'suspendu', 'suspendue'],
    'discontinued/stopped': ['abandonnée', 'abandonné', 'abandon', 'arrêtée', 'arrêté', 'discontinued', 'stopped'],
    'discontinued/inconclusive': ['non concluante', 'non concluant', 'inconclusive'],
    sustained: ['pérennisée', 'pérennisé', 'pérenne', 'opéré', 'sustained'],
    transferred: ['transférée', 'transféré', 'transferred'],
  },
  endingKind: {
    stopped: ['arrêtée', 'arrêté', 'abandonnée', 'stopped'],
    inconclusive: ['non concluante', 'non concluant', 'inconclusive'],
  },
  maturity: {
    emerging: ['en émergence', 'émergence', 'émergente', 'emerging'],
    developing: ['en développement', 'développement', 'developing'],
    spreading: ['en essaimage', 'essaimage', 'spreading'],
  },
  visibility: {
    public: ['public', 'publique', 'ouvert', 'open'],
    network: ['réseau', 'network', 'membres', 'members'],
    community: ['communauté', 'community'],
    team: ['équipe', 'team'],
    restricted: ['restreint', 'restreinte', 'restricted', 'confidentiel', 'private', 'privé'],
  },
}

/** For `suggestValues`. */
export function namedMeanings(field: ValueField): { option: string; names: string[] }[] {
  return Object.entries(names[field]).map(([option, called]) => ({ option, names: called }))
}

/** What a code of `phase`, `stage` or `status` says. */
export function placeOf(code: string): Place {
  const parts = code.split('/')
  const stage = [...stages, 'same' as const].find((one) => one === parts[0])
  const [status, endingKind] = stage ? parts.slice(1) : parts
  return {
    ...(stage ? { stage } : {}),
    ...(statuses.includes(status as Status) ? { status: status as Status } : {}),
    ...(endingKind ? { endingKind: endingKind as EndingKind } : {}),
  }
}
