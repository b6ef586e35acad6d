import { type Request, type Response, Router } from 'express'
import { mayAnswer } from '../domain/permissions.ts'
import type { Content } from '../domain/report.ts'
import { asked, readingOf, returned } from '../initiatives/reading.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { NotAllowed } from '../platform/http/refusal.ts'
import { answer, ask, findAsked } from './asking.ts'
import { contentOf } from './freezing.ts'
import { frozenOf } from './frozen.ts'
import { findVersion } from './queries.ts'
import { findQuestionOrRefuse, withAnswers } from './questions.ts'
import { markRead } from './reading-marks.ts'
import { readersOf, threads } from './readers.ts'
import { AnswerInput, AskInput, ReadingInput } from './schema-readers.ts'
import { veiled } from './veiling.ts'

/** As many initiatives as are proposed while one is typed. */
const PROPOSED = 500

/** What readers of a report do: say that they read it, accept it, ask about it; and the answers. */
export function readerRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page, network, url } = floor
  const sender = () => ({ url, locale: network.get().locale })
  const versionAt = (req: Request) =>
    findVersion(db, req.viewer, String(req.params.slug), Number(req.params.number) || 0)

  async function showReadings(req: Request, res: Response, back?: Return) {
    const { report, version } = await versionAt(req)
    if (!req.viewer.accountId) throw new NotAllowed(['member'])
    const { content: _text, ...about } = version
    page(res, 'reports/readers-page', {
      ...returned(readingOf(req, floor), back),
      version: about,
      report,
      readers: await readersOf(floor, readingOf(req, floor), report, version),
    })
  }
  router.get('/reports/:slug/versions/:number/readings', (req, res) => showReadings(req, res))
  router.post(
    '/reports/:slug/versions/:number/readings',
    form(showReadings, async (req, res) => {
      const { report, version } = await versionAt(req)
      const input = accept(ReadingInput, req.body)
      await markRead(db, report.slug, version.number, input, by(req), moment(floor, req))
      const done = input.kind === 'accepted' ? 'desk.readers.accepted_done' : 'desk.readers.read_done'
      redirect(res, `/reports/${report.slug}/versions/${version.number}#readers`, done)
    }),
  )

  // A question may be about the report as it is published, or as its author reads it while writing.
  async function askedIn(req: Request, number: number | undefined) {
    const found = await findAsked(db, req.viewer, String(req.params.slug), number)
    if (!req.viewer.accountId) throw new NotAllowed(['member'])
    const content: Content = found.version
      ? (await veiled(db, req.viewer, req.today, frozenOf(found.version).content)).content
      : await contentOf(floor, found.report, moment(floor, req))
    return { ...found, content }
  }

  async function showAsk(req: Request, res: Response, back?: Return) {
    const typed = back ? back.values.version : asked(req, 'version')
    const number = typeof typed === 'string' && typed !== '' ? Number(typed) || 0 : undefined
    const { report, version, content } = await askedIn(req, number)
    const reading = readingOf(req, floor)
    const codes = [...new Set(content.sections.flatMap(({ figures }) => figures.map(({ code }) => code)))]
    const about = asked(req, 'about')
    page(res, 'reports/readers-ask', {
      ...returned(reading, back),
      report,
      title: version?.title ?? report.title,
      number,
      back: number === undefined ? `/reports/${report.slug}` : `/reports/${report.slug}/versions/${number}`,
      figures: codes.map((code) => ({ value: code, label: reading.t(`figures.${code}.name`) })),
      slice: about in content.slices ? about : '',
      about,
      initiative: content.initiatives.find(({ slug }) => slug === asked(req, 'initiative'))?.title ?? '',
      initiatives: content.initiatives
        .filter(({ title }) => title !== '')
        .slice(0, PROPOSED)
        .map(({ title }) => title),
    })
  }
  router.get('/reports/:slug/questions/new', (req, res) => showAsk(req, res))
  router.post(
    '/reports/:slug/questions',
    form(showAsk, async (req, res) => {
      const slug = String(req.params.slug)
      const input = accept(AskInput, req.body)
      const read = await askedIn(req, input.version)
      await ask(db, slug, input, read, by(req), moment(floor, req), sender())
      const page = input.version === undefined ? `/reports/${slug}` : `/reports/${slug}/versions/${input.version}`
      redirect(res, `${page}#readers`, 'desk.question.asked')
    }),
  )

  async function showQuestion(req: Request, res: Response, back?: Return) {
    const met = await findQuestionOrRefuse(db, req.viewer, req.today, String(req.params.id))
    const [thread] = await threads(db, await withAnswers(db, [met]), readingOf(req, floor).t)
    const { report, version } = met
    page(res, 'reports/readers-question', {
      ...returned(readingOf(req, floor), back),
      thread,
      // Carriers are asked without the report being shown to them.
      report: met.reads
        ? {
            title: version?.title ?? report.title,
            href: `/reports/${report.slug}${version ? `/versions/${version.number}` : ''}`,
          }
        : undefined,
      mayAnswer: mayAnswer(met.isAuthor, met.capacities).allowed,
    })
  }
  router.get('/questions/:id', (req, res) => showQuestion(req, res))
  router.post(
    '/questions/:id/answers',
    form(showQuestion, async (req, res) => {
      const id = String(req.params.id)
      await findQuestionOrRefuse(db, req.viewer, req.today, id)
      const { words } = accept(AnswerInput, req.body)
      await answer(db, id, words, by(req), moment(floor, req), sender())
      redirect(res, `/questions/${id}`, 'desk.question.answered')
    }),
  )
  return router
}
