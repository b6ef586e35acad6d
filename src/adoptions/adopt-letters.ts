import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actors, memberships } from '../actors/tables.ts'
import type { Initiative } from '../initiatives/queries.ts'
import { participations } from '../initiatives/tables.ts'
import { isHeldOn, isMemberOn } from '../initiatives/visible.ts'
import type { Reader, Writer } from '../platform/db/database.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { isLocale, type Locale } from '../platform/i18n/locales.ts'
import { posted } from '../platform/mail/letters.ts'

export interface Sender {
  url: string
  /** The network's, for those who have chosen none. */
  locale: string
}

/** Accounts of those who carry it today; of coordinators, when none of these can be written to. */
export async function carriersToTell(db: Reader, initiativeId: string, today: string) {
  const held = await db
    .selectDistinct({ actorId: participations.actorId })
    .from(participations)
    .where(and(eq(participations.initiativeId, initiativeId), eq(participations.role, 'carrier'), isHeldOn(today)))
  const found = await accountsOf(
    db,
    held.map(({ actorId }) => actorId),
    today,
  )
  const all = found.length > 0 ? found : await coordinators(db)
  return [...new Map(all.map((one) => [one.accountId, one])).values()]
}

const { id: accountId, email, name, locale } = accounts
const columns = { accountId, email, name, locale }

// Persons by their own account, organisations and groups by those of whoever speaks for them.
async function accountsOf(db: Reader, actorIds: readonly string[], today: string) {
  if (actorIds.length === 0) return []
  const ids = [...actorIds]
  const isOpen = and(eq(accountId, actors.accountId), isNull(accounts.disabledAt))
  return db
    .select({ ...columns, actorId: sql<string>`${actors.id}` })
    .from(actors)
    .innerJoin(accounts, isOpen)
    .where(inArray(actors.id, ids))
    .unionAll(
      db
        .select({ ...columns, actorId: sql<string>`${memberships.organisationId}` })
        .from(memberships)
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, isOpen)
        .where(and(inArray(memberships.organisationId, ids), isMemberOn(today))),
    )
}

function coordinators(db: Reader) {
  return db
    .select(columns)
    .from(accounts)
    .where(and(inArray(accounts.networkRole, ['administrator', 'coordinator']), isNull(accounts.disabledAt)))
}

type Told = Awaited<ReturnType<typeof carriersToTell>>[number]

/** Steps that tell them that somebody waits; who, and what they wrote, is read in the inbox alone. */
export function letters(
  tx: Writer,
  { title, slug }: Pick<Initiative, 'title' | 'slug'>,
  readers: readonly Told[],
  sender: Sender,
  { id, at }: { id: string; at: Date },
) {
  return readers.map((reader) => {
    const language: Locale = isLocale(reader.locale) ? reader.locale : isLocale(sender.locale) ? sender.locale : 'fr-CA'
    const t = translate(language)
    const link = `${sender.url}/initiatives/${slug}/adoptions`
    const letter = {
      to: reader.email,
      subject: t('adoptions.adopt.letter.subject', { title }),
      text: t('adoptions.adopt.letter.text', { name: reader.name, title, link }),
    }
    return posted(tx, letter, at, `asked-${id}-${reader.accountId}`)
  })
}
