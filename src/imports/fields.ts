import type { Role } from '../domain/roles.ts'

// What a column may hold, and by which names people call it, in French and in English.

/** How a cell of the field is read. Only lists may be spread over several columns; items go with those of another field. */
export type FieldKind =
  | 'id'
  | 'text'
  | 'list'
  | 'items'
  | 'actors'
  | 'value'
  | 'day'
  | 'order'
  | 'address'
  | 'addresses'

interface Spec {
  kind: FieldKind
  names: string[]
  /** The longest text that is taken in. */
  longest?: number
}

const specs = {
  externalId: { kind: 'id', names: ['id', 'identifiant', 'numéro', 'external id', 'identifier', 'slug', 'référence'] },
  title: { kind: 'text', longest: 160, names: ['titre', 'title', 'nom', 'name', 'initiative', 'projet', 'project'] },
  need: { kind: 'text', longest: 1000, names: ['besoin', 'need', 'mission', 'besoin social', 'social need', 'enjeu'] },
  description: { kind: 'text', longest: 20_000, names: ['description', 'résumé', 'summary', 'présentation', 'object'] },
  change: { kind: 'text', longest: 5000, names: ['changement', 'changement souhaité', 'wanted change', 'change'] },
  benefit: { kind: 'text', longest: 5000, names: ['bénéfice', 'bénéfice collectif', 'collective benefit', 'benefit'] },
  population: { kind: 'text', longest: 1000, names: ['population', 'public visé', 'clientèle', 'target group'] },
  solutions: { kind: 'items', names: ['solutions existantes', 'existing solutions'] },
  solutionLimits: {
    kind: 'items',
    longest: 400,
    names: ['limites des solutions existantes', 'limits of existing solutions'],
  },
  themes: { kind: 'list', longest: 80, names: ['thème', 'thématique', 'theme', 'topic', 'sujet', 'tag'] },
  territories: {
    kind: 'list',
    longest: 150,
    names: ['territoire', 'territory', 'territories', 'région', 'region', 'municipalité', 'mrc', 'ville', 'commune'],
  },
  leadCarrier: { kind: 'actors', names: ['porteur principal', 'responsable', 'lead carrier', 'lead'] },
  carriers: {
    kind: 'actors',
    names: ['porteur', 'porteuse', 'carrier', 'équipe porteuse', 'promoteur', 'bénéficiaire'],
  },
  funders: { kind: 'actors', names: ['bailleur', 'bailleur de fonds', 'funder', 'financeur', 'sponsor', 'attribuant'] },
  supportPartners: {
    kind: 'actors',
    names: ['partenaire', 'partenaire de soutien', 'support partner', 'partner', 'incubateur', 'incubator'],
  },
  takers: { kind: 'actors', names: ['preneur', 'taker', 'adopter', 'utilisateur', 'user'] },
  // Which of those named in the row are not what their column holds otherwise.
  persons: { kind: 'list', names: ['personnes nommées', 'named persons'] },
  groups: { kind: 'list', names: ['groupes nommés', 'named groups'] },
  // Groups that adopt what they take up, where others are its beneficiaries.
  adopters: { kind: 'list', names: ['groupes utilisateurs', 'groups that adopt'] },
  // Who is shown to fewer than others of their kind.
  networkActors: { kind: 'list', names: ['acteurs montrés au réseau seulement', 'actors shown to the network only'] },
  restrictedActors: { kind: 'list', names: ['acteurs restreints', 'restricted actors'] },
  stage: { kind: 'value', names: ['étape', 'stage', 'stade', 'avancement'] },
  status: { kind: 'value', names: ['statut', 'status', 'état', 'state'] },
  endingKind: { kind: 'value', names: ['sorte de fin', 'type de fin', 'ending kind', 'ending'] },
  reason: { kind: 'text', longest: 5000, names: ['motif', 'raison', 'reason'] },
  lessons: { kind: 'text', longest: 20_000, names: ['leçons apprises', 'leçon', 'lessons learned', 'lesson'] },
  since: {
    kind: 'day',
    names: [
      'depuis',
      'since',
      'début',
      'date de début',
      'start',
      'start date',
      'date',
      'stage since',
      'date convention',
    ],
  },
  until: { kind: 'day', names: ['fin', 'date de fin', 'end', 'end date', 'jusqu’au', 'until'] },
  // What is expected next, said apart: never taken for made, whatever its day.
  plan: { kind: 'value', names: ['passage prévu', 'planned move'] },
  planOn: { kind: 'day', names: ['passage prévu le', 'planned move on'] },
  planNote: { kind: 'text', longest: 5000, names: ['note du passage prévu', 'note of the planned move'] },
  maturity: { kind: 'value', names: ['maturité', 'maturity'] },
  visibility: { kind: 'value', names: ['visibilité', 'visibility', 'diffusion'] },
  source: { kind: 'text', longest: 300, names: ['source', 'provenance'] },
  sourceUrl: { kind: 'address', names: ['adresse de la source', 'source url', 'lien source'] },
  links: { kind: 'addresses', names: ['lien', 'link', 'url', 'site', 'site web', 'website'] },
  linkNames: { kind: 'items', longest: 120, names: ['noms des liens', 'names of links'] },
  phase: { kind: 'value', names: ['phase'] },
  phaseStart: { kind: 'day', names: ['début de la phase', 'début de phase', 'phase start', 'phase since'] },
  phaseEnd: { kind: 'day', names: ['fin de la phase', 'fin de phase', 'phase end', 'phase until'] },
  phaseOrder: { kind: 'order', names: ['ordre de la phase', 'phase order', 'phase seq', 'phase number', 'séquence'] },
  passage: { kind: 'order', names: ['passage', 'numéro du passage', 'passage number'] },
} satisfies Record<string, Spec>

