import { journalOf } from '../activity/queries.ts'
import { daysBetween } from '../domain/calendar.ts'
import { possible } from '../domain/lifecycle.ts'
import { type Capacity, may, mayMove } from '../domain/permissions.ts'
import { isHeld, roles } from '../domain/roles.ts'
import { isCoordinator } from '../domain/viewer.ts'
import { maySee } from '../domain/visibility.ts'
import { gatesInForce } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { mayWithdraw } from './attesting.ts'
import { isNamedTo, type Reading } from './cards.ts'
import { assessmentOf, evidenceIn } from './evidence.ts'
import { reachableAmong } from './reachable.ts'
import { gatePanel, nextStage, readsStatement } from './gate-panel.ts'
import { innovationTold } from './innovation.ts'
import { type Attestation, type Initiative, type Met, movesOf, rolesNamedBy, type Whole, wholeOf } from './queries.ts'
import type { Papers, Proof } from './sections.ts'
import { namesIn, timeline } from './timeline.ts'

/** Everything the page of an initiative shows to this reader. */
export async function sheetPage(db: Reader, { initiative, capacities }: Met, reading: Reading, papers: Papers = {}) {
  const { id, slug } = initiative
  const { viewer, today, t } = reading
  const seesTeam = may('team.see', capacities).allowed
  const [whole, gates, activity, proofs] = await Promise.all([
    wholeOf(db, viewer, today, id),
    gatesInForce(db),
    seesTeam ? activityOf(db, { initiative, capacities }, reading, papers) : [],
    seesTeam && papers.proofs ? papers.proofs(db, viewer, today, id) : noProofs,
  ])
  const { people, history, statements, themes, territories, solutions, links } = whole
  const merged = whole.merged.filter((one) => maySee(one.visibility, capacities, rolesNamedBy(one)))
  const formerly = await Promise.all(merged.map((one) => movesOf(db, one.id)))
  const [reachable, names] = await Promise.all([
    reachableAmong(db, people, today),
    namesIn(
      db,
      [history, ...formerly].flat(),
      reading,
      activity.map((row) => row.byAccountId),
    ),
  ])
  const known = { links: people, statements, territories: territories.length, solutions: solutions.length }
  const evidence = evidenceIn(initiative, { ...known, proofs: whole.proofs[0], reachable }, today)
  const assessment = assessmentOf(gates, initiative, evidence)

  return {
    initiative,
    sheet: { themes, territories, solutions, links },
    lineage: lineageOf(initiative, whole),
    assessment,
    innovation: await innovationTold({ initiative, capacities }, evidence, reading, proofs, papers.counted),
    held: Object.fromEntries(
      roles.map((role) => [role, people.some((one) => one.role === role && isHeld(one, today))]),
    ),
    capacity: capacityText(capacities, people, reading),
    gate: initiative.status === 'active' ? gatePanel(slug, assessment, capacities, reading, proofs) : undefined,
    actions: actionsOn(initiative, capacities, reading),
    state: stateText(initiative, reading),
    ending: endingOf(initiative, history),
    people: rolePanel(initiative, people, capacities, reading),
    timeline: timeline(slug, history, whole.expected, capacities, names, reading),
    merged: merged.map(({ title }, n) => ({
      title,
      timeline: timeline(slug, formerly[n]!, [], ['visitor'], names, reading),
    })),
    statements: seesTeam ? statementLines(statements, slug, capacities, reading, proofs) : [],
    activity: activity.map(({ at, what, byAccountId }) => ({
      at,
      what,
      who: byAccountId ? (names.people.get(byAccountId) ?? '') : '',
    })),
    may: {
      edit: may('initiative.edit', capacities).allowed,
      backfill: may('move.backfill', capacities).allowed && history.some((row) => row.event === 'start'),
      merge: may('initiative.merge', capacities).allowed,
      exclude: may('initiative.exclude', capacities).allowed,
      add: may('participation.add', capacities).allowed,
    },
    themeName: (theme: { fr: string; en: string | null }) =>
      reading.language === 'en' ? (theme.en ?? theme.fr) : theme.fr,
    visibility: t(`words.visibility_short.${initiative.visibility}`),
  }
}

const noProofs: ReadonlyMap<string, Proof> = new Map()

// What was done with a document is told to those who may see it; once it is no more, to carriers and coordinators.
async function activityOf(db: Reader, { initiative, capacities }: Met, { viewer, today }: Reading, { seen }: Papers) {
  const rows = await journalOf(db, initiative.id, 20)
  const ids = rows.filter(({ subjectKind }) => subjectKind === 'document').map(({ subjectId }) => subjectId)
  if (ids.length === 0 || may('initiative.edit', capacities).allowed) return rows
  const known = (await seen?.(db, viewer, today, ids)) ?? new Set()
  return rows.filter(({ subjectKind, subjectId }) => subjectKind !== 'document' || known.has(subjectId))
}

function lineageOf({ id, parentId }: Initiative, { related }: Whole) {
  return { parent: related.find((row) => row.id === parentId), offspring: related.filter((row) => row.parentId === id) }
}

// The strongest quality, in words: « porteur principal », or the roles of those the reader speaks for.
function capacityText(capacities: readonly Capacity[], people: Whole['people'], { t, viewer }: Reading) {
  const strongest = capacities[0]!
  const own = people.find((one) => viewer.actorIds.includes(one.actorId) && one.state === 'accepted')
  return {
    text: viewer.networkRole
      ? t('initiatives.sheet.capacity', { capacity: t(`words.capacity.${strongest}`) })
      : t('initiatives.sheet.visitor'),
    role: own?.role,
  }
}

