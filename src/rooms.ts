import { type Router } from 'express'
import { routes as accounts } from './accounts/routes.ts'
import { routes as actors } from './actors/routes.ts'
import { becamePart, becameWaiting } from './adjustments/became.ts'
import { loopSection } from './adjustments/loop-section.ts'
import { isMadeByAdjustment } from './adjustments/queries.ts'
import { routes as adjustments } from './adjustments/routes.ts'
import { adjustedInto, untraced } from './adjustments/steps.ts'
import { routes as archive } from './archive/routes.ts'
import { pursesOfEditions } from './awards/purses.ts'
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
import { routes as desk } from './desk/routes.ts'
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
import { routes as initiatives } from './initiatives/routes.ts'
import { routes as invitations } from './invitations/routes.ts'
import { routes as knowledge } from './knowledge/routes.ts'
import { knowledgeSection } from './knowledge/section.ts'
import { broughtByInstead, broughtInto } from './knowledge/steps.ts'
import { routes as library } from './library/routes.ts'
import { routes as network } from './network/routes.ts'
import { indicatorsThatCount } from './pilots/counted.ts'
import { routes as pilots } from './pilots/routes.ts'
import { indicatorsSection, pilotsSection } from './pilots/section.ts'
import { testedInto } from './pilots/steps.ts'
import { routes as privacy } from './privacy/routes.ts'
import { routes as qualification } from './qualification/routes.ts'
import { qualificationSection } from './qualification/section.ts'
import { assessedInto } from './qualification/steps.ts'
import { periodsPart } from './privacy/handed-up.ts'
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
import type { Floor } from './platform/http/floor.ts'

/** The house: one line per room, and what it hands from later rooms to earlier ones. */
export const rooms: ((floor: Floor) => Router)[] = [
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
  (floor) => help(floor, [periodsPart(floor.db)]),
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
  privacy,
  communications,
  (floor) =>
    pilots(floor, [invitingPart(floor.db), resultsPart(floor.db, becamePart(floor.db))], { later: isMadeByAdjustment }),
  feedback,
  openFeedback,
  (floor) => feedbackPaper(floor, untraced),
  feedbackResults,
  adjustments,
  adoptions,
  qualification,
  search,
  invitations,
  demo,
  archive,
]
