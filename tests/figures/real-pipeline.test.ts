import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { stages } from '../../src/domain/lifecycle.ts'
import { computed } from '../../src/figures/computing.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { importing, somebody } from '../imports/wizard.ts'
import { coordination, queryOf, rowOf, tableOf, valueOf } from './asking.ts'
import { type RawPhase, rawReading } from './raw-pipeline.ts'

// A real pipeline (shared/data/README.md), never a part of the project: read when it is beside it.
const file = resolve(root, '../shared/data/pipeline/betagouv_phase_transitions.csv')
const TODAY = '2026-11-22'
const phaseOf = {
  emergence: 'investigation',
  mobilisation: 'construction',
  feedback: 'acceleration',
  appropriation: 'consolidation',
}

describe.skipIf(!existsSync(file))('the figures of a real pipeline (skipped without ../shared/data/pipeline)', () => {
  const house = useHouse(`${TODAY}T15:00:00Z`)

  test('are those that an independent script reads in the raw file', { timeout: 600_000 }, async () => {
    const as = await somebody(house, 'coordinator')
    await importing(house, as, readFileSync(file), { name: 'betagouv_phase_transitions.csv' })
    const rows = parse<RawPhase>(readFileSync(file), { bom: true, delimiter: ';', columns: true })
    const raw = rawReading(rows, TODAY)
    const content = await computed(house, {
      eyes: coordination,
      query: queryOf({ asOf: TODAY, period: { from: '2013-01-01', until: TODAY } }),
      today: TODAY,
      at: house.now,
    })

    // Stock by stage on 31 December of each year.
    const years = tableOf(content, 'stock', 'stock_by_year')
    const ends = years.rows.map((row) => (row[0]!.label as { day: string }).day).filter((day) => day.endsWith('12-31'))
    expect(ends.length).toBeGreaterThan(10)
    for (const day of ends) {
      const row = rowOf(years, { day })
      const own = Object.fromEntries(stages.map((stage) => [phaseOf[stage], valueOf(years, row, stage)]))
      expect([day, own]).toEqual([day, raw.stockOn(day)])
    }

    // Endings by kind.
    const endings = tableOf(content, 'endings', 'endings')
    const ended = (kind: string) =>
      valueOf(endings, rowOf(endings, { word: `words.ending_kind.${kind}` }), 'discontinued')
    expect([ended('inconclusive'), ended('stopped')]).toEqual([raw.endings.inconclusive, raw.endings.stopped])
    expect([ended('inconclusive')! + ended('stopped')!, raw.many]).toEqual([326, 662])

    // Median days of finished phases.
    const times = tableOf(content, 'times', 'times')
    const own = stages.map((stage) => valueOf(times, rowOf(times, { word: `words.stage.${stage}` }), 'median'))
    expect(own).toEqual(raw.medians)
    expect(own).toEqual([153, 464, 658, 223])

    // Another reading gave 151, 459, 658 and 256: it believed the ends that the file gives, and what is yet to come
    // (docs/figures.md). With these two, the same script comes to its first three.
    expect(rawReading(rows, '9999-12-31').mediansByOwnEnds).toEqual([151, 459, 658, 244])
  })
})
