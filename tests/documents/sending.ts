import { and, eq } from 'drizzle-orm'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { newKey } from '../../src/platform/id.ts'
import { type House, type Visit } from '../house.ts'

export interface SentFile {
  name: string
  content: string | Buffer
}

/** A PDF of one page that says these words: as small as one can be. */
export function pdf(words: string): Buffer {
  const parts = [
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj',
    `4 0 obj<</Length ${words.length + 33}>>stream\nBT /F 12 Tf 20 100 Td (${words}) Tj ET\nendstream endobj`,
    '5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
  ]
  let text = '%PDF-1.4\n'
  const offsets = parts.map((part) => {
    const at = text.length
    text += `${part}\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const start = text.length
  return Buffer.from(
    `${text}xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`,
    'latin1',
  )
}

/** Sends a form with files, as a browser without scripts does. */
export async function sent(
  house: House,
  path: string,
  fields: Record<string, string | string[]>,
  files: SentFile[] = [],
  { as, headers = {} }: Visit = {},
) {
  const body = new FormData()
  for (const [name, value] of Object.entries({ once: newKey(), ...fields })) {
    for (const one of [value].flat()) body.append(name, one)
  }
  if (files.length === 0) body.append('file', new Blob([]), '')
  for (const { name, content } of files) body.append('file', new Blob([new Uint8Array(Buffer.from(content))]), name)
  const cookie = as ? { Cookie: await house.cookieOf(as) } : {}
  const response = await fetch(house.origin + path, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: { 'Accept-Language': 'fr-CA', 'Sec-Fetch-Site': 'same-origin', ...cookie, ...headers },
  })
  return { status: response.status, body: await response.text(), to: response.headers.get('Location') }
}

/** Attaches one file and gives back its document. */
export async function attachedAs(
  house: House,
  slug: string,
  as: string,
  fields: Record<string, string | string[]> = {},
  file: SentFile = { name: 'compte_rendu.pdf', content: pdf('Compte rendu') },
) {
  const answer = await sent(house, `/initiatives/${slug}/documents`, { kind: 'minutes', ...fields }, [file], { as })
  if (answer.status !== 303) throw new Error(`${answer.status}: ${answer.body}`)
  return newest(house)
}

export async function newest({ db }: House) {
  const rows = await db.select().from(documents).orderBy(documents.id)
  return rows.at(-1)!
}

export function versionsOf({ db }: House, documentId: string) {
  return db
    .select()
    .from(documentVersions)
    .where(and(eq(documentVersions.documentId, documentId)))
    .orderBy(documentVersions.number)
}

/** The fields of the form that changes a document, as they stand. */
export function asForm(one: typeof documents.$inferSelect, changes: Record<string, string | string[]> = {}) {
  return {
    version: String(one.version),
    kind: one.kind,
    title: one.title,
    description: one.description,
    creators: one.creators,
    dated: one.dated,
    language: one.language,
    licence: one.licence,
    stage: one.stage ?? '',
    visibility: one.visibility,
    pictured: one.pictured,
    pictureConsent: one.pictureConsent,
    ...changes,
  }
}