export type Field = keyof typeof specs
export const fields = Object.keys(specs) as [Field, ...Field[]]

export function specOf(field: Field): Spec {
  return specs[field]
}

/** For `suggestColumns`. */
export const namedFields = fields.map((field) => ({ field, names: specs[field].names }))

export const takesSeveral = (field: Field): boolean => ['list', 'actors', 'addresses'].includes(specs[field].kind)

export const textFields = [
  ...(['title', 'need', 'description', 'change', 'benefit', 'population', 'source', 'reason', 'lessons'] as const),
]
export type TextField = (typeof textFields)[number]

/** Those whose every distinct value is given a meaning of ours. */
export const valueFields = ['phase', 'stage', 'status', 'endingKind', 'plan', 'maturity', 'visibility'] as const
export type ValueField = (typeof valueFields)[number]

/** With phases, what a row says of stage and status is said by its phase; otherwise there is no phase. */
export function hasValuesToMap(field: ValueField, { columns, mode }: { columns: readonly string[]; mode: string }) {
  const isRead =
    mode === 'phases' ? field !== 'stage' && field !== 'status' && field !== 'endingKind' : field !== 'phase'
  return isRead && columns.includes(field)
}

export const actorFields = ['leadCarrier', 'carriers', 'funders', 'supportPartners', 'takers'] as const
export type ActorField = (typeof actorFields)[number]

export const roleOf: Record<ActorField, Role> = {
  leadCarrier: 'carrier',
  carriers: 'carrier',
  funders: 'funder',
  supportPartners: 'support_partner',
  takers: 'taker',
}

/** How the choices are grouped on the page. */
export const fieldGroups: Record<string, Field[]> = {
  sheet: [
    'externalId',
    'title',
    'need',
    'description',
    'change',
    'benefit',
    'population',
    'solutions',
    'solutionLimits',
    'themes',
    'territories',
  ],
  people: [...actorFields, 'persons', 'groups', 'adopters', 'networkActors', 'restrictedActors'],
  standing: [
    ...(['stage', 'status', 'endingKind', 'since', 'until', 'reason', 'lessons'] as const),
    ...(['plan', 'planOn', 'planNote', 'maturity', 'visibility'] as const),
  ],
  phases: ['phase', 'phaseStart', 'phaseEnd', 'phaseOrder', 'passage'],
  origin: ['source', 'sourceUrl', 'links', 'linkNames'],
}
