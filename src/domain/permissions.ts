import { suppliersOf, type CriterionCode } from './gates.ts'
import type { MoveEvent } from './lifecycle.ts'
import type { MoneyStatus } from './money.ts'
import type { Role } from './roles.ts'

export const networkRoles = ['administrator', 'coordinator', 'member'] as const
export type NetworkRole = (typeof networkRoles)[number]

/** In what quality somebody is here. Strongest first: the first that may do a deed is the one it is done in. */
export const capacities = [
  'administrator',
  'coordinator',
  'lead_carrier',
  'carrier',
  'support_partner',
  'taker',
  'funder',
  'member',
  'visitor',
] as const
export type Capacity = (typeof capacities)[number]

/** An administrator may all that a coordinator may; every person signed in is a member; nobody is less than a visitor. */
export function capacitiesOf(
  networkRole: NetworkRole | undefined,
  held: readonly { role: Role; isLead: boolean }[] = [],
): Capacity[] {
  if (!networkRole) return ['visitor']
  const all = new Set<Capacity>(['member', 'visitor'])
  if (networkRole === 'administrator') all.add('administrator').add('coordinator')
  if (networkRole === 'coordinator') all.add('coordinator')
  for (const { role, isLead } of held) {
    all.add(role)
    if (role === 'carrier' && isLead) all.add('lead_carrier')
  }
  return capacities.filter((capacity) => all.has(capacity))
}

const carrying: readonly Capacity[] = ['coordinator', 'lead_carrier', 'carrier']
const coordinating: readonly Capacity[] = ['coordinator']
const members: readonly Capacity[] = ['coordinator', 'member']

const deeds = {
  'initiative.start': members,
  'initiative.spot': members,
  'initiative.edit': carrying,
  'initiative.merge': coordinating,
  'spotted.triage': coordinating,
  'move.claim': coordinating,
  'move.advance': carrying,
  'move.skip': coordinating,
  'move.send_back': carrying,
  'move.hold': carrying,
  'move.resume': carrying,
  'move.discontinue': carrying,
  'move.reopen': coordinating,
  'move.sustain': carrying,
  'move.transfer': carrying,
  'move.backfill': carrying,
  'move.correct': carrying,
  'gate.waive': coordinating,
  'criterion.withdraw': carrying,
  'participation.add': carrying,
  'participation.accept_for': coordinating,
  'participation.end': carrying,
  'team.see': ['coordinator', 'lead_carrier', 'carrier', 'support_partner', 'taker', 'funder'],
  'document.attach': ['coordinator', 'lead_carrier', 'carrier', 'support_partner', 'taker', 'funder'],
  'document.feature': coordinating,
  'collection.edit': coordinating,
  'knowledge.record': ['coordinator', 'lead_carrier', 'carrier', 'support_partner', 'taker'],
  'knowledge.withdraw': carrying,
  'dossier.share': carrying,
  'initiative.exclude': coordinating,
  'programme.edit': coordinating,
  'money.rate': coordinating,
  'report.make': ['coordinator', 'lead_carrier', 'carrier', 'support_partner', 'funder'],
  'report.answer': carrying,
  'progress.write': carrying,
  'register.see': coordinating,
  'pilot.tend': carrying,
  'indicator.tend': ['coordinator', 'lead_carrier', 'carrier', 'support_partner'],
  'feedback.invite': carrying,
  'feedback.give': ['coordinator', 'taker'],
  'feedback.enter': ['coordinator', 'lead_carrier', 'carrier', 'support_partner'],
  'feedback.read': ['coordinator', 'lead_carrier', 'carrier', 'support_partner'],
  'adjustment.decide': carrying,
  'adoption.record': ['coordinator', 'lead_carrier', 'carrier', 'taker'],
  'adoption.confirm': carrying,
  'adopt_page.edit': carrying,
  'grid.edit': coordinating,
  'qualification.assess': ['coordinator', 'support_partner', 'taker', 'funder'],
  'qualification.decide': coordinating,
  'actor.add': members,
  'actor.edit': coordinating,
  'contacts.see': coordinating,
  'import.run': coordinating,
  'settings.edit': coordinating,
  'people.invite': coordinating,
  'people.manage': ['administrator'],
  'network.manage': ['administrator'],
  'privacy.manage': ['administrator'],
} satisfies Record<string, readonly Capacity[]>

export type Deed = keyof typeof deeds

export type Permission = { allowed: true; as: Capacity } | { allowed: false; reserved: readonly Capacity[] }

/** Whether one of these capacities may do a deed, and in which one it is done; otherwise who may. */
export function may(deed: Deed, held: readonly Capacity[]): Permission {
  return among(deeds[deed], held)
}

export function mayMove(event: MoveEvent, held: readonly Capacity[]): Permission {
  return may(`move.${event}`, held)
}

/** Carriers, support partners and coordinators state any criterion; takers state those that takers can supply. */
export function mayAttest(code: CriterionCode, held: readonly Capacity[]): Permission {
  const takersToo: readonly Capacity[] = suppliersOf(code).includes('taker') ? ['taker'] : []
  return among([...carrying, 'support_partner', ...takersToo], held)
}

/** Carriers, support partners and coordinators tend all documents of an initiative; takers and funders their own. */
export function mayTend(isOwn: boolean, held: readonly Capacity[]): Permission {
  const owners: readonly Capacity[] = isOwn ? ['taker', 'funder'] : []
  return among([...carrying, 'support_partner', ...owners], held)
}

/** Carriers record what they ask for; funders all that is theirs; coordinators anything. */
export function mayRecordMoney(status: MoneyStatus, isOwn: boolean, held: readonly Capacity[]): Permission {
  const askers: readonly Capacity[] = status === 'requested' ? ['lead_carrier', 'carrier'] : []
  return among(['coordinator', ...askers, ...(isOwn ? (['funder'] as const) : [])], held)
}

/** What binds both sides of a funding (its terms, schedule of payments, progress reports): its funder and coordinators. */
export function mayTendFunding(isOwn: boolean, held: readonly Capacity[]): Permission {
  return among(['coordinator', ...(isOwn ? (['funder'] as const) : [])], held)
}

/** A report is changed, published and shared by who made it, and by coordinators. */
export function mayTendReport(isOwn: boolean, held: readonly Capacity[]): Permission {
  return among(['coordinator', ...(isOwn ? (['member'] as const) : [])], held)
}

/** A question on a report is answered by who made the report, carriers of the initiative it is about, and coordinators. */
export function mayAnswer(isAuthor: boolean, held: readonly Capacity[]): Permission {
  return among([...deeds['report.answer'], ...(isAuthor ? (['member'] as const) : [])], held)
}

/** Nobody assesses what they carry themselves, in whatever other capacity they are there. */
export function mayAssess(held: readonly Capacity[]): Permission {
  return notCarrying('qualification.assess', held)
}

/** Nor decides on it. */
export function mayDecide(held: readonly Capacity[]): Permission {
  return notCarrying('qualification.decide', held)
}

function notCarrying(deed: 'qualification.assess' | 'qualification.decide', held: readonly Capacity[]): Permission {
  return held.includes('carrier') ? { allowed: false, reserved: deeds[deed] } : may(deed, held)
}

function among(reserved: readonly Capacity[], held: readonly Capacity[]): Permission {
  const as = held.find((capacity) => reserved.includes(capacity))
  return as ? { allowed: true, as } : { allowed: false, reserved }
}