/** The usual next step as a button, the rest behind « Déplacer vers… ». */
function actionsOn(initiative: Initiative, capacities: readonly Capacity[], { t }: Reading) {
  const open = possible(initiative).filter(({ move }) => mayMove(move.type, capacities).allowed)
  const base = `/initiatives/${initiative.slug}/moves/new`
  const advance = open.find(({ move }) => move.type === 'advance')
  const sustain = open.find(({ move }) => move.type === 'sustain')
  const next = nextStage(initiative.stage)
  return [
    ...(advance && next
      ? [
          {
            href: `${base}?to=${next}`,
            label: t('initiatives.sheet.advance_to', { stage: t(`words.stage.${next}`) }),
            primary: true,
          },
        ]
      : []),
    ...(sustain ? [{ href: `${base}?to=sustained`, label: t('initiatives.sheet.sustain'), primary: true }] : []),
    ...(open.length > 0 ? [{ href: base, label: t('initiatives.sheet.move'), primary: false }] : []),
  ]
}

function stateText(initiative: Initiative, { t, format, today }: Reading): string {
  const { status, statusSince, endingKind, reviewOn, stageSince } = initiative
  const since = t('initiatives.sheet.since', {
    age: format.age(daysBetween(stageSince, today)),
    day: format.day(stageSince),
  })
  if (status === 'active' || status === 'spotted') return since
  if (status === 'on_hold') {
    return reviewOn
      ? t('initiatives.sheet.on_hold_until', { day: format.day(reviewOn) })
      : t('initiatives.sheet.ended', { status: capitalised(t(`words.status.${status}`)), day: format.day(statusSince) })
  }
  const words = { status: capitalised(t(`words.status.${status}`)), day: format.day(statusSince) }
  return endingKind
    ? t('initiatives.sheet.ended_kind', { ...words, kind: t(`words.ending_kind.${endingKind}`) })
    : t('initiatives.sheet.ended', words)
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

// An ending is dignified: what was learned is read first.
function endingOf({ status }: Initiative, history: Awaited<ReturnType<typeof movesOf>>) {
  if (status === 'active' || status === 'spotted' || status === 'on_hold') return undefined
  const superseded = new Set(history.map(({ supersedesId }) => supersedesId))
  const last = history.findLast((row) => row.toStatus === status && !superseded.has(row.id))
  return last && (last.reason || last.lessons) ? { reason: last.reason, lessons: last.lessons } : undefined
}

function rolePanel(initiative: Initiative, people: Whole['people'], capacities: readonly Capacity[], reading: Reading) {
  const { t, viewer, today } = reading
  const base = `/initiatives/${initiative.slug}/participations`
  const mayAdd = may('participation.add', capacities).allowed
  const seesPending = mayAdd || may('team.see', capacities).allowed
  return roles.map((role) => ({
    role,
    add: mayAdd ? { href: `${base}/new?role=${role}`, label: t('initiatives.role.add') } : undefined,
    people: people
      .filter((one) => one.role === role)
      .filter((one) => isNamedTo(viewer, one.actorVisibility) || viewer.actorIds.includes(one.actorId))
      .filter((one) => one.state === 'accepted' || seesPending || viewer.actorIds.includes(one.actorId))
      .map((one) => ({
        name: one.actorName,
        href: `/actors/${one.actorSlug}`,
        lead: one.isLead && one.state === 'accepted',
        tags: [
          ...(one.takerKind ? [t(`words.taker_kind.${one.takerKind}`)] : []),
          ...(one.sector ? [t(`words.sector.${one.sector}`)] : []),
          ...(one.acceptedForById && seesPending ? [t('initiatives.role.accepted_for')] : []),
        ],
        since: one.since,
        until: one.until !== null && one.until < today ? one.until : undefined,
        state: one.state,
        note: one.note,
        actions: linksFor(one, base, mayAdd, reading),
      })),
  }))
}

function linksFor(one: Whole['people'][number], base: string, mayAdd: boolean, { t, viewer, today }: Reading) {
  const isOwn = viewer.actorIds.includes(one.actorId)
  const isPending = one.state === 'proposed' || one.state === 'invited' || one.state === 'expired'
  const isOver = one.until !== null && one.until < today
  return [
    ...(isPending && ((isOwn && one.state !== 'expired') || isCoordinator(viewer))
      ? [{ href: `${base}/${one.id}`, label: t('initiatives.role.answer') }]
      : []),
    ...((one.state === 'accepted' ? !isOver && (mayAdd || isOwn) : isPending && mayAdd && !isCoordinator(viewer))
      ? [{ href: `${base}/${one.id}`, label: t('initiatives.role.change') }]
      : []),
  ]
}

function statementLines(
  statements: Attestation[],
  slug: string,
  capacities: readonly Capacity[],
  { viewer, t }: Reading,
  proofs: ReadonlyMap<string, Proof>,
) {
  return statements
    .filter((row) => readsStatement(row, capacities, proofs))
    .map((row) => ({
      ...row,
      isProofGone: row.documentVersionId === '',
      document: row.documentVersionId ? proofs.get(row.documentVersionId) : undefined,
      capacityText: t(`words.capacity.${row.capacity}`),
      kindText: t(`words.proof_kind.${row.proofKind}`),
      withdraw: mayWithdraw(row, viewer, capacities).allowed
        ? `/initiatives/${slug}/attestations/${row.id}/withdrawal`
        : undefined,
    }))
    .toReversed()
}
