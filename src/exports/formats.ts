import { delimitedText, forFrenchExcel, plain } from '../platform/writing/delimited.ts'
import { jsonText } from '../platform/writing/json.ts'
import { spreadsheet } from '../platform/writing/spreadsheet.ts'
import type { Column, Pages } from '../platform/writing/table.ts'

export const formats = ['xlsx', 'csv_excel', 'csv', 'json'] as const
export type Format = (typeof formats)[number]

interface Writing {
  type: string
  extension: string
  written(columns: readonly Column[], pages: Pages, about: { name: string; day: string }): AsyncIterable<unknown>
}

export const writings: Record<Format, Writing> = {
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    extension: 'xlsx',
    written: spreadsheet,
  },
  csv_excel: {
    type: 'text/csv; charset=utf-8',
    extension: 'csv',
    written: (columns, pages) => delimitedText(columns, pages, forFrenchExcel),
  },
  csv: {
    type: 'text/csv; charset=utf-8',
    extension: 'csv',
    written: (columns, pages) => delimitedText(columns, pages, plain),
  },
  json: { type: 'application/json; charset=utf-8', extension: 'json', written: jsonText },
}
