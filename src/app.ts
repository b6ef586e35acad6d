import cookieParser from 'cookie-parser'
import express, { type Express, type Router } from 'express'
import { routes as accounts } from './accounts/routes.ts'
import { signedIn } from './accounts/session.ts'
import { replayed } from './activity/replayed.ts'
import { actsFor } from './actors/queries.ts'
import { routes as actors } from './actors/routes.ts'
import { becamePart, becameWaiting } from './adjustments/became.ts'
import { loopSection } from './adjustments/loop-section.ts'
import { isMadeByAdjustment } from './adjustments/queries.ts'
import { routes as adjustments } from './adjustments/routes.ts'
import { adjustedInto, untraced } from './adjustments/steps.ts'
import { routes as archive } from './archive/routes.ts'
import { pursesOfEditions } from './awards/purses.ts'
import { adoptRoutes as adoptPages } from './adoptions/routes-adopt.ts'
import { adoptedByActor } from './adoptions/by-actor.ts'
import { adoptionsThatCount } from './adoptions/counted.ts'
import { adoptionsWaiting } from './adoptions/inbox.ts'
import { routes as adoptions } from './adoptions/routes.ts'
import { adoptionsSection } from './adoptions/section.ts'
import { spreadSection } from './adoptions/spread-section.ts'
import { adoptedByInstead, adoptedInto, invitedInto } from './adoptions/steps.ts'
import { routes as awards } from './awards/routes.ts'
import { routes as communications } from './communications/routes.ts'
import { routes as demo } from './demo/routes.ts'
import { deskInSight, routes as desk } from './desk/routes.ts'
import { fileRoutes } from './documents/routes-file.ts'
import { papersOfInitiatives } from './documents/papers.ts'
import { routes as documents } from './documents/routes.ts'
import { documentsSection } from './documents/section.ts'
import { attachedForInstead } from './documents/steps.ts'
import { routes as dossiers } from './dossiers/routes.ts'
import { dossierSection } from './dossiers/section.ts'
import { routes as exports } from './exports/routes.ts'
import { invitingPart } from './feedback/inviting-part.ts'
import { feedbackWaiting } from './feedback/waiting.ts'
import { resultsPart } from './feedback/results-part.ts'
import { openRoutes as openFeedback } from './feedback/routes-open.ts'
import { paperRoutes as feedbackPaper } from './feedback/routes-paper.ts'
import { resultRoutes as feedbackResults } from './feedback/routes-results.ts'
import { routes as feedback } from './feedback/routes.ts'
import { routes as funding } from './funding/routes.ts'
import { editionMoney, moneySection } from './funding/section.ts'
import { fundedByInstead, fundedInto } from './funding/steps.ts'
import { routes as help } from './help/routes.ts'
import { routes as imports } from './imports/routes.ts'
import { rolesOfActors } from './initiatives/roles-of-actors.ts'
import { waiting } from './initiatives/routes-spotted.ts'
import { routes as initiatives } from './initiatives/routes.ts'
import { routes as invitations } from './invitations/routes.ts'
import { routes as knowledge } from './knowledge/routes.ts'
import { knowledgeSection } from './knowledge/section.ts'
import { broughtByInstead, broughtInto } from './knowledge/steps.ts'
import { routes as library } from './library/routes.ts'
import { openLive } from './live/hub.ts'
import { routes as live } from './live/routes.ts'
import { networkNow } from './network/now.ts'
import { routes as network } from './network/routes.ts'
import type { Handed } from './operation/handed.ts'
import { newMeter } from './operation/meter.ts'
import { metrics } from './operation/metrics.ts'
import { routes as operation } from './operation/routes.ts'
import { sizesOf } from './operation/sizes.ts'
import { indicatorsThatCount } from './pilots/counted.ts'
import { routes as pilots } from './pilots/routes.ts'
import { indicatorsSection, pilotsSection } from './pilots/section.ts'
import { testedInto } from './pilots/steps.ts'
import { routes as qualification } from './qualification/routes.ts'
import { qualificationSection } from './qualification/section.ts'
import { assessedInto } from './qualification/steps.ts'
import { routes as programmes } from './programmes/routes.ts'
import { programmesSection } from './programmes/section.ts'
import { enrolledInto } from './programmes/steps.ts'
import { routes as progress } from './progress/routes.ts'
import { progressSection, progressWaiting } from './progress/section.ts'
import { askedAboutInto, readForInstead } from './reports/reader-steps.ts'
import { questionsWaiting } from './reports/readers.ts'
import { fileRoutes as reportFiles } from './reports/routes-files.ts'
import { readerRoutes as reportReaders } from './reports/routes-readers.ts'
import { sharingRoutes as reportSharing } from './reports/routes-sharing.ts'
import { routes as reports } from './reports/routes.ts'
import { routes as search } from './search/routes.ts'
import { routes as uploads } from './uploads/routes.ts'
import { assets } from './platform/http/assets.ts'
import { compressed } from './platform/http/compressed.ts'
import { errors, notFound } from './platform/http/errors.ts'
import type { Floor } from './platform/http/floor.ts'
import { health } from './platform/http/health.ts'
import { withoutNul } from './platform/http/nul.ts'
import { keptWhileUnwritten } from './platform/http/kept.ts'
import { keptRows, mainParts } from './platform/http/main-parts.ts'
import { pages } from './platform/http/pages.ts'
import { requests } from './platform/http/requests.ts'
import { headers, sameSite } from './platform/http/security.ts'
import { prepareSecret } from './platform/sealing.ts'
import { surroundings } from './platform/http/surroundings.ts'

