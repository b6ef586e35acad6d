import { stages } from '../lifecycle.ts'
import type { Section } from '../report.ts'
import { roles } from '../roles.ts'
import { column, counted, labelled, number, section, stageColumns, word } from './cells.ts'
import { share } from './cohorts.ts'
import { holding } from './holding.ts'
import { isRunning, type Life } from './lives.ts'
import type { Scene } from './scene.ts'

/** Which of the four roles are held on those that are on their way, and where one is missing. */
export function coverage(scene: Scene): Section {
  const { presented, slices } = scene
  const running = presented.filter(({ last }) => isRunning(last.status))
  const held = new Map(running.map((life) => [life, new Set(holding(scene, life).map(({ role }) => role))]))
  const has = (life: Life, role: (typeof roles)[number]) => held.get(life)!.has(role)
  const complete = running.filter((life) => roles.every((role) => has(life, role)))
  return section('coverage', {
    figures: [
      {
        code: 'coverage',
        unit: 'percent',
        value: share(complete.length, running.length),
        ...(running.length === 0 ? { why: 'nothing' } : {}),
        ...slices.of('coverage.complete', complete),
      },
    ],
    tables: [
      {
        code: 'coverage',
        columns: [
          column('role', 'label'),
          column('held', 'initiatives', { figure: 'role_held' }),
          column('missing', 'initiatives', { figure: 'role_missing' }),
          column('share', 'percent', { figure: 'role_held' }),
          ...stageColumns('initiatives', 'role_missing'),
        ],
        rows: roles.map((role) => {
          const missing = running.filter((life) => !has(life, role))
          const there = running.filter((life) => has(life, role))
          return [
            labelled(word(`words.role.${role}`)),
            counted(slices, `coverage.${role}.held`, there),
            counted(slices, `coverage.${role}.missing`, missing),
            number(share(there.length, running.length)),
            ...stages.map((stage) =>
              counted(
                slices,
                `coverage.${role}.missing.${stage}`,
                missing.filter(({ last }) => last.stage === stage),
              ),
            ),
          ]
        }),
      },
    ],
    charts: [{ code: 'coverage', kind: 'stacked', table: 'coverage', x: 'role', series: ['held', 'missing'] }],
    notes: [{ key: 'read_as_of_today' }],
  })
}
