import { editAdoptPage } from '../../src/adoptions/adopt-editing.ts'
import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import type { Settled, Town } from '../town.ts'

export const words = {
  takes: 'Un local, **deux bénévoles** et 4 000 $ par année.',
  steps: '1. Visiter\n2. Former\n3. Ouvrir',
  ask: 'La coordination de la Coop',
}

/** The page « L'adopter » of an initiative, as its carriers would have published it. */
export async function inviting({ db, now }: House, town: Town, { slug }: Pick<Settled, 'slug'>, isPublished = true) {
  const when = { at: now, today: '2026-03-10' }
  await editAdoptPage(db, slug, { ...words, isPublished, version: 0 }, { ...town.leadCarrier.by, once: key() }, when)
}

/** The stamp of the form that a page shows. */
export const stampIn = (body: string): string => /name="stamp" value="([^"]+)"/.exec(body)?.[1] ?? ''

/** What a school would send. */
export const request = {
  takerName: 'École du rang',
  takerKind: 'adopter',
  territory: '',
  message: 'Nous aimerions essayer dès l’automne.',
  contactName: 'Direction',
  contactEmail: 'direction@ecole-du-rang.example.org',
  isAgreed: 'on',
  site: '',
}