// The house: one line per room.
const rooms: ((floor: Floor) => Router)[] = [
  accounts,
  network,
  (floor) =>
    actors(floor, {
      ...rolesOfActors,
      adopts: adoptedByActor,
      moved: (...merge) => [
        ...rolesOfActors.moved(...merge),
        attachedForInstead(...merge),
        broughtByInstead(...merge),
        fundedByInstead(...merge),
        adoptedByInstead(...merge),
        ...readForInstead(...merge),
      ],
    }),
  imports,
  exports,
  help,
  (floor) =>
    initiatives(
      floor,
      [
        documentsSection(floor.db),
        knowledgeSection(floor.db),
        pilotsSection(floor.db),
        loopSection(floor.db),
        indicatorsSection(floor.db),
        moneySection(floor.db),
        adoptionsSection(floor.db),
        spreadSection(floor.db),
        progressSection(floor.db),
        dossierSection,
        programmesSection(floor.db),
        qualificationSection(floor.db),
      ],
      {
        ...papersOfInitiatives,
        counted: [adoptionsThatCount(floor.db), indicatorsThatCount(floor.db)],
        moved: (tx, from, intoId, at) => [
          ...papersOfInitiatives.moved(tx, from, intoId, at),
          ...broughtInto(tx, from, intoId),
          ...enrolledInto(floor.db, tx, from.id, intoId),
          ...fundedInto(tx, from, intoId),
          ...adoptedInto(tx, from, intoId),
          invitedInto(tx, from, intoId),
          ...testedInto(tx, from, intoId),
          ...adjustedInto(tx, from, intoId),
          askedAboutInto(tx, from.id, intoId),
          ...assessedInto(tx, from.id, intoId),
        ],
      },
      [
        feedbackWaiting(floor),
        becameWaiting(floor.db),
        adoptionsWaiting(floor.db),
        progressWaiting(floor.db),
        questionsWaiting(floor.db),
      ],
    ),
  uploads,
  documents,
  fileRoutes,
  library,
  knowledge,
  (floor) => programmes(floor, { purses: pursesOfEditions, ledgers: editionMoney }),
  funding,
  dossiers,
  progress,
  awards,
  reports,
  reportFiles,
  reportSharing,
  reportReaders,
  desk,
  communications,
  (floor) =>
    pilots(floor, [invitingPart(floor.db), resultsPart(floor.db, becamePart(floor.db))], { later: isMadeByAdjustment }),
  feedback,
  openFeedback,
  (floor) => feedbackPaper(floor, untraced),
  feedbackResults,
  adjustments,
  adoptions,
  adoptPages,
  qualification,
  search,
  invitations,
  demo,
  archive,
]

/** The column that every request goes down. `root` is the folder that holds views, public and node_modules; views are read again on each page while they are being written. `handed` is what the house watches of itself. */
export async function createApp(
  base: Omit<Floor, 'page' | 'main' | 'kept' | 'part' | 'network'>,
  root: string,
  rereadsViews = false,
  handed: Handed = {},
): Promise<Express> {
  prepareSecret(base)
  const network = await networkNow(base.db)
  const view = pages(root, network.get, rereadsViews)
  const keep = keptWhileUnwritten(base.db, rereadsViews ? 0 : undefined)
  const floor: Floor = {
    ...base,
    network,
    page: (res, name, data = {}) => view.render(res.req, res, name, data),
    main: mainParts(keep, network, view),
    kept: keptRows(keep),
    part: view.part,
  }

  const pushed = openLive(floor)
  floor.stopping.addEventListener('abort', () => pushed.stop(), { once: true })
  const watched = { live: pushed, ...handed, meter: newMeter(), sizes: sizesOf(floor) }

  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', 'loopback, uniquelocal')
  app.set('query parser', 'simple')

  app.use(requests(floor.log, watched.meter.saw))
  app.use(headers(floor.secure))
  app.use(health(floor))
  app.use(metrics(floor, watched))
  app.use('/assets', compressed('well'), assets(root))
  app.use(compressed('quickly'))
  app.use(cookieParser())
  app.use(surroundings(floor))
  app.use(sameSite(floor.url))
  app.use(express.urlencoded({ extended: false, limit: '300kb', parameterLimit: 2000 }))
  app.use(withoutNul)
  app.use(signedIn(floor, actsFor))
  app.use(replayed(floor))
  app.use(waiting(floor))
  app.use(deskInSight(floor))
  app.use(live(floor, pushed))
  for (const routes of rooms) app.use(routes(floor))
  app.use(operation(floor, watched))
  app.use(notFound)
  app.use(errors(floor))
  return app
}
