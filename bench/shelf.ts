import { and, asc, eq, inArray } from 'drizzle-orm'
import { actors } from '../src/actors/tables.ts'
import { documents, documentTexts, documentThemes, documentVersions } from '../src/documents/tables.ts'
import { documentKinds, licences } from '../src/domain/documents.ts'
import { stages } from '../src/domain/lifecycle.ts'
import { initiatives } from '../src/initiatives/tables.ts'
import { territories, themes } from '../src/network/tables.ts'
import type { Database } from '../src/platform/db/database.ts'
import { folded } from '../src/platform/db/sql.ts'
import { type Dice, diceOf, zipf } from './dice.ts'
import { content, sentence, title, word } from './words.ts'

const ROWS = 50
const small = 'de la le les des et un une pour dans du en par sur avec aux qui que plus'.split(' ')
const anyWord = zipf(content.length, 0.8)

/** This many documents with their text, on initiatives that are there. Always the same for the same network, seed and day. */
export async function shelve(db: Database, many: number, now: Date, seed = 7): Promise<void> {
  const dice = diceOf(many * 31 + seed)
  const known = await whatThereIs(db)
  for (let from = 0; from < many; from += ROWS) {
    const some = Array.from({ length: Math.min(ROWS, many - from) }, () => document(dice, known, now))
    const under = some.flatMap((one) => one.themes)
    await db.commit((tx) => [
      tx.insert(documents).values(some.map(({ row }) => row)),
      tx.insert(documentVersions).values(some.map(({ version }) => version)),
      tx.insert(documentTexts).values(some.map(({ text }) => text)),
      ...(under.length > 0 ? [tx.insert(documentThemes).values(under)] : []),
    ])
  }
}

type Known = Awaited<ReturnType<typeof whatThereIs>>

async function whatThereIs(db: Database) {
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)
  const [initiativeIds, actorIds, themeIds, territoryIds] = await Promise.all([
    db.select({ id: initiatives.id }).from(initiatives).orderBy(asc(initiatives.id)).limit(3000),
    db
      .select({ id: actors.id })
      .from(actors)
      .where(and(inArray(actors.kind, ['organisation', 'group']), eq(actors.visibility, 'public')))
      .orderBy(asc(actors.id))
      .limit(300),
    db.select({ id: themes.id }).from(themes).orderBy(asc(themes.id)),
    db.select({ id: territories.id }).from(territories).orderBy(asc(territories.id)),
  ])
  return {
    initiativeIds: idsOf(initiativeIds),
    actorIds: idsOf(actorIds),
    themeIds: idsOf(themeIds),
    territoryIds: idsOf(territoryIds),
  }
}

function document(dice: Dice, known: Known, now: Date) {
  const [id, versionId] = [dice.id(), dice.id()]
  const named = title(dice)
  const description = sentence(dice, dice.between(60, 300))
  const creators = `${sentence(dice, 20)}\n${sentence(dice, 24)}`
  const text = inside(dice)
  const at = new Date(now.getTime() - dice.between(0, 8 * 365) * 86_400_000)
  const day = at.toISOString().slice(0, 10)
  return {
    row: {
      id,
      initiativeId: dice.pick(known.initiativeIds),
      kind: dice.pick(documentKinds),
      title: named,
      description,
      creators,
      dated: day.slice(0, dice.pick([4, 7, 10])),
      language: dice.weighed({ fr: 85, en: 13, other: 2 }),
      licence: dice.is(0.6) ? ('all_rights_reserved' as const) : dice.pick(licences),
      stage: dice.is(0.7) ? dice.pick(stages) : null,
      visibility: dice.weighed({ public: 40, network: 40, team: 15, restricted: 5 }),
      territoryId: dice.is(0.5) ? dice.pick(known.territoryIds) : null,
      transferTag: dice.is(0.1) ? dice.pick(['accompany', 'systematise', 'disseminate', 'transfer'] as const) : null,
      isFeatured: dice.is(0.002),
      currentVersionId: versionId,
      forActorId: dice.is(0.7) ? dice.pick(known.actorIds) : null,
      capacity: 'support_partner' as const,
      searchText: folded(named, description, creators),
      createdAt: at,
      changedAt: at,
    },
    version: {
      id: versionId,
      documentId: id,
      number: 1,
      url: `https://example.org/${id}`,
      mediaType: 'application/pdf',
      size: text.length * 20,
      capacity: 'support_partner' as const,
      recordedAt: at,
      textState: 'read' as const,
    },
    text: { versionId, documentId: id, text, words: folded(text) },
    themes: dice.is(0.6) ? [{ documentId: id, themeId: dice.pick(known.themeIds) }] : [],
  }
}

/** 6 to 30 KB, mostly short ones. A document keeps to its subject: some eighty words come back all the time, others hardly. */
function inside(dice: Dice): string {
  const own = [...new Set(Array.from({ length: 110 }, () => content[anyWord(dice)]!))]
  const anyOwn = zipf(own.length, 0.7)
  const least = Math.floor(6000 + 24_000 * dice.next() ** 2)
  let text = ''
  let left = 0
  while (text.length < least || left > 0) {
    const isFirst = left === 0
    if (isFirst) left = dice.between(8, 24)
    const one = dice.is(0.45) ? dice.pick(small) : dice.is(0.01) ? word(dice) : own[anyOwn(dice)]!
    text += isFirst ? one.charAt(0).toUpperCase() + one.slice(1) : ` ${one}`
    if (--left === 0) text += '. '
  }
  return text.trimEnd()
}
