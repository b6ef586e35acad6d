import { desc } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { namesOf } from '../accounts/queries.ts'
import { type CriterionCode, type Gate, originalGate } from '../domain/gates.ts'
import type { Stage } from '../domain/lifecycle.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, Duplicate, type Reader } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { newId } from '../platform/id.ts'
import { allowed } from './access.ts'
import { gatesInForce } from './queries.ts'
import type { GateInput } from './schema.ts'
import { gateVersions } from './tables.ts'

/** One thing that a version of a gate changed. */
export interface GateChange {
  what: 'mode' | 'on' | 'off' | 'renamed'
  code?: CriterionCode
  /** The new mode, or the new French wording; empty when the usual one is back. */
  to?: string
}

/**
 * A new version of a gate; moves already judged keep theirs. Returns false when nothing was changed.
 * Throws Stale when another version came first.
 */
export async function changeGate(db: Database, stage: Stage, input: GateInput, by: By, now: Date): Promise<boolean> {
  const as = allowed('settings.edit', by)
  const current = (await gatesInForce(db))[stage]
  const next: Gate = { stage, version: current.version + 1, mode: input.mode, criteria: input.criteria }
  if (input.version !== current.version) throw outdated(flat(next), flat(current), current.version)

  const changes = changesBetween(current, next)
  if (changes.length === 0) return false
  const { version: number, mode, criteria } = next
  const row = { id: newId(), stage, number, mode, criteria: [...criteria], createdAt: now, byAccountId: by.accountId }
  const particulars = { stage, number, changes }
  const happening = { what: 'gate_changed', subject: { kind: 'network', id: 'network' }, particulars, as }
  try {
    await db.commit((tx) => [tx.insert(gateVersions).values(row), recorded(tx, by, now, happening)])
  } catch (error) {
    if (!(error instanceof Duplicate) || !/gate_versions/.test(error.on)) throw error
    const theirs = (await gatesInForce(db))[stage]
    throw outdated(flat(next), flat(theirs), theirs.version)
  }
  return true
}

/** A gate as its form holds it. */
export function flat({ mode, criteria }: Gate): Record<string, string> {
  const fields = criteria.flatMap(({ code, on, fr = '', en = '' }) => [
    [`${code}_on`, on ? 'on' : ''],
    [`${code}_fr`, fr],
    [`${code}_en`, en],
  ])
  return { mode, ...(Object.fromEntries(fields) as Record<string, string>) }
}

function changesBetween(before: Gate, after: Gate): GateChange[] {
  const changes: GateChange[] = before.mode === after.mode ? [] : [{ what: 'mode', to: after.mode }]
  for (const { code, on, fr = '', en = '' } of after.criteria) {
    const was = before.criteria.find((one) => one.code === code)
    if (was?.on !== on) changes.push({ what: on ? 'on' : 'off', code })
    if ((was?.fr ?? '') !== fr || (was?.en ?? '') !== en) changes.push({ what: 'renamed', code, to: fr })
  }
  return changes
}

export interface GateVersion {
  stage: Stage
  number: number
  at: Date
  /** Empty when it was nobody with an account. */
  by: string
  changes: GateChange[]
}

/** Every version of every gate, newest first, with what it changed. The original is version 1 and is no row. */
export async function gateHistory(db: Reader): Promise<GateVersion[]> {
  const rows = await db.select().from(gateVersions).orderBy(desc(gateVersions.createdAt), desc(gateVersions.number))
  const names = await namesOf(db, [...new Set(rows.flatMap(({ byAccountId }) => byAccountId ?? []))])
  return rows.map((row) => {
    const before = rows.find(({ stage, number }) => stage === row.stage && number === row.number - 1)
    return {
      stage: row.stage,
      number: row.number,
      at: row.createdAt,
      by: names.get(row.byAccountId ?? '') ?? '',
      changes: changesBetween(before ? asGate(before) : originalGate(row.stage), asGate(row)),
    }
  })
}

function asGate({ stage, number, mode, criteria }: typeof gateVersions.$inferSelect): Gate {
  return { stage, version: number, mode, criteria }
}
