import type { Section } from '../report.ts'
import { section } from './cells.ts'
import { flowed, gathers } from './flow.ts'
import { isRunning, type Life } from './lives.ts'
import { lastDay, type Scene } from './scene.ts'

/** What is read first: how many there are, where they stand, what happened in the period. */
export function summary(scene: Scene): Section {
  const { presented, spotted, slices, when } = scene
  const found = flowed(scene, when.period.from, lastDay(when))
  const standing = (code: string, lives: readonly Life[]) => ({
    code,
    unit: 'initiatives' as const,
    value: lives.length,
    ...slices.of(`summary.${code}`, lives),
  })
  const moved = (code: keyof typeof gathers) => {
    const those = found.filter(({ kind }) => gathers[code](kind))
    return {
      code,
      unit: 'moves' as const,
      value: those.length,
      ...slices.of(
        `summary.${code}`,
        those.map(({ life }) => life),
      ),
    }
  }
  return section('summary', {
    figures: [
      standing('stock', presented),
      standing(
        'running',
        presented.filter(({ last }) => isRunning(last.status)),
      ),
      standing(
        'landed',
        presented.filter(({ last }) => last.status === 'sustained' || last.status === 'transferred'),
      ),
      moved('entered'),
      moved('advanced'),
      moved('ended'),
      standing('spotted', spotted),
    ],
    notes: presented.length + spotted.length === 0 ? [{ key: 'nobody' }] : [],
  })
}
