import { readDay, readIdentifier, readItems, readList, readText } from '../platform/reading/values.ts'
import * as z from 'zod'
import { webAddress } from '../platform/http/fields.ts'
import { type Field, specOf, type ValueField } from './fields.ts'
import type { Grid } from './grid.ts'
import { columnsOf, type Mapping, said } from './mapping.ts'
import type { Fault } from './said.ts'
import { valueIn } from './suggesting.ts'
import { IGNORE } from './vocabulary.ts'

/** Thrown while a row is read, caught where rows are: the row is refused. */
export class Refused extends Error {
  fault: Fault

  constructor(reason: string, column?: string, value?: string) {
    super(reason)
    this.fault = { reason, column, value: value?.slice(0, 300) }
  }
}

/** The cells of one row, field by field. Each reader throws Refused for what it cannot be sure of. */
export interface Cells {
  text(field: Field): string | undefined
  identifier(field: Field): string | undefined
  day(field: Field): string | undefined
  order(field: Field): number | undefined
  /** Every item with the column it is in, each once. */
  list(field: Field): { name: string; column: string }[]
  /** Every item in its place: they go with those of another field. */
  items(field: Field): string[]
  address(field: Field): string | undefined
  addresses(field: Field): string[]
  /** A code of the vocabulary; undefined when the cell is empty. */
  meaning(field: ValueField): { code: string; column: string; value: string } | undefined
  /** The name of a field's column. */
  column(field: Field): string
}

/** Made once per file: looking up columns for each row would cost more than reading it. */
export function cellsIn(grid: Grid, mapping: Mapping): (row: string[]) => Cells {
  const places = new Map<Field, { index: number; column: string }[]>()
  const placesOf = (field: Field) => {
    const known = places.get(field) ?? columnsOf(mapping, field).map((index) => ({ index, column: grid.names[index]! }))
    places.set(field, known)
    return known
  }
  return (row) => {
    const raw = (field: Field) => placesOf(field).map(({ index, column }) => ({ column, cell: row[index] ?? '' }))
    const one = (field: Field) => raw(field)[0] ?? { column: '', cell: '' }
    const cells: Cells = {
      text(field) {
        const { column, cell } = one(field)
        const { value } = readText(cell) as { value: string | undefined }
        if (value !== undefined && value.length > (specOf(field).longest ?? 300))
          throw new Refused('too-long', column, value)
        return value
      },
      identifier(field) {
        const { column, cell } = one(field)
        const reading = readIdentifier(cell)
        if (!reading.ok) throw new Refused(reading.key, column, cell)
        if (reading.value !== undefined && reading.value.length > 200) throw new Refused('too-long', column, cell)
        return reading.value
      },
      day(field) {
        const { column, cell } = one(field)
        const reading = readDay(cell, { order: mapping.order })
        if (!reading.ok) throw new Refused(reading.key, column, cell)
        return reading.value
      },
      order(field) {
        const { column, cell } = one(field)
        if (cell.trim() === '') return undefined
        if (!/^\d{1,9}$/u.test(cell.trim())) throw new Refused('not-a-number', column, cell)
        return Number(cell)
      },
      list: (field) => listed(raw(field), mapping.commas, specOf(field).longest ?? 200),
      items(field) {
        const { column, cell } = one(field)
        const { value } = readItems(cell) as { value: string[] }
        const long = value.find((item) => item.length > (specOf(field).longest ?? 200))
        if (long !== undefined) throw new Refused('too-long', column, long)
        return value
      },
      address(field) {
        const [address] = cells.addresses(field)
        return address
      },
      addresses: (field) => raw(field).flatMap(({ column, cell }) => addressesIn(cell, column)),
      meaning(field) {
        const { column, cell } = one(field)
        const value = valueIn(cell)
        if (value === '') return undefined
        const code = said(mapping.values[field], value) ?? ''
        if (code === '') throw new Refused('value-not-mapped', column, value)
        return { code, column, value }
      },
      column: (field) => one(field).column,
    }
    return cells
  }
}

/** The meaning of a value, unless it says nothing or is passed over. */
export function meant(meaning: { code: string } | undefined): string | undefined {
  return meaning === undefined || meaning.code === IGNORE ? undefined : meaning.code
}

function listed(cells: { column: string; cell: string }[], commas: boolean, longest: number) {
  const items = new Map<string, { name: string; column: string }>()
  for (const { column, cell } of cells) {
    const { value } = readList(cell, { commas }) as { value: string[] }
    for (const name of value) {
      if (name.length > longest) throw new Refused('too-long', column, name)
      if (!items.has(name)) items.set(name, { name, column })
    }
  }
  return [...items.values()]
}

function addressesIn(cell: string, column: string): string[] {
  const { value = '' } = readText(cell) as { value: string | undefined }
  // A bar or a semicolon may be a part of an address; it parts two when it ends one.
  const parts = value.split(/\s+|[|;]+(?=\s|$|["|;]|https?:|www\.)/iu).map((part) => part.replace(/^"(.*)"$/u, '$1'))
  return parts.filter(Boolean).map((part) => {
    const read = z.safeParse(webAddress, /^www\./iu.test(part) ? `https://${part}` : part)
    if (!read.success) throw new Refused('not-an-address', column, part)
    return read.data
  })
}
