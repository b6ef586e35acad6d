import { stepsOf } from '../../src/adoptions/queries.ts'
import { adoptionBegun, type AdoptionWanted } from '../../src/adoptions/steps.ts'
import { territoriesAdded, territoryRow } from '../../src/network/steps.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'
import type { Town } from '../town.ts'

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

/** Takers of all sorts of one initiative: in two regions and elsewhere, one that hesitates, one that asks. */
export async function takenUp(house: House, town: Town, initiativeId: string) {
  const places = await planted(house)
  const id = await adopted(house, {
    initiativeId,
    takerId: town.taker.actorId,
    territoryId: places.lachute.id,
    fidelity: 'adapted',
    adapted: 'Sans la borne de prêt, et avec une bénévole de plus le samedi.',
    peopleReached: 1240,
    evidence: 'https://exemple.org/un/chemin/qui/continue/assez/longtemps/pour/sortir/de/la/page',
    contact: { name: 'Direction', address: 'une-adresse-assez-longue@ecole-du-rang.example.org' },
  })
  const elsewhere = [places.laurentides, places.montreal, places.geneva]
  for (const { id: territoryId } of elsewhere) {
    await adopted(house, { initiativeId, takerId: town.funder.actorId, territoryId, status: 'trial' })
  }
  await adopted(house, { initiativeId, takerId: town.funder.actorId, status: 'considered', reason: 'Le coût du local' })
  const asked = await adopted(house, {
    initiativeId,
    takerId: null,
    takerName: 'École du rang',
    status: 'considered',
    isConfirmed: false,
    message: 'Nous aimerions essayer dès l’automne.',
    contact: { name: 'Direction', address: 'direction@ecole-du-rang.example.org' },
  })
  const [step] = await stepsOf(house.db, id)
  return { id, asked, step: step!.id }
}
