import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { replay } from '../../src/domain/history.ts'
import { groupsOf } from '../../src/imports/groups.ts'
import { gridOf } from '../../src/imports/grid.ts'
import type { KnownWorld } from '../../src/imports/known.ts'
import { intentionFor } from '../../src/imports/plan.ts'
import { suggestedMapping } from '../../src/imports/suggesting.ts'
import type { Workbook } from '../../src/platform/reading/workbook.ts'

const TODAY = '2026-03-02'
const nothing: KnownWorld = {
  initiative: () => undefined,
  territory: () => 'unknown',
  actor: () => 'unknown',
  theme: () => 'unknown',
}
const header = ['id', 'titre', 'phase', 'start', 'end', 'sponsors']
const row = fc.tuple(
  fc.constantFrom('a', 'b', 'c', '', '2,253E+13'),
  fc.constantFrom('Le Jardin', 'La Ruche', ''),
  fc.constantFrom('investigation', 'construction', 'acceleration', 'transfere', 'opere', 'abandon', 'lune', ''),
  fc.constantFrom('2020-01-01', '2020-06-01', '2021-01-01', '2026-12-01', 'mars 2020', '', 'NA'),
  fc.constantFrom('', '2020-03-01', '2019-01-01'),
  fc.constantFrom('', 'Fonds A | Fonds B'),
)

test('whatever the file holds, every row has exactly one outcome, and what is created stands where its moves lead', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 14 }), fc.boolean(), async (rows, isPhases) => {
      const all = [header, ...rows]
      const workbook: Workbook = {
        kind: 'csv',
        sheets: [{ name: 'x', rows: all, lines: all.map((_, index) => index + 1), problems: [] }],
      }
      const mapping = {
        ...suggestedMapping(workbook, 'x.csv'),
        header: 0,
        undated: isPhases ? '' : '2026-01-01',
        mode: isPhases ? ('phases' as const) : ('initiatives' as const),
      }
      const groups = await groupsOf(gridOf(workbook, mapping), mapping)
      const intentions = groups.map((group) => intentionFor(group, mapping, nothing, TODAY))
      const outcomes = intentions.flatMap((one) => one.rows)
      const lines = outcomes.map(({ line }) => line).toSorted((a, b) => a - b)
      expect(lines).toEqual(rows.map((_, index) => index + 2))
      for (const { outcome, fault } of outcomes) expect(outcome === 'refused' && !fault?.reason).toBe(false)
      for (const { kind, steps, stands } of intentions) {
        expect(kind === 'create').toBe(stands !== undefined)
        if (kind !== 'create') continue
        const passages = steps.map(({ on, ...step }, index) => ({
          ...step,
          id: String(index),
          effectiveOn: on,
          sequence: index,
          supersedesId: null,
        }))
        expect(stands).toMatchObject(replay(passages)!)
      }
    }),
    { numRuns: 300 },
  )
})
