import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { By } from '../../src/domain/viewer.ts'
import { feedbackForms, feedbackLinks } from '../../src/feedback/tables.ts'
import { takeFeedback } from '../../src/feedback/taking.ts'
import { formOf } from '../../src/feedback/queries.ts'
import { fundInitiative } from '../../src/funding/commands.ts'
import { FundingInput } from '../../src/funding/schema.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { pilots } from '../../src/pilots/tables.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { newId } from '../../src/platform/id.ts'

const DAY_MS = 86_400_000
/** As many answers as the links take: one never tires, the other soon has all it may. */
const MOST = [1_000_000, 60]

/** What is written beside moves: a pilot that asks by two links, and a funding with its first row. */
export async function settleBeside(db: Database, slug: string, by: By, now: Date) {
  const when = { at: now, today: now.toISOString().slice(0, 10) }
  const [initiative] = await db.select().from(initiatives).where(eq(initiatives.slug, slug))
  const pilotId = newId()
  const links = MOST.map((most) => ({ id: newId(), token: randomBytes(16).toString('base64url'), most }))
  await db.commit((tx) => [
    tx.insert(pilots).values({
      id: pilotId,
      initiativeId: initiative!.id,
      number: 1,
      title: 'Un essai',
      state: 'running',
      startsOn: when.today,
      endsOn: '2099-12-31',
      visibility: 'network',
      capacity: 'coordinator',
      createdAt: now,
      changedAt: now,
    }),
    tx
      .insert(feedbackForms)
      .values({ pilotId, questions: [], consentFr: 'Oui.', consentEn: 'Yes.', isOpen: true, changedAt: now }),
    ...links.map((link) =>
      tx.insert(feedbackLinks).values({
        ...link,
        pilotId,
        label: `${link.most}`,
        takerKind: 'beneficiary',
        createdAt: now,
        expiresAt: new Date(now.getTime() + 30 * DAY_MS),
      }),
    ),
  ])
  // The first of its kind raises the version of the initiative; those that follow do not.
  const [pilot] = await db.select().from(pilots).where(eq(pilots.id, pilotId))
  const said = {
    tested: '',
    adequacy: 4,
    helps: 'Le goût',
    hinders: '',
    toChange: '',
    answers: {},
    address: undefined,
  } as const
  const channel = { way: 'link', linkId: links[0]!.id, personKey: null } as const
  const form = await formOf(db, pilotId)
  const given = {
    pilot: pilot!,
    form,
    takerKind: 'beneficiary',
    said,
    channel,
    onceKey: newId(),
    givenOn: when.today,
  } as const
  await takeFeedback(db, { ...given, language: 'fr' }, when)
  const input = FundingInput.parse({
    funder: 'Lectrice',
    kind: 'cash',
    currency: 'CAD',
    purpose: 'Bourse',
    visibility: 'network',
    status: 'pledged',
    amount: '100',
    effectiveOn: when.today,
    rowVisibility: 'network',
  })
  return {
    links: links.map(({ id, token }) => ({ id, token })),
    funding: await fundInitiative(db, slug, input, by, when),
  }
}
