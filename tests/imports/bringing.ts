import { asc } from 'drizzle-orm'
import { findImport, rowsOf } from '../../src/imports/queries.ts'
import { outcomes } from '../../src/imports/schema.ts'
import { movesOf, passage } from '../../src/initiatives/queries.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import type { House } from '../house.ts'
import { type Choices, importing, somebody } from './wizard.ts'

export const idIn = (home: string): string => home.split('/').at(-1)!

/** Imports that are run, and what they led to, on one house. */
export function bringing(house: House) {
  async function brought(content: string, choices: Choices = {}) {
    const as = await somebody(house, 'coordinator')
    const home = await importing(house, as, content, choices)
    const it = (await findImport(house.db, idIn(home)))!
    const rows = await rowsOf(house.db, it.id, outcomes, 1000, 0)
    return {
      as,
      home,
      it,
      says: rows.map(({ row }) => `${row.line} ${row.reason ?? row.outcome}`),
      rows: rows.map(({ row }) => row),
    }
  }
  const all = () => house.db.select().from(initiatives).orderBy(asc(initiatives.title))
  const titled = async (title: string) => (await all()).find((one) => one.title === title)!

  async function movesTold(title: string) {
    const moves = (await movesOf(house.db, (await titled(title)).id)).map(passage)
    return moves.map(({ event, effectiveOn, to }) => `${effectiveOn} ${event} ${to.stage}/${to.status}`)
  }

  return { brought, all, titled, movesTold }
}

/** Two histories: one that was abandoned, one under way. */
export const PHASES =
  'id;titre;phase;start;end\na;A;investigation;2020-01-01;\na;A;construction;2020-06-01;\na;A;abandon;2021-01-01;\nb;B;acceleration;2022-01-01;\n'
