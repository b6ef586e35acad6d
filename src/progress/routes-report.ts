import { type Request, type Response, Router } from 'express'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { readingOf } from '../initiatives/reading.ts'
import { acceptReport, remark, skipReport, submitReport, writeDraft } from './commands.ts'
import type { Sender } from './letters.ts'
import { reportPage } from './page.ts'
import { prefilled } from './prefilling.ts'
import { findReportOrRefuse } from './queries.ts'
import { AcceptInput, DraftInput, QuestionOnReport, ReplyInput, SkipInput } from './schema.ts'

/** A report: written, submitted, asked about, answered, accepted or skipped. */
export function reportRoutes(floor: Floor): Router {
  const router = Router()
  const { db, page, network, url } = floor
  const sender = (): Sender => ({ url, ...network.get() })
  const metIn = (req: Request) => findReportOrRefuse(db, req.viewer, req.today, String(req.params.id))

  async function show(req: Request, res: Response, back?: Return) {
    const reading = readingOf(req, floor)
    page(res, 'progress/report', await reportPage(db, await metIn(req), reading, network.get().timeZone, back))
  }

  type Deed = (req: Request, id: string) => Promise<string>
  const deed = (path: string, does: Deed) =>
    router.post(
      path,
      form(show, async (req, res) => {
        const id = String(req.params.id)
        // What may not be seen is not found, whatever was typed.
        await metIn(req)
        const done = await does(req, id)
        redirect(res, done.startsWith('#') ? `/progress/${id}${done}` : `/progress/${id}`, said(done))
      }),
    )
  const said = (done: string) => (done.startsWith('#') ? undefined : done)

  router.get('/progress/:id', (req, res) => show(req, res))

  deed('/progress/:id/draft', async (req, id) => {
    const { take, ...input } = accept(DraftInput, req.body)
    const known = take ? (await knownFor(req))[take] : undefined
    const answers = { ...input.answers }
    if (take && known) answers[take] = [answers[take], known].filter(Boolean).join('\n')
    await writeDraft(db, id, { ...input, answers, take }, by(req), moment(floor, req))
    return take ? `#f-answer-${take}` : 'progress.done.drafted'
  })

  deed('/progress/:id/submission', async (req, id) => {
    const reading = readingOf(req, floor)
    const prefill = (met: Parameters<typeof prefilled>[1]) => prefilled(db, met, reading, network.get().timeZone)
    await submitReport(db, id, accept(DraftInput, req.body), prefill, by(req), moment(floor, req), sender())
    return 'progress.done.submitted'
  })

  deed('/progress/:id/questions', async (req, id) => {
    const { version, question } = accept(QuestionOnReport, req.body)
    await remark(db, id, 'question', { version, words: question }, by(req), moment(floor, req), sender())
    return 'progress.done.questioned'
  })

  deed('/progress/:id/answers', async (req, id) => {
    const { version, reply } = accept(ReplyInput, req.body)
    await remark(db, id, 'answer', { version, words: reply }, by(req), moment(floor, req), sender())
    return 'progress.done.answered'
  })

  deed('/progress/:id/acceptance', async (req, id) => {
    await acceptReport(db, id, accept(AcceptInput, req.body), by(req), moment(floor, req), sender())
    return 'progress.done.accepted'
  })

  deed('/progress/:id/skip', async (req, id) => {
    await skipReport(db, id, accept(SkipInput, req.body), by(req), moment(floor, req), sender())
    return 'progress.done.skipped'
  })

  const knownFor = async (req: Request) =>
    prefilled(db, await metIn(req), readingOf(req, floor), network.get().timeZone)
  return router
}
