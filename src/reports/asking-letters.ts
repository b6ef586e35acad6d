import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { stillHere } from '../actors/standing.ts'
import { actors, memberships } from '../actors/tables.ts'
import type { By } from '../domain/viewer.ts'
import { initiatives, participations } from '../initiatives/tables.ts'
import { isHeldOn, isMemberOn } from '../initiatives/visible.ts'
import type { Moment } from '../platform/clock.ts'
import type { Reader, Writer } from '../platform/db/database.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { isLocale, type Locale } from '../platform/i18n/locales.ts'
import { posted } from '../platform/mail/letters.ts'
import type { Report } from './queries.ts'
import { type Answer, type MetQuestion, type Question, readsQuestion } from './questions.ts'
import { mayRead, type Seen } from './sight.ts'

export interface Sender {
  url: string
  /** The network's, for those who have chosen none. */
  locale: string
}

const { id: accountId, email, name, locale } = accounts
const columns = { accountId, email, name, locale }
type Addressee = { accountId: string; email: string; name: string; locale: string | null }

/** Who can answer is told: who made the report, the carriers of what it is about; coordinators when there is nobody else. */
export async function answererLetters(
  db: Reader,
  question: Question,
  report: Pick<Report, 'byAccountId'>,
  seen: Seen,
  by: By,
  when: Moment,
  sender: Sender,
) {
  const [author, carriers, title] = await Promise.all([
    authorOf(db, report, seen, when.today),
    question.initiativeId ? carriersOf(db, question.initiativeId, when.today) : [],
    question.initiativeId ? titleOf(db, question.initiativeId) : '',
  ])
  const some = others([...author, ...carriers], by)
  const told = some.length > 0 ? some : others(await coordinators(db), by)
  return (tx: Writer) =>
    told.map((reader) => {
      const t = translate(languageOf(reader, sender))
      const letter = {
        to: reader.email,
        // The report is not named: whoever carries an initiative may be asked about it by readers of a report that is not theirs.
        subject: t(title ? 'desk.letter.asked_about' : 'desk.letter.asked', { title }),
        text: t('desk.letter.asked_text', {
          name: reader.name,
          who: by.name,
          words: question.words,
          link: `${sender.url}/questions/${question.id}`,
        }),
      }
      return posted(tx, letter, when.at, `question-${question.id}-${reader.accountId}`)
    })
}

/** Whoever asked is told of the answer, as long as they may read it. */
export async function askerLetter(
  db: Reader,
  { question }: MetQuestion,
  answer: Pick<Answer, 'id' | 'words'>,
  by: By,
  when: Moment,
  sender: Sender,
) {
  const asker = (await stillHere(db, [question.byAccountId], when.today)).get(question.byAccountId)
  const isReader = asker !== undefined && (await readsQuestion(db, asker, when.today, question.id))
  const told = isReader ? others(await accountsNamed(db, question.byAccountId), by) : []
  return (tx: Writer, at: Date) =>
    told.map((reader) => {
      const t = translate(languageOf(reader, sender))
      const letter = {
        to: reader.email,
        subject: t('desk.letter.answered'),
        text: t('desk.letter.answered_text', {
          name: reader.name,
          who: by.name,
          question: question.words,
          words: answer.words,
          link: `${sender.url}/questions/${question.id}`,
        }),
      }
      return posted(tx, letter, at, `answer-${answer.id}-${reader.accountId}`)
    })
}

// Who made the report, as long as they may read what is asked about.
async function authorOf(db: Reader, { byAccountId }: Pick<Report, 'byAccountId'>, seen: Seen, today: string) {
  const author = byAccountId && (await stillHere(db, [byAccountId], today)).get(byAccountId)
  return author && mayRead(seen, author) ? accountsNamed(db, byAccountId) : []
}

function others(all: readonly Addressee[], by: By): Addressee[] {
  return [...new Map(all.map((one) => [one.accountId, one])).values()].filter((one) => one.accountId !== by.accountId)
}

function languageOf(reader: Addressee, sender: Sender): Locale {
  if (isLocale(reader.locale)) return reader.locale
  return isLocale(sender.locale) ? sender.locale : 'fr-CA'
}

function accountsNamed(db: Reader, id: string) {
  return db
    .select(columns)
    .from(accounts)
    .where(and(eq(accountId, id), isNull(accounts.disabledAt)))
}

function coordinators(db: Reader) {
  return db
    .select(columns)
    .from(accounts)
    .where(and(inArray(accounts.networkRole, ['coordinator', 'administrator']), isNull(accounts.disabledAt)))
}

async function titleOf(db: Reader, id: string): Promise<string> {
  const [row] = await db.select({ title: initiatives.title }).from(initiatives).where(eq(initiatives.id, id))
  return row?.title ?? ''
}

// Persons by their own account, organisations and groups by those of whoever speaks for them.
function carriersOf(db: Reader, initiativeId: string, today: string): Promise<Addressee[]> {
  const isCarrier = and(
    eq(participations.initiativeId, initiativeId),
    eq(participations.role, 'carrier'),
    isHeldOn(today),
  )
  const isOpen = and(eq(accountId, actors.accountId), isNull(accounts.disabledAt))
  return db
    .select({ ...columns, by: sql<string>`${actors.id}` })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .innerJoin(accounts, isOpen)
    .where(isCarrier)
    .unionAll(
      db
        .select({ ...columns, by: sql<string>`${memberships.organisationId}` })
        .from(participations)
        .innerJoin(memberships, and(eq(memberships.organisationId, participations.actorId), isMemberOn(today)))
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, isOpen)
        .where(isCarrier),
    )
}
