import type { Label, Section, Table } from '../report.ts'
import { column, labelled, number, section, word } from './cells.ts'
import { isTold } from './adopting.ts'
import type { AdoptionFact, AdoptionStepFact, MoneyFact, MoveFact } from './facts.ts'
import { type Scene, sceneOf } from './scene.ts'

/** What was entered or corrected since the instant chosen, and so differs when the same question is asked today. */
export function corrections(scene: Scene): Section {
  const { facts, query, when, knownAt, slices } = scene
  const today = sceneOf(facts, query, when, Number.POSITIVE_INFINITY)
  const concerned = new Set([...scene.lives, ...today.lives].map(({ it }) => it))
  const changes = [...concerned].flatMap((it): Change[] => {
    const slug = { initiative: { slug: it.slug, title: it.title } }
    const later = <Row extends { recordedAt: number; on: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.recordedAt > knownAt)
    return [
      ...later(it.moves)
        .filter((move) => reaches(move, when.asOf))
        .map((move) => ({
          initiative: slug,
          id: it.id,
          at: move.recordedAt,
          kind: move.insteadOf ? ('corrected' as const) : ('entered' as const),
          was: move.insteadOf && toldMove(move.insteadOf),
          now: toldMove(move),
        })),
      ...later(it.money)
        .filter((row) => row.on <= when.asOf)
        .map((row) => ({
          initiative: slug,
          id: it.id,
          at: row.recordedAt,
          kind: 'money' as const,
          was: undefined,
          now: toldMoney(row),
        })),
      ...it.adoptions.flatMap((adoption) =>
        later(adoption.steps)
          .filter((step) => isTold(adoption, step.status) && reaches(step, when.asOf))
          .map((step) => ({
            initiative: slug,
            id: it.id,
            at: step.recordedAt,
            kind: 'adoption' as const,
            was: toldCorrected(adoption, step),
            now: toldStep(step),
          })),
      ),
    ]
  })
  changes.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const ids = new Set(changes.map(({ id }) => id))
  return section('corrections', {
    figures: [
      {
        code: 'corrections',
        unit: 'number',
        value: changes.length,
        ...slices.of(
          'corrections',
          scene.lives.filter(({ it }) => ids.has(it.id)),
        ),
      },
    ],
    tables: changes.length === 0 ? [] : [tableOf(facts, changes)],
    notes: [changes.length === 0 ? { key: 'nothing_corrected' } : { key: 'corrected_since' }],
  })
}

interface Change {
  initiative: Label
  id: string
  at: number
  kind: 'entered' | 'corrected' | 'money' | 'adoption'
  was: Entry | undefined
  now: Entry
}

interface Entry {
  label: Label
  on: string
  amount?: { value: number; currency: MoneyFact['currency'] }
}

/** One that stood by the as-of day counts, and one that moved it to a later day. */
function reaches(row: MoveFact | AdoptionStepFact, asOf: string): boolean {
  for (let one: typeof row | undefined = row; one; one = one.insteadOf) if (one.on <= asOf) return true
  return false
}

const toldMove = ({ event, on }: MoveFact): Entry => ({ on, label: word(`words.event.${event}`) })

const toldStep = ({ status, on }: AdoptionStepFact): Entry => ({ on, label: word(`words.adoption_status.${status}`) })

/** What a step was before it was corrected, where that may be told. */
function toldCorrected(adoption: AdoptionFact, { insteadOf }: AdoptionStepFact): Entry | undefined {
  return insteadOf && isTold(adoption, insteadOf.status) ? toldStep(insteadOf) : undefined
}

const toldMoney = ({ status, on, cents, currency }: MoneyFact): Entry => ({
  on,
  label: word(`words.money_status.${status}`),
  amount: { value: cents, currency },
})

function tableOf({ dayAt }: Scene['facts'], changes: readonly Change[]): Table {
  return {
    code: 'corrections',
    columns: [
      column('recorded', 'day'),
      column('initiative', 'label'),
      column('change', 'label'),
      column('was', 'label'),
      column('was_on', 'day'),
      column('now', 'label'),
      column('now_on', 'day'),
      column('amount', 'cents'),
    ],
    rows: changes.map(({ at, initiative, kind, was, now }) => [
      labelled({ day: dayAt(at) }),
      labelled(initiative),
      labelled(word(`figures.change.${kind}`)),
      was ? labelled(was.label) : {},
      was ? labelled({ day: was.on }) : {},
      labelled(now.label),
      labelled({ day: now.on }),
      now.amount ?? number(null),
    ]),
  }
}
