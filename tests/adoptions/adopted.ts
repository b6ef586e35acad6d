import { adoptionBegun, type AdoptionWanted } from '../../src/adoptions/steps.ts'
import { territoriesAdded, territoryRow } from '../../src/network/steps.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'

type Here = Pick<House, 'db' | 'now'>

/** Regions with what is inside them: enough to tell one from the other. */
export async function planted({ db }: Here) {
  const country = territoryRow({ id: newId(), code: 'CA', kind: 'country', name: 'Canada' }, undefined)
  const laurentides = territoryRow({ id: newId(), code: 'QC-15', kind: 'region', name: 'Laurentides' }, country)
  const mrc = territoryRow({ id: newId(), code: 'QC-15-760', kind: 'mrc', name: 'MRC Argenteuil' }, laurentides)
  const lachute = territoryRow({ id: newId(), code: '76020', kind: 'municipality', name: 'Lachute' }, mrc)
  const montreal = territoryRow({ id: newId(), code: 'QC-06', kind: 'region', name: 'Montréal' }, country)
  const geneva = territoryRow({ id: newId(), code: 'CH-GE', kind: 'region', name: 'Genève' }, undefined)
  const places = { country, laurentides, mrc, lachute, montreal, geneva }
  await db.commit((tx) => [territoriesAdded(tx, Object.values(places))])
  return places
}

/** An adoption as the commands would have left it. */
export async function adopted(
  { db, now }: Here,
  wanted: Pick<AdoptionWanted, 'initiativeId' | 'takerId'> & Partial<AdoptionWanted>,
): Promise<string> {
  const id = newId()
  await db.commit((tx) =>
    adoptionBegun(
      tx,
      {
        id,
        takerKind: 'adopter',
        status: 'integrated',
        since: '2026-01-10',
        visibility: 'public',
        isConfirmed: true,
        byAccountId: null,
        capacity: 'carrier',
        ...wanted,
      },
      now,
    ),
  )
  return id
}
