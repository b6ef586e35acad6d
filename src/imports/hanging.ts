import { alsoRecorded } from '../activity/recorded.ts'
import {
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from '../initiatives/tables.ts'
import type { Step, Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { inserted } from './inserted.ts'
import type { Intention } from './plan.ts'
import type { Part } from './writing.ts'

/** What hangs on an initiative: its moves, what is expected, who holds which role, themes, places, links, the journal. */
export function hung(tx: Writer, intention: Intention, { id, since, prepared, importId, by, now }: Part): Step[] {
  const { sheet, steps, planned, known, kind, replans, externalId } = intention
  const sequence = Math.max(0, ...(known?.moves.map((move) => move.sequence) ?? [])) + 1
  const common = { initiativeId: id, importId }
  return [
    ...inserted(
      tx,
      moves,
      steps.map(({ from, to, on, ...step }, index) => ({
        ...common,
        ...step,
        id: newId(),
        fromStage: from?.stage ?? null,
        fromStatus: from?.status ?? null,
        toStage: to.stage,
        toStatus: to.status,
        effectiveOn: on,
        recordedAt: now,
        sequence: sequence + index,
        byAccountId: by.accountId,
        provenance: 'imported' as const,
      })),
    ),
    ...inserted(
      tx,
      expectedMoves,
      (kind === 'create' || replans ? planned : []).flatMap(({ event, to, on, reason }) =>
        event === 'start'
          ? []
          : [
              {
                ...common,
                id: newId(),
                event,
                toStage: to.stage,
                toStatus: to.status,
                expectedOn: on,
                note: reason,
                byAccountId: by.accountId,
                recordedAt: now,
              },
            ],
      ),
    ),
    ...inserted(
      tx,
      participations,
      sheet.actors.map((mention) => ({
        ...common,
        id: newId(),
        actorId: prepared.actorId(mention),
        role: mention.role,
        takerKind: mention.takerKind,
        isLead: mention.isLead,
        state: 'accepted' as const,
        acceptedForById: by.accountId,
        since,
        createdAt: now,
      })),
    ),
    ...inserted(
      tx,
      initiativeThemes,
      [...new Set(sheet.themes.map((name) => prepared.themeId(name)))].map((themeId) => ({
        initiativeId: id,
        themeId,
      })),
    ),
    ...inserted(
      tx,
      initiativeTerritories,
      sheet.territoryIds.map((territoryId) => ({ initiativeId: id, territoryId })),
    ),
    ...inserted(
      tx,
      existingSolutions,
      sheet.solutions.map((solution, index) => ({
        ...solution,
        id: newId(),
        initiativeId: id,
        position: (known?.solutions.length ?? 0) + index,
      })),
    ),
    ...inserted(
      tx,
      initiativeLinks,
      sheet.links.map((link, index) => ({
        ...link,
        id: newId(),
        initiativeId: id,
        position: (known?.links.length ?? 0) + index,
      })),
    ),
    alsoRecorded(tx, by, now, {
      what: 'imported',
      subject: { kind: 'initiative', id },
      initiativeId: id,
      as: 'coordinator',
      particulars: { import: importId, externalId, moves: steps.length },
    }),
  ]
}
