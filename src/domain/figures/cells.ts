import { type Stage, stages, type Status } from '../lifecycle.ts'
import type { Cell, Column, Label, Section, SectionCode, Unit } from '../report.ts'
import type { Slices } from './scene.ts'
import type { Life } from './lives.ts'

// Small words for building tables.

export const word = (key: string, params?: Record<string, string | number>): Label =>
  params ? { word: key, params } : { word: key }
export const stageLabel = (stage: Stage) => word(`words.stage.${stage}`)
export const statusLabel = (status: Status) => word(`words.status.${status}`)

export const labelled = (label: Label): Cell => ({ label })
export const number = (value: number | null): Cell => ({ value })

/** How many there are, and who. */
export function counted(slices: Slices, name: string, lives: readonly Life[]): Cell {
  return { value: lives.length, ...slices.of(name, lives) }
}

export function column(code: string, unit: Column['unit'] = 'initiatives', more: Partial<Column> = {}): Column {
  return { code, unit, ...more }
}

export const stageColumns = (unit: Unit = 'initiatives', figure?: string): Column[] =>
  stages.map((stage) => column(stage, unit, { label: stageLabel(stage), ...(figure ? { figure } : {}) }))

export function section(code: SectionCode, more: Partial<Omit<Section, 'code'>>): Section {
  return { code, figures: [], tables: [], charts: [], notes: [], ...more }
}

/** How many things there are, and what initiatives they belong to. */
export function tally(
  slices: Slices,
  name: string,
  things: readonly { life: Life }[],
): { value: number; slice?: string } {
  return {
    value: things.length,
    ...slices.of(
      name,
      things.map(({ life }) => life),
    ),
  }
}
