import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type Response, Router } from 'express'
import { communicated } from '../communications/steps.ts'
import { keepsOpen, keptUntil, missingIn, tellingDue } from '../domain/incidents.ts'
import { allowed, reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { conflictOf } from '../platform/http/conflict.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn, wordsFor } from '../platform/http/pages.ts'
import { slugOf } from '../platform/slug.ts'
import { delimitedText, forFrenchExcel } from '../platform/writing/delimited.ts'
import { closeIncident, editIncident, enterIncident, reopenIncident } from './incidents-keeping.ts'
import { incidentOrRefuse, incidentPages, type IncidentRow, incidentsListed, PAGE } from './incidents-queries.ts'
import { IncidentEditForm, IncidentForm, IncidentSeen, IncidentsQuery } from './incidents-schema.ts'
import { columnsOf, rowOf, sidesIn, verdictIn } from './incidents-writing.ts'

const home = '/settings/privacy/incidents'

const dueOf = (incident: IncidentRow, { today }: Request) =>
  incident.closedOn === null ? tellingDue(incident, today) : undefined

/** The register of confidentiality incidents. */
export function incidentRoutes(floor: Floor): Router {
  const router = Router()
  const { db, clock, log, page } = floor
  router.use(home, reservedFor('privacy.manage'))

  const wordsOf = (req: Request) => wordsFor(req, floor.network.get().timeZone)
  const returned = (req: Request, back: Return | undefined) => ({
    values: back?.values,
    problems: back && problemsIn(wordsOf(req).t, back.issues),
  })

  router.get(home, async (req, res) => {
    const rows = await incidentsListed(db, accept(IncidentsQuery, req.query).before)
    const shown = rows.slice(0, PAGE)
    page(res, 'privacy/incidents', {
      incidents: shown.map((incident) => ({ incident, waits: keepsOpen(incident), due: dueOf(incident, req) })),
      next: rows.length > PAGE ? shown.at(-1)!.number : undefined,
    })
  })

  router.get(`${home}.csv`, reservedFor('privacy.manage'), async (req, res) => {
    const words = wordsOf(req)
    res.set('Content-Type', 'text/csv; charset=utf-8')
    res.set('Cache-Control', 'private, no-store')
    res.attachment(`${slugOf(words.t('privacy.incidents.title'))}-${req.today}.csv`)
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    const as = allowed('privacy.manage', req.viewer)
    await db.commit((tx) => [
      communicated(tx, req.viewer, clock.now(), { what: 'incidents', format: 'csv', holdsPersons: false, as }),
    ])
    const pages = async function* () {
      for await (const rows of incidentPages(db)) yield rows.map((row) => rowOf(row, words))
    }
    try {
      await pipeline(Readable.from(delimitedText(columnsOf(words), pages(), forFrenchExcel)), res)
    } catch (error) {
      res.destroy()
      if ((error as { code?: string }).code !== 'ERR_STREAM_PREMATURE_CLOSE') log.error({ err: error }, 'incidents')
    }
  })

  const newPage = (req: Request, res: Response, back?: Return) =>
    page(res, 'privacy/incident-edit', { ...returned(req, back), today: req.today })
  router.get(`${home}/new`, (req, res) => newPage(req, res))
  router.post(
    home,
    form(newPage, async (req, res) => {
      const number = await enterIncident(db, accept(IncidentForm, req.body), by(req), moment(floor, req))
      redirect(res, `${home}/${number}`, 'privacy.incidents.done.entered')
    }),
  )

  const show = async (req: Request, res: Response, back?: Return) => {
    const { incident, who } = await incidentOrRefuse(db, String(req.params.number))
    page(res, 'privacy/incident', {
      ...returned(req, back),
      isStale: Boolean(back?.stale),
      incident,
      who,
      verdict: verdictIn(wordsOf(req), incident.isSerious),
      missing: missingIn(incident),
      waits: keepsOpen(incident),
      due: dueOf(incident, req),
      keptUntil: keptUntil(incident.noticedOn),
    })
  }
  router.get(`${home}/:number`, (req, res) => show(req, res))

  const editPage = async (req: Request, res: Response, back?: Return) => {
    const { incident } = await incidentOrRefuse(db, String(req.params.number))
    const at = `${home}/${incident.number}`
    page(res, 'privacy/incident-edit', {
      ...returned(req, back),
      incident,
      today: req.today,
      conflict: conflictOf(back, sidesIn(wordsOf(req)), at, at),
    })
  }
  router.get(`${home}/:number/edit`, (req, res) => editPage(req, res))
  router.post(
    `${home}/:number`,
    form(editPage, async (req, res) => {
      const number = String(req.params.number)
      await editIncident(db, number, accept(IncidentEditForm, req.body), by(req), moment(floor, req))
      redirect(res, `${home}/${number}`, 'privacy.incidents.done.edited')
    }),
  )

  const deeds = { closing: closeIncident, reopening: reopenIncident }
  for (const deed of ['closing', 'reopening'] as const) {
    router.post(
      `${home}/:number/${deed}`,
      form(show, async (req, res) => {
        const number = String(req.params.number)
        await deeds[deed](db, number, accept(IncidentSeen, req.body).version, by(req), moment(floor, req))
        redirect(res, `${home}/${number}`, `privacy.incidents.done.${deed}`)
      }),
    )
  }
  return router
}
