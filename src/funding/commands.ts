import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { actorNamed } from '../actors/queries.ts'
import { documentsOf } from '../documents/queries.ts'
import { capacitiesOf, type Capacity, mayRecordMoney, mayTendFunding } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { visibilities, type Visibility } from '../domain/visibility.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne, type Reader } from '../platform/db/database.ts'
import { InvalidInput, NotAllowed, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { findEdition } from '../programmes/queries.ts'
import { allRowsOf, findFunding, type FundingFound } from './queries.ts'
import { rowAdded, type RowWanted } from './rows.ts'
import type { FundingInput, TermsInput } from './schema.ts'
import { fundings } from './tables.ts'

/** Begins the ledger of a funder with an initiative, by its first row. Returns its id. Throws NotAllowed, InvalidInput. */
export async function fundInitiative(db: Database, slug: string, input: FundingInput, by: By, when: Moment) {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  return begun(db, { initiativeId: initiative.id }, capacities, input, by, when)
}

/** The same for an edition of a programme: by coordinators. */
export async function fundEdition(db: Database, slug: string, input: FundingInput, by: By, when: Moment) {
  const edition = await findEdition(db, by, slug)
  if (!edition) throw new NotFound()
  return begun(db, { editionId: edition.id }, capacitiesOf(by.networkRole), input, by, when)
}

async function begun(
  db: Database,
  subject: { initiativeId: string } | { editionId: string },
  capacities: readonly Capacity[],
  input: FundingInput,
  by: By,
  when: Moment,
): Promise<string> {
  // Whoever may begin none at all is told so before anything that was typed is looked at.
  const isFunder = capacities.includes('funder')
  const anything = mayRecordMoney('requested', isFunder, capacities)
  if (!anything.allowed) throw new NotAllowed(anything.reserved)
  const funder = await actorNamed(db, by, input.funder)
  if (typeof funder === 'string') throw new InvalidInput([{ field: 'funder', key: `actor_${funder}` }])
  const isOwn = by.actorIds.includes(funder.id)
  const as = recordedAs(input.status, isOwn, capacities)
  refuseCurrency(input, input.currency)
  const id = newId()
  const { kind, currency, purpose, agreementReference, conditions, visibility } = input
  const row: RowWanted = { ...input, cents: input.amount.cents, visibility: input.rowVisibility }
  const document = await documentAmong(
    db,
    by,
    when,
    'initiativeId' in subject ? subject.initiativeId : undefined,
    input,
  )
  const steps = rowAdded([], { ...row, document }, { id, visibility }, { by, when, as })
  await db.commit((tx) => [
    ...('initiativeId' in subject ? [touch(tx, subject.initiativeId, when.at)] : []),
    tx.insert(fundings).values({
      id,
      funderId: funder.id,
      ...subject,
      kind,
      currency,
      purpose,
      agreementReference,
      conditions,
      visibility,
      byAccountId: by.accountId,
      capacity: as,
      createdAt: when.at,
      changedAt: when.at,
    }),
    steps.insert(tx),
    recorded(tx, by, when.at, {
      what: 'funding_begun',
      subject: { kind: 'funding', id },
      ...('initiativeId' in subject ? { initiativeId: subject.initiativeId } : {}),
      as,
      particulars: { kind, status: input.status },
    }),
  ])
  return id
}

type MoneyWanted = Omit<RowWanted, 'document'> & { document?: string; currency?: string | undefined }

/** Adds a row: something was asked, promised, confirmed, paid, refused or given back. Who comes second is judged anew. */
export async function recordMoney(db: Database, id: string, input: MoneyWanted, by: By, when: Moment): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await recordOnce(db, id, input, by, when)
    } catch (error) {
      const isSecond = error instanceof Duplicate && /sequence/.test(error.on)
      if (!isSecond || tries === MOST_TRIES) throw error
    }
  }
}

const MOST_TRIES = 5

