import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { communicated } from '../communications/steps.ts'
import { isRetentionKind, type RetentionKind } from '../domain/retention.ts'
import { allowed, reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn, wordsFor } from '../platform/http/pages.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { slugOf } from '../platform/slug.ts'
import { delimitedText, forFrenchExcel } from '../platform/writing/delimited.ts'
import { dueOf } from './purging.ts'
import { changePeriod, findChosen } from './retention-changing.ts'
import { LogQuery, PeriodForm } from './retention-schema.ts'
import { columnsOf, rowOf } from './retention-writing.ts'
import { lastPurges, purgeLog, purgePages, PURGES_SHOWN, retentionPeriods } from './retention.ts'

const home = '/settings/privacy/retention'
const untouched: Return = { values: {}, issues: [] }

/** How long each kind is kept, what went, and the forms that change a period. For administrators. */
export function retentionRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, log } = floor

  router.use([home, `${home}.csv`], reservedFor('privacy.manage'))

  router.get(home, async (req, res) => {
    const { before } = accept(LogQuery, req.query)
    const now = clock.now()
    const [periods, last, purges] = await Promise.all([retentionPeriods(db), lastPurges(db), purgeLog(db, before)])
    const due = await Promise.all(periods.map((period) => dueOf(db.apart, period, now)))
    const shown = purges.slice(0, PURGES_SHOWN)
    floor.page(res, 'privacy/retention', {
      periods: periods.map((period, index) => ({ ...period, due: due[index]!, last: last.get(period.kind) })),
      purges: shown,
      next: purges.length > PURGES_SHOWN ? shown.at(-1)!.id : undefined,
    })
  })

  router.get(`${home}.csv`, async (req, res) => {
    const { timeZone } = floor.network.get()
    const words = wordsFor(req, timeZone)
    res.set('Content-Type', 'text/csv; charset=utf-8')
    res.set('Cache-Control', 'private, no-store')
    res.attachment(`${slugOf(words.t('privacy.retention.log.title'))}-${req.today}.csv`)
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    const as = allowed('privacy.manage', req.viewer)
    await db.commit((tx) => [
      communicated(tx, req.viewer, clock.now(), { what: 'purges', format: 'csv', holdsPersons: false, as }),
    ])
    const pages = async function* () {
      for await (const rows of purgePages(db)) yield rows.map((row) => rowOf(row, words, timeZone))
    }
    try {
      await pipeline(Readable.from(delimitedText(columnsOf(words), pages(), forFrenchExcel)), res)
    } catch (error) {
      res.destroy()
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') log.error({ err: error }, 'purge log')
    }
  })

  const kindPage = async (req: Request, res: Response, back: Return) => {
    const period = await findChosen(db, kindOf(req))
    const t = translate(req.locale)
    const sides = [{ name: 'days', label: t('privacy.retention.days_label') }]
    floor.page(res, 'privacy/retention-kind', {
      period,
      due: await dueOf(db.apart, period, clock.now()),
      values: back.values,
      problems: problemsIn(t, back.issues),
      conflict: conflictOf(back, sides, `${home}/${period.kind}`, home),
    })
  }
  router.get(`${home}/:kind`, (req, res) => kindPage(req, res, untouched))
  router.post(
    `${home}/:kind`,
    form(kindPage, async (req, res) => {
      await changePeriod(db, kindOf(req), accept(PeriodForm, req.body), by(req), clock.now())
      redirect(res, home, 'privacy.retention.done')
    }),
  )
  return router
}

/** Throws NotFound for what is no kind. */
function kindOf(req: Request): RetentionKind {
  const kind = String(req.params.kind)
  if (!isRetentionKind(kind)) throw new NotFound()
  return kind
}
