import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted, orStale, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, Stale } from '../platform/http/refusal.ts'
import { findAdoptPage, isAdoptable } from './adopt-queries.ts'
import type { AdoptPageForm } from './adopt-schema.ts'
import { adoptPages } from './tables.ts'

/**
 * What the carriers tell whoever would adopt it. It may be written and published beforehand: visitors read it from when
 * the initiative is public and in appropriation. Says whether they do. Throws Stale, InvalidInput.
 */
export async function editAdoptPage(
  db: Database,
  slug: string,
  input: AdoptPageForm,
  by: By,
  when: Moment,
): Promise<{ isOpen: boolean }> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('adopt_page.edit', capacities))
  const { version, ...typed } = input
  const stale = async (): Promise<Stale> => {
    const standing = await findAdoptPage(db, initiative.id)
    return outdated(said(typed), said(standing ?? blankPage), standing?.version ?? 0)
  }
  const current = await findAdoptPage(db, initiative.id)
  if (version !== (current?.version ?? 0)) throw await stale()
  refuseHollow(input)

  const row = { ...typed, version: version + 1, changedAt: when.at }
  const itself = { id: adoptPages.initiativeId }
  const commit = db.commit((tx) => [
    exactlyOne(
      current
        ? tx
            .update(adoptPages)
            .set(row)
            .where(and(eq(adoptPages.initiativeId, initiative.id), eq(adoptPages.version, version)))
            .returning(itself)
        : tx
            .insert(adoptPages)
            .values({ ...row, initiativeId: initiative.id })
            .onConflictDoNothing()
            .returning(itself),
      () => new Stale(),
    ),
    touch(tx, initiative.id, when.at),
    recorded(tx, by, when.at, {
      what: 'adopt_page_edited',
      subject: { kind: 'initiative', id: initiative.id },
      initiativeId: initiative.id,
      as,
      particulars: { isPublished: input.isPublished },
    }),
  ])
  await orStale(commit, stale)
  return { isOpen: input.isPublished && isAdoptable(initiative) }
}

const blankPage = { takes: '', steps: '', ask: '', isPublished: false }

/** The same as the form has it: a box is sent as `on` or not at all. */
const said = ({ takes, steps, ask, isPublished }: Omit<AdoptPageForm, 'version'>) => ({
  takes,
  steps,
  ask,
  isPublished: isPublished ? 'on' : '',
})

// Whoever is invited to adopt must read what it takes, how to begin and whom to ask.
function refuseHollow({ isPublished, ...texts }: AdoptPageForm): void {
  if (!isPublished) return
  const missing = (['takes', 'steps', 'ask'] as const).filter((name) => texts[name] === '')
  if (missing.length > 0) throw new InvalidInput(missing.map((field) => ({ field, key: 'needed_to_publish' })))
}
