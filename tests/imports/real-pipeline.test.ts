import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '../../src/accounts/tables.ts'
import { actors } from '../../src/actors/tables.ts'
import { type Passage, replay } from '../../src/domain/history.ts'
import { findImport, rowCounts } from '../../src/imports/queries.ts'
import { importRows } from '../../src/imports/tables.ts'
import { passage } from '../../src/initiatives/queries.ts'
import { expectedMoves, initiatives, moves, participations } from '../../src/initiatives/tables.ts'
import { themes } from '../../src/network/tables.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { importing, somebody, upload } from './wizard.ts'

// A real pipeline (shared/data/README.md), never a part of the project: read when it is beside it.
const file = resolve(root, '../shared/data/pipeline/betagouv_phase_transitions.csv')
const messy = resolve(root, '../shared/data/messy')
const TODAY = '2026-11-22'

interface Row {
  id: string
  phase: string
  start: string
  phase_seq: string
  sponsors: string
  incubator: string
}

// Counted from the raw file with a library and these lines alone, so that a fault of the import cannot hide in both.
const standsFor: Record<string, string> = {
  investigation: 'emergence active null',
  construction: 'mobilisation active null',
  acceleration: 'feedback active null',
  consolidation: 'appropriation active null',
  transfere: 'appropriation transferred null',
  opere: 'appropriation sustained null',
  'abandon-investigation': 'emergence discontinued inconclusive',
}

function byId(rows: Row[]): Row[][] {
  // Within a day the file sorts phases by name; what happened is read along the path, an ending last.
  const path = ['investigation', 'construction', 'acceleration', 'consolidation', 'transfere', 'opere']
  const rank = ({ phase }: Row) => (path.includes(phase) ? path.indexOf(phase) : path.length)
  const sorted = rows.toSorted(
    (a, b) => a.start.localeCompare(b.start) || rank(a) - rank(b) || Number(a.phase_seq) - Number(b.phase_seq),
  )
  return [
    ...Map.groupBy(
      sorted.filter(({ start }) => start <= TODAY),
      ({ id }) => id,
    ).values(),
  ]
}

