import { and, eq, isNull, ne } from 'drizzle-orm'
import { meantBy } from '../actors/naming.ts'
import { actorAdded, type NewActor } from '../actors/steps.ts'
import { type Capacity, capacitiesOf, may, type Permission } from '../domain/permissions.ts'
import type { ActorKind, TakerKind } from '../domain/roles.ts'
import type { By } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import { territoryNamed } from '../network/queries.ts'
import type { Reader, Step, Writer } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { adoptions } from './tables.ts'

/** Carriers and coordinators tend every adoption; takers those of the actors they act for. */
export function mayTendAdoption(isOwn: boolean, capacities: readonly Capacity[]): Permission {
  if (isOwn && !capacities.includes('taker')) return may('adoption.record', [...capacities, 'taker'])
  return may(isOwn ? 'adoption.record' : 'adoption.confirm', capacities)
}

interface Typed {
  taker: string
  newKind?: ActorKind | undefined
  takerKind: TakerKind
}

/** The actor that was meant; with the step that adds it, when the network does not know it yet. Throws InvalidInput. */
export async function takerOf(db: Reader, by: By, { taker, newKind, takerKind }: Typed) {
  const { known, slug } = await meantBy(db, by, taker)
  if (known === 'several') throw new InvalidInput([{ field: 'taker', key: 'actor_several' }])
  if (known === 'unknown' && !newKind) throw new InvalidInput([{ field: 'taker', key: 'taker_unknown' }])
  const kind = known === 'unknown' ? newKind! : known.kind
  // Beneficiaries are recorded as groups; no person is ever named as one.
  if (takerKind === 'beneficiary' && kind !== 'group') {
    throw new InvalidInput([{ field: known === 'unknown' ? 'newKind' : 'taker', key: 'beneficiary_is_a_group' }])
  }
  if (known !== 'unknown') return { id: known.id, added: (): Step[] => [] }
  granted(may('actor.add', capacitiesOf(by.networkRole)))
  const added: NewActor = { id: newId(), slug, name: taker, kind }
  return { id: added.id, added: (tx: Writer, at: Date): Step[] => [actorAdded(tx, added, at)] }
}

/** The place that was typed, by id; null for none. Throws InvalidInput. */
export async function placeOf(db: Reader, typed: string): Promise<string | null> {
  if (typed === '') return null
  const found = await territoryNamed(db, typed)
  if (typeof found === 'string') throw new InvalidInput([{ field: 'territory', key: `territory_${found}` }])
  return found.id
}

/** The same taker adopts once in one place: whoever comes again is led to what is there. Throws InvalidInput. */
export async function refuseTwice(
  db: Reader,
  one: { initiativeId: string; takerId: string; territoryId: string | null },
  { exceptId = '', field = 'taker' } = {},
): Promise<void> {
  const [there] = await db
    .select({ id: adoptions.id })
    .from(adoptions)
    .where(
      and(
        eq(adoptions.initiativeId, one.initiativeId),
        eq(adoptions.takerId, one.takerId),
        one.territoryId === null ? isNull(adoptions.territoryId) : eq(adoptions.territoryId, one.territoryId),
        eq(adoptions.isConfirmed, true),
        ne(adoptions.id, exceptId),
      ),
    )
  if (there) throw new InvalidInput([{ field, key: 'adoption_exists', params: { id: there.id } }])
}
