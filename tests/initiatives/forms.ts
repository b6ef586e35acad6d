import { eq } from 'drizzle-orm'
import { journal } from '../../src/activity/tables.ts'
import type { By } from '../../src/domain/viewer.ts'
import { attest } from '../../src/initiatives/attesting.ts'
import { edit } from '../../src/initiatives/editing.ts'
import { move } from '../../src/initiatives/moves.ts'
import { addParticipation } from '../../src/initiatives/participating.ts'
import type { Initiative, MoveRow } from '../../src/initiatives/queries.ts'
import { AttestInput, EditInput, MoveInput, ParticipationInput } from '../../src/initiatives/schema.ts'
import { initiatives, moves } from '../../src/initiatives/tables.ts'
import type { House } from '../house.ts'

export const today = '2026-03-02'
export const at = (house: House) => ({ at: house.now, today })
export const sender = { url: 'http://sillon.test', locale: 'fr-CA' } as const

/** A fresh idempotency key, as a form carries one. */
export const key = () => crypto.randomUUID()

export type Fields = Record<string, string | string[]>

export async function rowOf(house: House, slug: string): Promise<Initiative> {
  const [row] = await house.db.select().from(initiatives).where(eq(initiatives.slug, slug))
  if (!row) throw new Error(`there is no ${slug}`)
  return row
}

export async function versionOf(house: House, slug: string): Promise<string> {
  return String((await rowOf(house, slug)).version)
}

/** The moves of an initiative as they were entered. */
export async function movesOf(house: House, slug: string): Promise<MoveRow[]> {
  const { id } = await rowOf(house, slug)
  return house.db.select().from(moves).where(eq(moves.initiativeId, id)).orderBy(moves.sequence, moves.recordedAt)
}

/** The journal of an initiative, oldest first: what was done, in which capacity. */
export async function deedsOn(house: House, initiativeId: string): Promise<string[]> {
  const rows = await house.db.select().from(journal).where(eq(journal.initiativeId, initiativeId)).orderBy(journal.seq)
  return rows.map(({ what, capacity }) => `${what} as ${capacity}`)
}

// The real commands, given what a form would send.

export async function moveIt(house: House, slug: string, fields: Fields, by: By) {
  const version = fields.version ?? (await versionOf(house, slug))
  return move(house.db, slug, MoveInput.parse({ effectiveOn: today, ...fields, version }), by, at(house))
}

export function attestIt(house: House, slug: string, code: string, by: By, more: Fields = {}) {
  const fields = { statement: `${code} est rempli`, proofKind: 'document', proof: 'Bilan', attestedOn: today, ...more }
  return attest(house.db, slug, AttestInput.parse({ code, ...fields }), by, at(house))
}

export function addRole(house: House, slug: string, fields: Fields, by: By) {
  return addParticipation(house.db, slug, ParticipationInput.parse({ since: today, ...fields }), by, at(house), sender)
}

export async function editIt(house: House, slug: string, fields: Fields, by: By) {
  return edit(house.db, slug, EditInput.parse({ ...(await editForm(house, slug)), ...fields }), by, at(house))
}

/** What the form of the sheet holds before anybody types. */
export async function editForm(house: House, slug: string): Promise<Fields> {
  const { title, need, change, benefit, population, description, origin, visibility, version } = await rowOf(
    house,
    slug,
  )
  return { title, need, change, benefit, population, description, origin, visibility, version: String(version) }
}

// What a page says.

/** The message at a field, and whether the summary links to it. */
export function problemAt(body: string, field: string): { said: string | undefined; isLinked: boolean } {
  const id = `f-${field.replace(/[^\w-]/g, '-')}`
  const said = new RegExp(`id="${id}-problem">[\\s\\S]*?<span>([^<]*)</span>`).exec(body)?.[1]
  return { said, isLinked: body.includes(`href="#${id}"`) }
}

/** What stands in a field. */
export function typedIn(body: string, field: string): string | undefined {
  const id = `f-${field}`
  const area = new RegExp(`<textarea[^>]*id="${id}"[^>]*>\\n?([\\s\\S]*?)</textarea>`).exec(body)
  if (area) return area[1]
  const select = new RegExp(`<select[^>]*id="${id}"[^>]*>([\\s\\S]*?)</select>`).exec(body)
  if (select) return /value="([^"]*)" selected/.exec(select[1]!)?.[1]
  const input = new RegExp(`<input[^>]*id="${id}"[^>]*>`).exec(body)?.[0]
  return input && / value="([^"]*)"/.exec(input)?.[1]
}

/** The hidden value that a page hands to the next post. */
export function hiddenIn(body: string, name: string): string {
  return new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? ''
}

/** Titles of the cards, rows or lines of a board. */
export function titlesOn(body: string): string[] {
  const links = body.matchAll(/<a href="\/initiatives\/[^"?/]+">(?:<strong>)?([^<]+)(?:<\/strong>)?<\/a>/g)
  return [...links].map(([, title]) => title!)
}

export const countOf = (body: string, text: string) => body.split(text).length - 1