function finalPhases(rows: Row[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const phases of byId(rows)) {
    const last = phases.at(-1)!.phase
    const reached = phases.findLast(({ phase }) => !phase.startsWith('abandon'))?.phase ?? ''
    const key = standsFor[last] ?? `${standsFor[reached]?.split(' ')[0]} discontinued stopped`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

const named = (cells: string[]) =>
  new Set(cells.flatMap((cell) => cell.split('|').map((name) => name.trim().replace(/\s+/g, ' '))).filter(Boolean))

describe.skipIf(!existsSync(file))('a real pipeline (skipped without ../shared/data/pipeline)', () => {
  const house = useHouse(`${TODAY}T15:00:00Z`)
  let as: string
  beforeEach(async () => {
    as = await somebody(house, 'coordinator')
  })
  const bring = () => importing(house, as, readFileSync(file), { name: 'betagouv_phase_transitions.csv' })
  const importOf = async (home: string) => (await findImport(house.db, home.split('/').at(-1)!))!
  const rows = () => parse<Row>(readFileSync(file), { bom: true, delimiter: ';', columns: true })

  test('is imported by confirming what the wizard suggests; its counts are those of the file; undone, nothing is left', {
    timeout: 600_000,
  }, async () => {
    const began = performance.now()
    const home = await bring()
    const seconds = (performance.now() - began) / 1000
    const it = await importOf(home)
    const raw = rows()
    expect(raw).toHaveLength(1695)

    // Every phase is accounted for, once.
    expect(await rowCounts(house.db, it.id)).toEqual({ moved: 1692, planned: 3 })
    const lines = await house.db.select({ line: importRows.line }).from(importRows)
    expect(lines.map(({ line }) => line).sort((a, b) => a - b)).toEqual(raw.map((_, index) => index + 2))

    // Counts by final phase, as the file has them.
    const all = await house.db.select().from(initiatives)
    expect(all).toHaveLength(662)
    const counts: Record<string, number> = {}
    for (const { stage, status, endingKind } of all) {
      const key = `${stage} ${status} ${endingKind}`
      counts[key] = (counts[key] ?? 0) + 1
    }
    expect(counts).toEqual(finalPhases(raw))

    // The moves replay to what is stored, for each of them.
    const passages = Map.groupBy(await house.db.select().from(moves), ({ initiativeId }) => initiativeId)
    for (const one of all) {
      const history: Passage[] = passages.get(one.id)!.map(passage)
      expect(replay(history)).toEqual({
        position: { stage: one.stage, status: one.status },
        stageSince: one.stageSince,
        statusSince: one.statusSince,
      })
    }
    expect((await house.db.select().from(expectedMoves)).map(({ expectedOn }) => expectedOn).sort()).toEqual([
      '2026-12-18',
      '2026-12-31',
      '2027-05-01',
    ])

    // Sponsors fund, incubators support.
    const held = await house.db.select().from(participations)
    const names = new Map((await house.db.select().from(actors)).map(({ id, name }) => [id, name]))
    const holding = (role: string) =>
      new Set(held.filter((one) => one.role === role).map(({ actorId }) => names.get(actorId)))
    const foldedSize = (set: Set<string>) =>
      new Set(
        [...set].map((name) =>
          name
            .toLowerCase()
            .normalize('NFKD')
            .replace(/\p{M}/gu, '')
            .replace(/[^\p{L}\p{N}]+/gu, ' ')
            .trim(),
        ),
      ).size
    expect(holding('funder').size).toBe(foldedSize(named(raw.map(({ sponsors }) => sponsors))))
    expect(holding('support_partner').size).toBe(foldedSize(named(raw.map(({ incubator }) => incubator))))
    expect(new Set(held.map(({ role }) => role))).toEqual(new Set(['funder', 'support_partner']))

    expect((await house.get('/', { as })).status).toBe(200)
    for (const path of [home, `${home}?outcome=planned`]) expect((await house.get(path, { as })).status).toBe(200)

    // Again: nothing changes.
    const again = await importOf(await bring())
    expect(again.counts).toEqual({
      initiatives_unchanged: 662,
      rows_unchanged: 1695,
      actors_created: 0,
      themes_created: 0,
    })
    expect(await house.db.$count(moves)).toBe([...passages.values()].flat().length)

    // Undone: nothing is left.
    const undoing = performance.now()
    await house.post(`${home}/undo`, {}, { as })
    await house.work()
    for (const table of [initiatives, moves, expectedMoves, participations, actors, themes])
      expect(await house.db.$count(table)).toBe(0)
    expect(await house.db.$count(accounts)).toBe(1)
    const undone = (performance.now() - undoing) / 1000
    process.stdout.write(
      `      ${raw.length} rows imported in ${seconds.toFixed(1)} s, undone in ${undone.toFixed(1)} s\n`,
    )
  })
})

const files = existsSync(messy)
  ? [
      'geneve_subventions_2014__html-in-cells_dup-headers.csv',
      'montpellier_attribution-subventions_2014.ods',
      'montpellier_attribution-subventions_2014.xls',
      ...['SCDL.csv', 'SCDL.xlsx', 'SUBVENTIA.xlsx', 'helios.fixture.ods', 'SuiviActions_test.xls', 'test.xlsx'].map(
        (name) => `datasubvention_import_fixtures/${name}`,
      ),
    ]
  : []

describe.skipIf(files.length === 0)('files as people keep them (skipped without shared/data/messy)', () => {
  const house = useHouse(`${TODAY}T15:00:00Z`)

  test.each(files)(
    '%s is read, previewed and imported, every row accounted for',
    { timeout: 600_000 },
    async (name) => {
      const as = await somebody(house, 'coordinator')
      const content = readFileSync(resolve(messy, name))
      const { to } = await upload(house, as, content, name)
      const sheet = await house.get(to!, { as })
      expect(sheet.status).toBe(200)
      const home = await importing(house, as, content, { name, columns: titleFrom(name) })
      const it = (await findImport(house.db, home.split('/').at(-1)!))!
      expect([it.state, it.error]).toEqual(['done', null])
      const counts = await rowCounts(house.db, it.id)
      expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(it.rowsTotal)
      expect((await house.get(`${home}?outcome=refused`, { as })).status).toBe(200)
      expect((await house.get(`${home}/refused.csv`, { as })).status).toBe(200)
    },
  )
})

// Lists of grants, not of initiatives: where no column is called a title, one is chosen, as a person would.
const titles: Record<string, string> = {
  'geneve_subventions_2014__html-in-cells_dup-headers.csv': 'column.1',
  'datasubvention_import_fixtures/SCDL.csv': 'column.7',
  'datasubvention_import_fixtures/SUBVENTIA.xlsx': 'column.4',
}

function titleFrom(name: string): Record<string, string> {
  const column = titles[name]
  return { undated: '2014-01-01', ...(column ? { [column]: 'title' } : {}) }
}
