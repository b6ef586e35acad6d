import { type Request, type Response, Router } from 'express'
import { currencies } from '../domain/money.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import { cardsFor } from '../initiatives/cards.ts'
import { initiativesFound } from '../initiatives/finding.ts'
import { readingOf, returned } from '../initiatives/reading.ts'
import { reservedFor } from '../network/access.ts'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, moment, type Return, redirect } from '../platform/http/floor.ts'
import { enrol, withdrawEnrolment } from './commands.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Purses, type Standing, standingOf } from './comparing.ts'
import { linkedEdition, linkedList, linkedProgramme } from './linked.ts'
import { type Edition, editionOrRefuse, programmeOrRefuse, programmesSeen, teamsOf } from './queries.ts'
import { editRoutes } from './routes-edit.ts'
import { EnrolForm, TeamQuery } from './schema.ts'

const PROPOSED = 10
const mayEdit = ({ viewer }: Request) => may('programme.edit', capacitiesOf(viewer.networkRole)).allowed

/** What later rooms know of the money of editions: sums to compare, and the ledgers of one for its page. */
export interface Moneys {
  purses: Purses
  ledgers: (db: Reader, edition: Pick<Edition, 'id' | 'slug'>, reading: Reading) => Promise<object>
}

/** `/programmes` and `/editions`: what a network holds again and again, who took part, and how the times compare. */
export function routes(floor: Floor, { purses, ledgers }: Moneys): Router {
  const router = Router()
  const { db, page } = floor
  const reserved = reservedFor('programme.edit')

  /** Editions with what became of their teams and of their money, as this reader may see them. */
  async function compared<One extends { id: string }>(req: Request, editions: readonly One[]) {
    const ids = editions.map(({ id }) => id)
    const [standings, money] = await Promise.all([
      standingOf(db, req.viewer, req.today, ids),
      purses(db, req.viewer, req.today, ids),
    ])
    return editions.map((edition) => ({
      ...edition,
      standing: standings.get(edition.id) as Standing,
      purses: money.get(edition.id) ?? [],
    }))
  }

  router.get('/programmes', async (req, res) => {
    const seen = await programmesSeen(db, req.viewer)
    page(res, 'programmes/list', {
      seen,
      today: req.today,
      mayEdit: mayEdit(req),
      jsonLd: linkedList(seen, floor.url),
    })
  })

  router.use(editRoutes(floor, currencies))

  router.get('/programmes/:slug', async (req, res) => {
    const { programme, editions } = await programmeOrRefuse(db, req.viewer, req.params.slug)
    page(res, 'programmes/programme', {
      programme,
      editions: await compared(req, editions),
      jsonLd: linkedProgramme({ programme, editions }, floor.url),
      today: req.today,
      mayEdit: mayEdit(req),
    })
  })

  async function showEdition(req: Request, res: Response, back?: Return) {
    const { viewer, today } = req
    const { programme, edition } = await editionOrRefuse(db, viewer, String(req.params.slug))
    const reading = readingOf(req, floor)
    const { q } = accept(TeamQuery, req.query)
    const teams = await teamsOf(db, viewer, today, edition.id)
    const [cards, [whole], found, money] = await Promise.all([
      cardsFor(
        db,
        teams.map(({ initiative }) => initiative),
        reading,
      ),
      compared(req, [edition]),
      q && mayEdit(req) ? initiativesFound(db, viewer, today, q, PROPOSED) : undefined,
      ledgers(db, edition, reading),
    ])
    page(res, 'programmes/edition', {
      ...returned(reading, back),
      programme,
      edition: whole,
      money,
      jsonLd: linkedEdition(programme, edition, floor.url),
      teams: teams.map(({ enrolment, initiative }, n) => ({
        ...enrolment,
        isExcluded: initiative.isExcluded,
        card: cards[n]!,
      })),
      words: q,
      found: found?.map((one) => ({ ...one, isIn: teams.some(({ initiative }) => initiative.slug === one.slug) })),
      today,
      mayEdit: mayEdit(req),
    })
  }
  router.get('/editions/:slug', (req, res) => showEdition(req, res))
  router.post(
    '/editions/:slug/enrolments',
    reserved,
    form(showEdition, async (req, res) => {
      const slug = String(req.params.slug)
      await enrol(db, slug, accept(EnrolForm, req.body), by(req), moment(floor, req))
      redirect(res, `/editions/${slug}#teams`, 'programmes.done.enrolled')
    }),
  )
  router.post('/editions/:slug/enrolments/:id/withdrawal', reserved, async (req, res) => {
    const { slug, id } = req.params as { slug: string; id: string }
    await withdrawEnrolment(db, slug, id, by(req), moment(floor, req))
    redirect(res, `/editions/${slug}#teams`, 'programmes.done.withdrawn')
  })
  return router
}
