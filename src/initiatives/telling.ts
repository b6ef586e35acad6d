import { and, eq, isNull, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actors, memberships } from '../actors/tables.ts'
import type { Audience } from '../domain/lifecycle.ts'
import { maySee } from '../domain/visibility.ts'
import type { Role } from '../domain/roles.ts'
import { dayIn } from '../platform/clock.ts'
import type { Database, Reader, Writer } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { formatFor } from '../platform/i18n/format.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { isLocale, type Locale } from '../platform/i18n/locales.ts'
import { queued } from '../platform/jobs/queued.ts'
import { Finish, type Handler } from '../platform/jobs/worker.ts'
import { postedOnce } from '../platform/mail/letters.ts'
import { findNetwork } from '../network/queries.ts'
import { rolesNamedBy } from './queries.ts'
import { initiatives, moves, participations } from './tables.ts'
import { isHeldOn, isMemberOn } from './visible.ts'

interface Telling {
  move: string
  audience: Audience
}

/** A step: a move will be told to an audience, once. Its id says which, also when the work is done and emptied. */
export function tellingQueued(tx: Writer, telling: Telling, now: Date) {
  return queued(tx, 'move.tell', telling, now, { id: `tell-${telling.move}-${telling.audience}` })
}

/**
 * Tells a move to those who hold a role and have an account, but to whoever made it. Each letter is a job with an
 * id of its own: however often this runs, nobody is told twice.
 */
export function tellMove({ db, url }: { db: Database; url: string }): Handler {
  return async ({ move: moveId, audience }: Telling, now) => {
    const [told] = await toTell(db).execute({ moveId })
    if (!told) return undefined
    const { move, initiative } = told
    const { timeZone, locale } = await findNetwork(db)
    const named = rolesNamedBy(initiative)
    // Whoever has an account is a member besides the role they hold.
    const readers = (await teamOf(db, initiative.id, dayIn(timeZone, now), audience)).filter(
      ({ accountId, role }) => accountId !== move.byAccountId && maySee(initiative.visibility, [role, 'member'], named),
    )

    const letters = [...new Map(readers.map((one) => [one.accountId, one])).values()].map((reader) => {
      const language: Locale = isLocale(reader.locale) ? reader.locale : isLocale(locale) ? locale : 'fr-CA'
      const t = translate(language)
      const what =
        move.fromStage === move.toStage
          ? t(`words.event.${move.event}`)
          : t('initiatives.timeline.stage', {
              from: t(`words.stage.${move.fromStage ?? move.toStage}`),
              to: t(`words.stage.${move.toStage}`),
            })
      const letter = {
        to: reader.email,
        subject: t('initiatives.letter.subject', { title: initiative.title, what }),
        text: t('initiatives.letter.text', {
          name: reader.name,
          title: initiative.title,
          what,
          day: formatFor(language, timeZone).day(move.effectiveOn),
          link: `${url}/initiatives/${initiative.slug}`,
          preferences: `${url}/me/account`,
        }),
      }
      return { id: `told-${moveId}-${reader.accountId}`, letter }
    })
    return new Finish((tx) => letters.map(({ id, letter }) => postedOnce(tx, letter, now, id)))
  }
}

const toTell = prepared((db) =>
  db
    .select({ move: moves, initiative: initiatives })
    .from(moves)
    .innerJoin(initiatives, eq(initiatives.id, moves.initiativeId))
    .where(eq(moves.id, blank('moveId'))),
)

/** Accounts of those who hold a role today: persons by their own, organisations and groups by who speaks for them. */
async function teamOf(db: Reader, initiativeId: string, today: string, audience: Audience) {
  const team = await holders(db).execute({ initiativeId, today })
  const held = team.filter(({ role }) => audience !== 'carriers' || role === 'carrier')
  const actorIds = held.map(({ actorId }) => actorId)
  if (actorIds.length === 0) return []
  const rows = await withAccounts(db).execute({ actorIds: JSON.stringify(actorIds), today })
  return rows.flatMap((row) =>
    held
      .filter(({ actorId }) => actorId === row.actorId)
      .map(({ role }): typeof row & { role: Role } => ({ ...row, role })),
  )
}

const holders = prepared((db) =>
  db
    .select({ actorId: participations.actorId, role: participations.role })
    .from(participations)
    .where(and(eq(participations.initiativeId, blank('initiativeId')), isHeldOn(blank('today')))),
)

// Asked apart: one condition on both would look through everybody who has an account.
const withAccounts = prepared((db) => {
  const { id: accountId, email, name, locale } = accounts
  const wantsMail = and(eq(accountId, actors.accountId), isNull(accounts.disabledAt), eq(accounts.mailOnMoves, true))
  return db
    .select({ actorId: sql<string>`${actors.id}`, accountId, email, name, locale })
    .from(actors)
    .innerJoin(accounts, wantsMail)
    .where(oneOf(actors.id, blank('actorIds')))
    .unionAll(
      db
        .select({ actorId: sql<string>`${memberships.organisationId}`, accountId, email, name, locale })
        .from(memberships)
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, wantsMail)
        .where(and(oneOf(memberships.organisationId, blank('actorIds')), isMemberOn(blank('today')))),
    )
})
