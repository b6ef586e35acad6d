import { decode } from '../reading/encoding.ts'
import { languageOf } from './languages.ts'
import { LIMITS } from './limits.ts'
import { pageText } from './pages.ts'
import { pdfText } from './pdf.ts'
import { docxText, openDocumentText, slidesText } from './office.ts'
import { sheetsText } from './sheets.ts'
import { DOCX, ODP, ODS, ODT, PPTX, XLSX } from './types.ts'
import type { Proposed, ReadText } from './words.ts'

/** What a reader of one type gives: its words may be too many, and not tidied. */
export interface Raw {
  text: string
  pages?: number | undefined
  says: {
    title?: string | undefined
    creators?: string | undefined
    dated?: string | undefined
    language?: string | undefined
  }
}

const readers: Readonly<Record<string, (bytes: Buffer) => Promise<Raw> | Raw>> = {
  'application/pdf': pdfText,
  [DOCX]: docxText,
  [ODT]: openDocumentText,
  [ODP]: openDocumentText,
  [PPTX]: slidesText,
  [XLSX]: (bytes) => sheetsText(bytes, 'xlsx'),
  [ODS]: (bytes) => sheetsText(bytes, 'ods'),
  'application/vnd.ms-excel': (bytes) => sheetsText(bytes, 'xls'),
  'text/html': pageText,
  'text/plain': plain,
  'text/csv': plain,
  'text/vtt': plain,
  'text/markdown': markdown,
}

/** The words inside a file, and what it says of itself. Undefined for what has no words that can be read. */
export async function textIn(bytes: Buffer, mediaType: string): Promise<ReadText | undefined> {
  const raw = await readers[mediaType]?.(bytes)
  if (!raw) return undefined
  const text = tidied(raw.text)
  return { text, pages: raw.pages, proposed: proposed(raw, text) }
}

function plain(bytes: Buffer): Raw {
  return { text: decode(bytes).text, says: {} }
}

function markdown(bytes: Buffer): Raw {
  const { text } = decode(bytes)
  return { text, says: { title: /^\s*#{1,2} +(.{1,300})$/m.exec(text)?.[1]?.replace(/[#*_`]+/g, '') } }
}

/** In NFC, without what neither people nor PostgreSQL can read, at most a million characters. */
function tidied(text: string): string {
  return text
    .slice(0, LIMITS.characters)
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\S\n]+|(?:(?!\n)[\p{Cc}\ufeff])+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function proposed({ says }: Raw, text: string): Proposed {
  const line = (value: string | undefined) =>
    tidied(value ?? '')
      .replace(/\n/g, ' ')
      .slice(0, 200)
  const [title, creators] = [titleFrom(line(says.title)), line(says.creators)]
  const dated = /^(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/.exec(says.dated ?? '')?.[0]
  const language = languageOf(text, says.language)
  return {
    ...(title && { title }),
    ...(isSomebody(creators) && { creators }),
    ...(dated && { dated }),
    ...(language && { language }),
  }
}

/** « Microsoft Word - 01_Rapport.docx » is the name of a file, and hardly a title: what is left of it may be. */
function titleFrom(title: string): string {
  const bare = title
    .replace(/^(?:Microsoft )?(?:Word|PowerPoint|Excel)\s*-\s*/i, '')
    .replace(/\.(?:docx?|odt|pptx?|xlsx?|pdf|indd)\s*$/i, '')
    .replaceAll('_', ' ')
    .trim()
  return /^(?:untitled|sans[ -]titre.*|document ?\d*|pr[ée]sentation ?\d*|title|titre)$/i.test(bare) ? '' : bare
}

/** Programs sign in the place of people. */
const isSomebody = (name: string): boolean =>
  name !== '' &&
  !/^(?:windows|user|utilisateur|admin(?:istrat\w+)?|author|auteur|owner|python-docx|unknown|microsoft.*|macintosh)$/i.test(
    name,
  )
