import * as z from 'zod'
import { actorKinds, roles, type Sector, sectors } from '../domain/roles.ts'
import {
  box,
  day,
  email,
  line,
  optional,
  paragraph,
  requiredLine,
  version,
  webAddress,
} from '../platform/http/fields.ts'
import { identifierSchemes } from './identifiers.ts'

/** An actor is for everybody, for those signed in, or for itself and coordinators. */
export const actorVisibilities = ['public', 'network', 'restricted'] as const

const sector = optional(z.enum(sectors as readonly [Sector, ...Sector[]]))

const described = {
  name: requiredLine(200),
  sector,
  description: paragraph(5000),
  url: optional(webAddress),
  email: optional(email),
  phone: line(40),
  /** A place as its suggestions write it. */
  territory: line(200),
}

export const NewActorForm = z.object({
  ...described,
  kind: z.enum(actorKinds),
  /** Said by somebody who has seen actors with nearly the same name. */
  isAnother: box,
  /** The person who adds it speaks for it. */
  speaksFor: box,
})

export const ActorForm = z.object({
  ...described,
  version,
  visibility: z.enum(actorVisibilities),
  /** When and how a person agreed to be named to everybody, as whoever writes it down says. */
  consentOn: optional(day),
  consentHow: line(300).default(''),
})

export const MembershipForm = z
  .object({ person: requiredLine(200), title: line(120), since: day, until: optional(day) })
  .refine(({ since, until }) => !until || until >= since, { message: 'until_before_since', path: ['until'] })

export const EndForm = z.object({ until: day })

export const IdentifierForm = z.object({ scheme: z.enum(identifierSchemes), value: requiredLine(60) })

export const MergeForm = z.object({ into: requiredLine(200), version })

/** The list's filters: an address somebody shortened or mistyped filters less, and is no fault. */
export const ListQuery = z.object({
  words: line(200).catch(''),
  kind: z.enum(actorKinds).optional().catch(undefined),
  sector: z
    .enum(sectors as readonly [Sector, ...Sector[]])
    .optional()
    .catch(undefined),
  role: z.enum(roles).optional().catch(undefined),
  territory: line(60).catch(''),
  page: z.coerce.number<string>().int().min(1).max(100_000).catch(1),
})
