import { eq } from 'drizzle-orm'
import { anotherAdministrator } from '../accounts/people.ts'
import { passwordMatches } from '../accounts/passwords.ts'
import { findAccount } from '../accounts/queries.ts'
import { recorded } from '../activity/recorded.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { findNetwork } from '../network/queries.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Step, Writer } from '../platform/db/database.ts'
import { InvalidInput, NotAllowed, NotFound, Refusal } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { isLocale, type Locale } from '../platform/i18n/locales.ts'
import { newId } from '../platform/id.ts'
import { posted } from '../platform/mail/letters.ts'
import { foundOf } from './erasing-found.ts'
import { accountErased, addressesErased, namesErased, personErased } from './erasing-steps.ts'
import { scouringQueued } from './scouring.ts'
import { findSubject, type Subject, type SubjectKind } from './subject.ts'
import { erasures } from './tables.ts'

/**
 * Erases whoever asks for it. They have typed their own address, and their password when they have one. Throws
 * InvalidInput at the field, 409 for the last administrator, 403 in the demonstration.
 */
export async function eraseSelf(
  db: Database,
  { address, password }: { address: string; password: string },
  by: By,
  when: Moment,
): Promise<void> {
  const account = by.accountId ? await findAccount(db, by.accountId) : undefined
  const subject = by.accountId ? await findSubject(db, 'account', by.accountId) : undefined
  if (!account || !subject) throw new NotAllowed(['member'])
  if (account.isDemo) throw new Refusal(403, 'not_in_demo')
  if (address !== account.email) throw new InvalidInput([{ field: 'address', key: 'not_own_address' }])
  if (account.passwordHash && !(await passwordMatches(account.passwordHash, password))) {
    throw new InvalidInput([{ field: 'password', key: 'wrong_password' }])
  }
  await erase(db, subject, null, by, when)
}

/** Erases somebody at their request, which came on a day. For administrators. */
export async function eraseSubject(
  db: Database,
  { kind, id }: { kind: SubjectKind; id: string },
  { askedOn }: { askedOn: string },
  by: By,
  when: Moment,
): Promise<void> {
  const permission = may('privacy.manage', capacitiesOf(by.networkRole))
  if (!permission.allowed) throw new NotAllowed(permission.reserved)
  const subject = await findSubject(db, kind, id)
  if (!subject || subject.isErased) throw new NotFound()
  if (subject.isDemo) throw new Refusal(403, 'not_in_demo')
  if (askedOn > when.today) throw new InvalidInput([{ field: 'askedOn', key: 'in_the_future' }])
  await erase(db, subject, askedOn, by, when)
}

async function erase(db: Database, subject: Subject, askedOn: string | null, by: By, when: Moment): Promise<void> {
  const { accountId } = subject
  const account = accountId ? await findAccount(db, accountId) : undefined
  const [found, { locale }] = await Promise.all([foundOf(db, subject), findNetwork(db)])
  const language: Locale = isLocale(locale) ? locale : 'fr-CA'
  const name = translate(language)('privacy.persons.erased_name')
  const isGuarded = account?.networkRole === 'administrator' && account.disabledAt === null
  const permission = may('privacy.manage', capacitiesOf(by.networkRole))
  const id = newId()
  const isAddress = subject.kind === 'address'
  await db.commit((tx): Step[] => [
    ...(isGuarded ? anotherAdministrator(tx, account.id) : []),
    ...(account ? accountErased(tx, account.id, account.version, name, when) : []),
    ...personErased(tx, found, name, when),
    ...namesErased(tx, subject, found, name),
    ...addressesErased(tx, subject, found, name, when.at),
    tx.insert(erasures).values({
      id,
      at: when.at,
      subjectKind: subject.kind,
      subjectId: isAddress ? id : subject.id,
      byAccountId: by.accountId === accountId ? null : by.accountId,
      askedOn,
      counts: found.counts,
    }),
    recorded(tx, by, when.at, {
      what: 'person_erased',
      subject: isAddress ? { kind: 'erasure', id } : { kind: subject.kind, id: subject.id },
      ...(permission.allowed ? { as: permission.as } : {}),
    }),
    ...confirmed(tx, id, subject, isLocale(account?.locale) ? account.locale : language, when),
  ])
}

/** The letter that says so is the last thing the address is used for; what traces it leaves are scoured afterwards. */
function confirmed(tx: Writer, id: string, { addresses }: Subject, locale: Locale, { at }: Moment): Step[] {
  const t = translate(locale)
  const [to] = addresses
  const letterId = `erasure-${id}`
  const letter = { subject: t('privacy.persons.letter.subject'), text: t('privacy.persons.letter.text') }
  return [...(to ? [posted(tx, { to, ...letter }, at, letterId)] : []), scouringQueued(tx, letterId, at)]
}

/** When somebody was erased, and how much that took; for administrators. */
export async function erasureOf(db: Database, subjectId: string) {
  const [row] = await db.select().from(erasures).where(eq(erasures.subjectId, subjectId))
  return row
}
