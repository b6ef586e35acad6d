// The four roles of RQIS, the sectors each comes from, and how a link to an initiative stands.

export const roles = ['carrier', 'funder', 'support_partner', 'taker'] as const
export type Role = (typeof roles)[number]

/** Adopters integrate it into their regular practice; beneficiaries use it directly, and are groups, never named persons. */
export const takerKinds = ['adopter', 'beneficiary'] as const
export type TakerKind = (typeof takerKinds)[number]

/** Only an accepted link gives rights, fills a role or receives mail. */
export const invitationStates = ['proposed', 'invited', 'accepted', 'declined', 'expired'] as const
export type InvitationState = (typeof invitationStates)[number]

const publicFunders = [
  'provincial_government',
  'federal_government',
  'ministry',
  'municipality',
  'granting_fund',
] as const
const privateFunders = ['company', 'private_foundation', 'philanthropy', 'citizens', 'volunteers'] as const
const supporters = [
  'government',
  'ministry',
  'municipality',
  'community_development',
  'health',
  'social_services',
  'education',
  'university_research',
  'college_research',
  'research_chair',
  'community_organisation',
  'professional_association',
  'union',
  'foundation',
  'volunteers',
  'citizens_group',
  'local_media',
  'mass_media',
  'transfer_centre',
] as const

export const sectors = [...new Set([...publicFunders, ...privateFunders, ...supporters])] as const
export type Sector = (typeof sectors)[number]

/** The sectors a role may come from (RQIS): carriers and takers come from everywhere. */
export function sectorsOf(role: Role): readonly Sector[] {
  if (role === 'funder') return [...publicFunders, ...privateFunders]
  if (role === 'support_partner') return supporters
  return sectors
}

export const actorKinds = ['organisation', 'person', 'group'] as const
export type ActorKind = (typeof actorKinds)[number]

/** Whether a role is being held on a day: accepted, begun, and not over. Days are YYYY-MM-DD. */
export function isHeld(link: { state: InvitationState; since: string; until: string | null }, on: string): boolean {
  return link.state === 'accepted' && link.since <= on && (link.until === null || link.until >= on)
}
