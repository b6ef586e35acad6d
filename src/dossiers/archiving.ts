import { Readable } from 'node:stream'
import type { Reading } from '../initiatives/cards.ts'
import type { Floor } from '../platform/http/floor.ts'
import { regionOf } from '../platform/i18n/locales.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { delimitedText, plain } from '../platform/writing/delimited.ts'
import { typeset } from '../platform/typesetting/typesetting.ts'
import type { Column } from '../platform/writing/table.ts'
import type { Dossier } from './gathering.ts'
import { manifestOf } from './manifest.ts'
import { sheetTemplate } from './sheet-template.ts'
import { told, type Told } from './telling.ts'
import { type Part, zipped } from './zip.ts'

/** For whom an archive is made, and how. */
export interface Asked {
  reading: Reading
  locale: Locale
  madeFor: string
  at: Date
}

/** The archive of a dossier: what people read first, then the documents, then what is in it and with which hashes. */
export async function archiveOf(floor: Floor, dossier: Dossier, asked: Asked): Promise<Readable> {
  const { storage } = floor
  const { reading, madeFor, at } = asked
  const sheet = told(dossier, reading, {
    madeFor,
    hrefOf: ({ path }) => path && path.split('/').map(encodeURIComponent).join('/'),
  })
  const pdf = await typeset({ template: sheetTemplate, data: forTypst(sheet, floor, asked), madeAt: at })
  const page = floor.part(reading, 'dossiers/file', {
    told: sheet,
    lang: asked.locale,
    network: floor.network.get().name,
  })
  const text = (path: string, words: string | Uint8Array): Part => ({
    path,
    isPacked: false,
    open: () => Readable.from([Buffer.from(words as Uint8Array)]),
  })
  const parts = [
    text('index.html', page),
    text('sheet.css', floor.part(reading, 'dossiers/css', {})),
    text('sheet.pdf', pdf),
    text('timeline.csv', await timelineCsv(sheet, reading)),
    text('timeline.json', `${JSON.stringify(timelineOf(sheet), null, 1)}\n`),
    ...dossier.papers.flatMap(({ path, file, mediaType }): Part[] =>
      path && file ? [{ path, isPacked: isPacked(mediaType), open: () => storage.stream(file) }] : [],
    ),
  ]
  return zipped(parts, { path: 'manifest.json', of: (written) => manifestOf(floor, dossier, asked, written) }, at)
}

// Pictures, films, office documents and PDF are packed by themselves.
const isPacked = (mediaType: string) =>
  !/^text\/|^image\/(?:svg|bmp|tiff)|[/+](?:json|xml|rtf|msword|vnd\.ms-)/.test(mediaType)

const timelineOf = ({ timeline }: Told) =>
  timeline.map(({ day, text, details, isPlanned }) => ({ day, text, details, planned: isPlanned })).toReversed()

async function timelineCsv(sheet: Told, { t }: Reading): Promise<string> {
  const column = (key: 'day' | 'text' | 'details' | 'planned', kind: Column['kind'] = 'text'): Column => ({
    name: t(`dossiers.column.${key}`),
    kind,
  })
  const rows = timelineOf(sheet).map(({ day, text, details, planned }) => [
    day,
    text,
    details.join('\n'),
    planned ? t('parts.timeline.planned') : '',
  ])
  const columns = [column('day', 'day'), column('text'), column('details'), column('planned')]
  const written: string[] = []
  for await (const some of delimitedText(columns, pagesOf(rows), plain)) written.push(some)
  return written.join('')
}

async function* pagesOf<Page>(page: Page): AsyncGenerator<Page> {
  yield await Promise.resolve(page)
}

const said = [
  'solutions',
  'about',
  'roles',
  'gate',
  'code',
  'criterion',
  'state',
  'met',
  'missing',
  'statements',
  'planned',
  'timeline',
  'knowledge',
  'no_knowledge',
  'kind',
  'brought',
  'effect',
  'day',
  'documents',
  'no_documents',
  'number',
  'document',
  'licence',
  'size',
] as const

/** What the template prints: the words of the sheet, and those around them. */
function forTypst(sheet: Told, { network }: Floor, { reading, locale }: Asked) {
  const { t, language } = reading
  return {
    ...sheet,
    missingKinds: missingIn(sheet, reading),
    words: Object.fromEntries(said.map((key) => [key, t(`dossiers.sheet.${key}`)])),
    lang: language,
    region: regionOf(locale).slice(-2).toLowerCase(),
    paper: locale === 'fr-FR' ? 'a4' : 'us-letter',
    network: network.get().name,
  }
}

function missingIn({ missingKinds }: Told, { t, format }: Reading): string {
  return missingKinds.length > 0 ? t('dossiers.sheet.missing_kinds', { kinds: format.list(missingKinds) }) : ''
}
