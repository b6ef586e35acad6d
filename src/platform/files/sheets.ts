import { readSpreadsheet } from '../reading/spreadsheet.ts'
import { UnreadableFile } from '../reading/workbook.ts'
import { LIMITS } from './limits.ts'
import { coreOf, metaOf, partsOf, within } from './office.ts'
import type { Raw } from './texts.ts'
import { textOfXml } from './xml.ts'

/** Sheet by sheet, a row a line. A workbook that cannot be laid out (too wide, too long) gives its words, in no order. */
export function sheetsText(bytes: Buffer, kind: 'xlsx' | 'ods' | 'xls'): Raw {
  const says = kind === 'xls' ? { says: {} } : saysOf(bytes, kind)
  try {
    return { text: rowsText(bytes, kind), ...says }
  } catch (error) {
    if (error instanceof UnreadableFile && error.key === 'empty') return { text: '', ...says }
    const text = kind === 'xls' ? '' : scatteredText(bytes, kind)
    if (text === '') throw error
    return { text, ...says }
  }
}

function rowsText(bytes: Buffer, kind: 'xlsx' | 'ods' | 'xls'): string {
  const lines: string[] = []
  let length = 0
  for (const { name, rows } of within(() => readSpreadsheet(bytes, kind)).sheets) {
    lines.push(name)
    for (const row of rows) {
      const line = row.filter((cell) => cell !== '').join(' | ')
      if (line !== '') lines.push(line)
      length += line.length
      if (length > LIMITS.characters) return lines.join('\n')
    }
    lines.push('')
  }
  return lines.join('\n')
}

function scatteredText(bytes: Buffer, kind: 'xlsx' | 'ods'): string {
  const parts = partsOf(bytes, kind === 'ods' ? /^content\.xml$/ : /^\/?xl\/sharedStrings\.xml$/)
  const reading =
    kind === 'ods'
      ? { within: new Set(['text:p']), closes: { 'text:p': '\n' } }
      : { within: new Set(['t']), closes: { si: '\n' } }
  return [...parts.values()].map((part) => textOfXml(part.toString('utf8'), reading, LIMITS.characters)).join('\n')
}

function saysOf(bytes: Buffer, kind: 'xlsx' | 'ods'): Pick<Raw, 'says'> {
  if (kind === 'xlsx') return { says: coreOf(partsOf(bytes, /^\/?docProps\/core\.xml$/)) }
  return {
    says: metaOf(
      partsOf(bytes, /^meta\.xml$/)
        .get('meta.xml')
        ?.toString('utf8') ?? '',
    ).says,
  }
}
