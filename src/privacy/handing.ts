import type { Request, Response } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { wordsFor } from '../platform/http/pages.ts'
import { slugOf } from '../platform/slug.ts'
import { fates } from './holding.ts'
import { holdings } from './holdings.ts'
import { countsOf, knownOf } from './known.ts'
import { headOf, saidParts, thingsOf, toTake } from './said.ts'
import type { Subject } from './subject.ts'

/** Kinds of which something is handed over. */
const handedOver = holdings.filter(({ given }) => given.length > 0)

/** What an erasure does, what goes first, and how much of which kinds it does that with. */
export async function summaryOf({ db, network }: Floor, req: Request, subject: Subject) {
  const words = wordsFor(req, network.get().timeZone)
  const counted = await countsOf(db.apart, subject, handedOver)
  const kinds = counted.map(({ holding, many }) => ({ ...headOf(holding, words), many, fate: holding.fate }))
  const inOrder = fates.flatMap((fate) => kinds.filter((kind) => kind.fate === fate))
  return [...Map.groupBy(inOrder, ({ becomes }) => becomes)].map(([becomes, some]) => ({ becomes, kinds: some }))
}

/** All of it, as a page shows it. */
export async function keptShown({ db, network }: Floor, req: Request, subject: Subject) {
  const parts = await knownOf(db.apart, subject)
  const things = await thingsOf(db, req.viewer, req.today, parts)
  return saidParts(parts, things, wordsFor(req, network.get().timeZone))
}

/** All of it, as a file. */
export async function handed(floor: Floor, req: Request, res: Response, subject: Subject): Promise<void> {
  const { db, url, clock } = floor
  const { timeZone, name: network } = floor.network.get()
  const words = wordsFor(req, timeZone)
  const parts = await knownOf(db.apart, subject)
  const things = await thingsOf(db, req.viewer, req.today, parts)
  res.set('Cache-Control', 'private, no-store')
  res.attachment(`${slugOf(words.t('privacy.persons.title'))}-${req.today}.json`)
  res.json(toTake(subject, parts, things, words, { at: clock.now(), url, network }))
}
