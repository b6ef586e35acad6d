import { namesOf } from '../accounts/queries.ts'
import { actorsByIds } from '../actors/queries.ts'
import { definitions } from '../domain/figures/definitions.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { MakeWaiting } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Floor } from '../platform/http/floor.ts'
import type { Translate } from '../platform/i18n/i18n.ts'
import type { Report, VersionLine } from './queries.ts'
import { questionsOn, questionsToAnswer, type withAnswers } from './questions.ts'
import { addressesOf } from './reading.ts'
import { readingsOf } from './reading-marks.ts'

type Threads = Awaited<ReturnType<typeof withAnswers>>

/** What stands under a report for those who signed in: who read it, what was asked and answered. */
export async function readersOf(
  { db }: Pick<Floor, 'db'>,
  { viewer, today, t }: Pick<Reading, 'viewer' | 'today' | 't'>,
  report: Report,
  version?: Pick<VersionLine, 'id' | 'number'>,
) {
  if (!viewer.accountId) return undefined
  const [readings, questions, own] = await Promise.all([
    version ? readingsOf(db, viewer, report, version) : [],
    questionsOn(db, viewer, today, report.id),
    version ? actorsByIds(db, viewer, viewer.actorIds) : [],
  ])
  const mine = readings.filter(({ byAccountId }) => byAccountId === viewer.accountId)
  return {
    ...addressesOf(report.slug, version?.number),
    version,
    readings,
    isRead: mine.some(({ kind }) => kind === 'acknowledged'),
    isAccepted: mine.some(({ kind }) => kind === 'accepted'),
    actors: own.map(({ id, name }) => ({ value: id, label: name })),
    questions: await threads(db, questions, t),
  }
}

/** Questions with the names of those who asked and answered. */
export async function threads(db: Reader, questions: Threads, t: Translate) {
  const ids = questions.flatMap(({ question, answers }) => [
    question.byAccountId,
    ...answers.map(({ byAccountId }) => byAccountId),
  ])
  const names = await namesOf(db, [...new Set(ids)])
  return questions.map(({ question, version, initiative, actorName, answers }) => ({
    id: question.id,
    href: `/questions/${question.id}`,
    about: aboutIn(question.about, t),
    words: question.words,
    askedAt: question.askedAt,
    who: names.get(question.byAccountId) ?? '',
    actorName,
    number: version?.number,
    initiative,
    answers: answers.map((one) => ({ ...one, who: names.get(one.byAccountId) ?? '' })),
  }))
}

// A figure by its name; the initiatives behind one are asked about without a name of theirs.
function aboutIn(about: string, t: Translate): string {
  if (about === '') return ''
  return definitions.some(({ code }) => code === about) ? t(`figures.${about}.name`) : t('desk.question.slice')
}

/** On « Ma page »: questions that wait for an answer of this person's. */
export function questionsWaiting(db: Reader): MakeWaiting {
  return async ({ viewer, today }) => {
    const questions = await questionsToAnswer(db, viewer, today)
    if (questions.length === 0) return undefined
    return {
      view: '/reports/readers-waiting',
      data: {
        questions: questions.map(({ question, initiative }) => ({
          href: `/questions/${question.id}`,
          words: question.words,
          askedAt: question.askedAt,
          title: initiative?.title ?? '',
        })),
      },
    }
  }
}
