import { eq } from 'drizzle-orm'
import type * as z from 'zod'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { allowed } from './access.ts'
import { allThemes, findNetwork } from './queries.ts'
import type { NetworkForm, ThemeForm, ThresholdsForm } from './schema.ts'
import { networkSet, themeAdded } from './steps.ts'
import { themes } from './tables.ts'

const subject = { kind: 'network', id: 'network' }

/** Name, introduction, language, time zone, privacy officer. Throws Stale when somebody saved first. */
export async function changeNetwork(db: Database, input: z.output<typeof NetworkForm>, by: By, now: Date) {
  const as = allowed('network.manage', by)
  const { version, ...changes } = input
  const current = await findNetwork(db)
  const stale = () => outdated(changes, current, current.version)
  if (version !== current.version) throw stale()
  await db.commit((tx) => [
    networkSet(tx, current, changes, stale),
    recorded(tx, by, now, { what: 'network_changed', subject, particulars: { fields: changed(changes, current) }, as }),
  ])
}

function changed<Row extends object>(mine: Partial<Row>, theirs: Row): string[] {
  return (Object.keys(mine) as (keyof Row & string)[]).filter((field) => mine[field] !== theirs[field])
}

/** After how many days in a stage an initiative is late, and stuck. Throws Stale when somebody saved first. */
export async function changeThresholds(db: Database, input: z.output<typeof ThresholdsForm>, by: By, now: Date) {
  const as = allowed('settings.edit', by)
  const { version, thresholds } = input
  const current = await findNetwork(db)
  const flat = (all: typeof thresholds) =>
    Object.fromEntries(
      Object.entries(all).flatMap(([stage, { late, stuck }]) => [
        [`${stage}_late`, late],
        [`${stage}_stuck`, stuck],
      ]),
    )
  const stale = () => outdated(flat(thresholds), flat(current.thresholds), current.version)
  if (version !== current.version) throw stale()
  await db.commit((tx) => [
    networkSet(tx, current, { thresholds }, stale),
    recorded(tx, by, now, { what: 'thresholds_changed', subject, particulars: { ...thresholds }, as }),
  ])
}

type ThemeInput = z.output<typeof ThemeForm>

export async function addTheme(db: Database, input: ThemeInput, by: By, now: Date): Promise<string> {
  const as = allowed('settings.edit', by)
  await refuseSameName(db, input)
  const theme = { id: newId(), slug: slugOf(input.fr), fr: input.fr, en: input.en || null }
  const happening = { what: 'theme_added', subject: { kind: 'theme', id: theme.id }, particulars: { fr: theme.fr }, as }
  try {
    await db.commit((tx) => [themeAdded(tx, theme), recorded(tx, by, now, happening)])
  } catch (error) {
    if (error instanceof Duplicate && /themes/.test(error.on)) throw themeExists()
    throw error
  }
  return theme.id
}

/** Its address stays: filters that people kept still lead to it. */
export async function renameTheme(db: Database, id: string, input: ThemeInput, by: By, now: Date) {
  const as = allowed('settings.edit', by)
  const before = await findThemeOrRefuse(db, id)
  await refuseSameName(db, input, id)
  const particulars = { from: before.fr, to: input.fr }
  await db.commit((tx) => [
    tx
      .update(themes)
      .set({ fr: input.fr, en: input.en || null })
      .where(eq(themes.id, id)),
    recorded(tx, by, now, { what: 'theme_renamed', subject: { kind: 'theme', id }, particulars, as }),
  ])
}

/** An archived theme stays on the initiatives that have it, and is offered to no other. */
export async function archiveTheme(db: Database, id: string, by: By, now: Date) {
  await setArchived(db, id, now, 'theme_archived', by, now)
}

export async function restoreTheme(db: Database, id: string, by: By, now: Date) {
  await setArchived(db, id, null, 'theme_restored', by, now)
}

async function setArchived(db: Database, id: string, archivedAt: Date | null, what: string, by: By, now: Date) {
  const as = allowed('settings.edit', by)
  const { fr } = await findThemeOrRefuse(db, id)
  await db.commit((tx) => [
    tx.update(themes).set({ archivedAt }).where(eq(themes.id, id)),
    recorded(tx, by, now, { what, subject: { kind: 'theme', id }, particulars: { fr }, as }),
  ])
}

async function findThemeOrRefuse(db: Database, id: string) {
  const theme = (await allThemes(db)).find((one) => one.id === id)
  if (!theme) throw new NotFound()
  return theme
}

async function refuseSameName(db: Database, { fr }: ThemeInput, exceptId?: string) {
  const known = await allThemes(db)
  if (known.some((one) => one.id !== exceptId && folded(one.fr) === folded(fr))) throw themeExists()
}

const themeExists = () => new InvalidInput([{ field: 'fr', key: 'theme_exists' }])
