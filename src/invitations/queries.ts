import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type Account, findAccount, findAccountByEmail, findToken, isUsable, type Token } from '../accounts/queries.ts'
import { tokens } from '../accounts/tables.ts'
import { actors, memberships } from '../actors/tables.ts'
import { initiatives, participations } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'

/** What a link offers. Who holds the link reads the title of the initiative, and nothing else of it. */
export interface Offer {
  token: Token
  inviter: Account | undefined
  /** Whoever has an account with the invited address. */
  account: Account | undefined
  participation: OfferedRole | undefined
  /** Whom the role is for: the person, or the organisation or group they will speak for. */
  actor: typeof actors.$inferSelect | undefined
}

export type OfferedRole = NonNullable<Awaited<ReturnType<typeof findOfferedRole>>>

/** Whatever a link that once was an invitation offers, even if it is used or has expired. */
export async function findOffer(db: Reader, link: string): Promise<Offer | undefined> {
  const token = await findToken(db, link, 'invitation')
  if (!token) return undefined
  const { participationId, actorId } = token.grants
  const participation = participationId ? await findOfferedRole(db, participationId) : undefined
  return {
    token,
    inviter: token.invitedById ? await findAccount(db, token.invitedById) : undefined,
    account: await findAccountByEmail(db, token.email),
    participation,
    actor: await findActor(db, participation?.actorId ?? actorId),
  }
}

/** Whether it can still be answered: the link works, and the role was neither withdrawn nor answered elsewhere. */
export function stillStands({ token, participation }: Offer, now: Date): boolean {
  if (!isUsable(token, now)) return false
  if (!token.grants.participationId) return true
  return participation?.state === 'invited' || participation?.state === 'proposed'
}

async function findOfferedRole(db: Reader, id: string) {
  const [row] = await db
    .select({
      id: participations.id,
      role: participations.role,
      state: participations.state,
      isLead: participations.isLead,
      actorId: participations.actorId,
      initiativeId: initiatives.id,
      title: initiatives.title,
    })
    .from(participations)
    .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
    .where(eq(participations.id, id))
  return row
}

async function findActor(db: Reader, id: string | undefined) {
  if (!id) return undefined
  const [row] = await db.select().from(actors).where(eq(actors.id, id))
  return row
}

/** Whether a person already speaks for an organisation or a group, with no end in sight. */
export async function speaksFor(db: Reader, personId: string, organisationId: string): Promise<boolean> {
  const rows = await db
    .select({ id: memberships.id })
    .from(memberships)
    .where(
      and(
        eq(memberships.personId, personId),
        eq(memberships.organisationId, organisationId),
        isNull(memberships.until),
      ),
    )
  return rows.length > 0
}

/** Roles that somebody was invited to with a link that has expired, and with none that still works. */
export async function rolesInvitedTooLate(db: Reader, now: Date) {
  const open = await db
    .select({ grants: tokens.grants, expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(and(eq(tokens.purpose, 'invitation'), isNull(tokens.usedAt)))
  const withEnd = open.flatMap(({ grants, expiresAt }) => {
    const id = grants.participationId
    return id ? [{ id, isLate: expiresAt <= now }] : []
  })
  const alive = new Set(withEnd.filter(({ isLate }) => !isLate).map(({ id }) => id))
  const late = [...new Set(withEnd.map(({ id }) => id))].filter((id) => !alive.has(id)).slice(0, 500)
  if (late.length === 0) return []
  return db
    .select({
      id: participations.id,
      initiativeId: participations.initiativeId,
      role: participations.role,
      isLead: participations.isLead,
    })
    .from(participations)
    .where(and(inArray(participations.id, late), eq(participations.state, 'invited')))
}