async function recordOnce(db: Database, id: string, input: MoneyWanted, by: By, when: Moment): Promise<void> {
  const found = await findFunding(db, by, when.today, id)
  const as = recordedAs(input.status, found.isOwn, found.capacities)
  const { funding } = found
  refuseCurrency({ amount: { currency: input.currency } }, funding.currency)
  const initiativeId = funding.initiativeId ?? undefined
  const rows = await allRowsOf(db, id)
  // A correction keeps the document of the row it corrects, also when it is no longer there to be chosen.
  const kept = rows.find((row) => row.id === input.supersedesId && row.documentId === input.document)?.documentId
  const document = kept ?? (await documentAmong(db, by, when, initiativeId, { document: input.document ?? '' }))
  if (input.instalmentId && !found.instalments.some((one) => one.id === input.instalmentId)) {
    throw new InvalidInput([{ field: 'instalment', key: 'not_in_list' }])
  }
  const steps = rowAdded(rows, { ...input, document }, funding, { by, when, as })
  await db.commit((tx) => [
    ...(initiativeId ? [touch(tx, initiativeId, when.at)] : []),
    steps.insert(tx),
    recorded(tx, by, when.at, {
      what: input.supersedesId ? 'money_corrected' : input.amendsId ? 'money_amended' : 'money_recorded',
      subject: { kind: 'funding', id },
      ...(initiativeId ? { initiativeId } : {}),
      as,
      particulars: { status: input.status },
    }),
  ])
}

function recordedAs(status: RowWanted['status'], isOwn: boolean, capacities: readonly Capacity[]): Capacity {
  // A funder who holds no role here yet records what is theirs all the same.
  const held = isOwn && !capacities.includes('funder') ? [...capacities, 'funder' as const] : capacities
  const permission = mayRecordMoney(status, isOwn, held)
  if (permission.allowed) return permission.as
  // Carriers come here for their own requests: the field says what is not theirs to say.
  if (mayRecordMoney('requested', isOwn, held).allowed) {
    throw new InvalidInput([{ field: 'status', key: 'money_status_reserved' }])
  }
  throw new NotAllowed(permission.reserved)
}

// « $ » is a dollar of an unnamed country; « EUR » beside a ledger in dollars is a slip.
export function refuseCurrency({ amount }: { amount: { currency?: string | undefined } }, currency: string) {
  const { currency: written } = amount
  if (!written || written === currency || (written === '$' && (currency === 'CAD' || currency === 'USD'))) return
  throw new InvalidInput([{ field: 'amount', key: 'ledger_currency', params: { currency } }])
}

async function documentAmong(
  db: Reader,
  by: By,
  { today }: Moment,
  initiativeId: string | undefined,
  { document }: { document: string },
): Promise<string | null> {
  if (document === '') return null
  const known = initiativeId ? await documentsOf(db, by, today, initiativeId) : []
  if (!known.some((one) => one.document.id === document)) {
    throw new InvalidInput([{ field: 'document', key: 'not_in_list' }])
  }
  return document
}

/** Changes what a funding is for, its agreement, its conditions and its level. Throws Stale. */
export async function changeTerms(db: Database, id: string, input: TermsInput, by: By, when: Moment): Promise<void> {
  const found = await findFunding(db, by, when.today, id)
  const as = granted(mayTendFunding(found.isOwn, tendedAs(found)))
  const { funding } = found
  const { version, ...terms } = input
  const differences = (['purpose', 'agreementReference', 'conditions', 'visibility'] as const).flatMap((field) =>
    terms[field] === funding[field] ? [] : [{ field, mine: terms[field], theirs: funding[field] }],
  )
  if (version !== funding.version) throw new Stale(differences, funding.version)
  const rows = await allRowsOf(db, id)
  if (rows.some((row) => isWider(row.visibility, terms.visibility))) {
    throw new InvalidInput([{ field: 'visibility', key: 'rows_are_wider' }])
  }
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(fundings)
        .set({ ...terms, version: version + 1, changedAt: when.at })
        .where(and(eq(fundings.id, id), eq(fundings.version, version)))
        .returning({ id: fundings.id }),
      () => new Stale(differences, version),
    ),
    recorded(tx, by, when.at, {
      what: 'funding_edited',
      subject: { kind: 'funding', id },
      ...(funding.initiativeId ? { initiativeId: funding.initiativeId } : {}),
      as,
    }),
  ])
}

function isWider(level: Visibility, than: Visibility): boolean {
  return visibilities.indexOf(level) < visibilities.indexOf(than)
}

export function tendedAs({ isOwn, capacities }: FundingFound): readonly Capacity[] {
  return isOwn && !capacities.includes('funder') ? [...capacities, 'funder'] : capacities
}
