import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { recorded } from '../../src/activity/recorded.ts'
import { journal } from '../../src/activity/tables.ts'
import { actors } from '../../src/actors/tables.ts'
import { findImport, rowsOf } from '../../src/imports/queries.ts'
import { importRun } from '../../src/imports/running.ts'
import { imports } from '../../src/imports/tables.ts'
import { sheetOf } from '../../src/initiatives/queries.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { themes } from '../../src/network/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { bringing, idIn, PHASES } from './bringing.ts'
import { prepare, somebody } from './wizard.ts'

const house = useHouse()
const { brought, all, titled, movesTold } = bringing(house)

describe('the same list again', () => {
  test('changes nothing, and writes nothing but itself in the journal', async () => {
    await brought(PHASES)
    const before = [await all(), (await house.db.select().from(journal)).length] as const
    const { it, says } = await brought(PHASES)
    expect(it.counts).toMatchObject({ initiatives_unchanged: 2, rows_unchanged: 4 })
    expect(says).toEqual(['2 unchanged', '3 unchanged', '4 unchanged', '5 unchanged'])
    expect(await all()).toEqual(before[0])
    expect((await house.db.select().from(journal)).length).toBe(before[1] + 2)
  })

  test('with new phases and another title adds the moves and changes the sheet', async () => {
    await brought(PHASES)
    const { says } = await brought(`${PHASES.replaceAll(';B;', ';Bé;')}b;Bé;transfere;2023-01-01;\n`)
    expect(says).toEqual(['2 unchanged', '3 unchanged', '4 unchanged', '5 changed', '6 moved'])
    expect(await movesTold('Bé')).toEqual([
      '2022-01-01 start feedback/active',
      '2023-01-01 advance appropriation/active',
      '2023-01-01 transfer appropriation/transferred',
    ])
  })

  test('never writes over what somebody did since', async () => {
    const { as } = await brought(PHASES)
    await edit('B', as)
    const { says } = await brought(PHASES.replaceAll(';B;', ';Autrement;'))
    expect(says).toEqual(['2 unchanged', '3 unchanged', '4 unchanged', '5 edited-since'])
    expect(await titled('B')).toBeDefined()
  })

  test('never writes over what somebody saves while it is being run', async () => {
    const { as } = await brought(PHASES)
    const list = PHASES.replaceAll(';B;', ';Autrement;')
    const home = await prepare(house, as, list)
    await house.post(`${home}/run`, { once: newId() }, { as })
    const { id, version } = await titled('B')
    let isSaved = false
    const db: typeof house.db = {
      ...house.db,
      select: house.db.select.bind(house.db),
      selectDistinct: house.db.selectDistinct.bind(house.db),
      commit: (async (build: Parameters<typeof house.db.commit>[0]) => {
        // After the import has read, before it writes.
        if (!isSaved) {
          isSaved = true
          await edit('B', as)
          await house.db.commit((tx) => [
            tx
              .update(initiatives)
              .set({ version: version + 1 })
              .where(eq(initiatives.id, id)),
          ])
        }
        return house.db.commit(build)
      }) as typeof house.db.commit,
    }
    const storage = { read: () => Promise.resolve(Buffer.from(list)) } as never
    await importRun({ db, storage, log: { error: () => {} } as never })({ importId: idIn(home) }, house.now)
    expect(await titled('B')).toMatchObject({ need: 'dit par quelqu’un', version: version + 1 })
    expect(await findImport(house.db, idIn(home))).toMatchObject({ state: 'done', counts: { rows_refused: 1 } })
  })

  test('without phases says where an initiative stands now', async () => {
    const list = (stage: string, on: string) => `id;titre;étape;depuis\na;A;${stage};${on}\n`
    await brought(list('idée', '2025-01-01'))
    expect((await brought(list('pilote', '2025-06-01'))).says).toEqual(['2 moved'])
    expect((await brought(list('pilote', '2025-06-01'))).says).toEqual(['2 unchanged'])
    expect((await brought(list('idée', '2025-02-01'))).says).toEqual(['2 before-last-move'])
    expect(await movesTold('A')).toEqual(['2025-01-01 start emergence/active', '2025-06-01 skip feedback/active'])
  })
})

async function edit(title: string, accountId: string) {
  const { id } = await titled(title)
  const by = { accountId, name: '', networkRole: 'coordinator' as const, actorIds: [] }
  await house.db.commit((tx) => [
    tx.update(initiatives).set({ need: 'dit par quelqu’un' }).where(eq(initiatives.id, id)),
    recorded(tx, by, house.now, { what: 'edited', subject: { kind: 'initiative', id }, initiativeId: id }),
  ])
}

describe('an undo', () => {
  const undo = async (home: string, as: string) => {
    await house.post(`${home}/undo`, { once: newId() }, { as })
    await house.work()
    return (await findImport(house.db, idIn(home)))!
  }

  test('removes what was created, with the actors and themes that nothing else needs; the file can come again', async () => {
    const file = 'titre;étape;depuis;thème;bailleur\nA;idée;2026-01-01;Eau;Fonds\n'
    const { as, home } = await brought(file)
    expect(await undo(home, as)).toMatchObject({ state: 'undone', counts: { undone_removed: 1 } })
    for (const table of [initiatives, actors, themes]) expect(await house.db.select().from(table)).toEqual([])
    expect((await brought(file)).says).toEqual(['2 created'])
  })

  test('gives back what was changed, and leaves the rest alone', async () => {
    await brought(PHASES)
    const before = await titled('B')
    const { as, home } = await brought(`${PHASES.replaceAll(';B;', ';Bé;')}b;Bé;transfere;2023-01-01;\n`)
    expect((await undo(home, as)).counts).toMatchObject({ undone_restored: 1, undone_removed: 0 })
    const { version: _v, changedAt: _c, ...after } = await titled('B')
    expect(before).toMatchObject(after)
    expect(await movesTold('B')).toEqual(['2022-01-01 start feedback/active'])
    expect(await all()).toHaveLength(2)
  })

  test('takes back the solutions and links that it added, and leaves those of before', async () => {
    const columns = 'titre;étape;depuis;Solutions existantes;Limites des solutions existantes;Liens;Noms des liens\n'
    const row = 'A;idée;2026-01-01;'
    await brought(`${columns}${row}Taxi;Trop cher;https://un.example/;Un\n`)
    const told = async () => {
      const { solutions, links } = await sheetOf(house.db, (await titled('A')).id)
      return [...solutions.map((one) => `${one.name}: ${one.limitation}`), ...links.map((one) => one.label)]
    }
    expect(await told()).toEqual(['Taxi: Trop cher', 'Un'])
    const { as, home, says } = await brought(
      `${columns}${row}taxi | Vélo;Lent | Lent;https://un.example/ https://deux.example/;Un | Deux\n`,
    )
    expect(says).toEqual(['2 changed'])
    expect(await told()).toEqual(['Taxi: Trop cher', 'Vélo: Lent', 'Un', 'Deux'])
    await undo(home, as)
    expect(await told()).toEqual(['Taxi: Trop cher', 'Un'])
  })

  test('keeps and names what somebody worked on since, and what a later import changed', async () => {
    const { as, home } = await brought(`${PHASES}c;C;construction;2020-01-01;\n`)
    await edit('A', as)
    await brought('id;titre;phase;start;end\nb;B;acceleration;2022-01-01;\nb;B;transfere;2023-01-01;\n')
    const it = await undo(home, as)
    expect(it.counts).toMatchObject({ undone_kept: 2, undone_removed: 1 })
    expect((await all()).map(({ title }) => title)).toEqual(['A', 'B'])
    const kept = await rowsOf(house.db, it.id, ['kept'], 10, 0)
    expect(kept.map(({ row }) => [row.value, row.reason])).toEqual([
      ['A', 'worked-on'],
      ['B', 'changed-by-later-import'],
    ])
    expect((await house.get(`${home}?outcome=kept`, { as })).body).toContain(
      'Quelqu’un a travaillé sur cette initiative depuis.',
    )
  })
})

describe('work that was cut short', () => {
  test('goes on where it stopped, without doubling anything', async () => {
    const as = await somebody(house, 'coordinator')
    const rows = Array.from({ length: 60 }, (_, n) => `t${n};T${n};idée;2026-01-01`)
    const home = await prepare(house, as, `id;titre;étape;depuis\n${rows.join('\n')}\n`)
    await house.post(`${home}/run`, {}, { as })
    let commits = 0
    const failing = {
      ...house.db,
      select: house.db.select.bind(house.db),
      selectDistinct: house.db.selectDistinct.bind(house.db),
      commit: ((build: Parameters<typeof house.db.commit>[0]) => {
        commits += 1
        if (commits === 2) throw new Error('the power went')
        if (commits > 2) throw new Error('and did not come back')
        return house.db.commit(build)
      }) as typeof house.db.commit,
    }
    const log = { error: () => {} } as never
    const storage = { read: () => Promise.resolve(Buffer.from(`id;titre;étape;depuis\n${rows.join('\n')}\n`)) } as never
    const work = importRun({ db: failing, storage, log })
    await expect(work({ importId: idIn(home) }, house.now)).rejects.toThrow('did not come back')
    const cut = (await findImport(house.db, idIn(home)))!
    expect([cut.state, cut.rowsDone, (await all()).length]).toEqual(['running', 25, 25])
    await house.work()
    const it = (await findImport(house.db, idIn(home)))!
    expect(it).toMatchObject({ state: 'done', rowsDone: 60, counts: { initiatives_create: 60, rows_created: 60 } })
    expect(await all()).toHaveLength(60)
  })

  test('is offered to be taken up again when no job is left to do it', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, PHASES)
    await house.db.commit((tx) => [
      tx
        .update(imports)
        .set({ state: 'running' })
        .where(eq(imports.id, idIn(home))),
    ])
    expect((await house.get(home, { as })).body).toContain(`action="${home}/resume"`)
    await house.post(`${home}/resume`, {}, { as })
    await house.work()
    expect(await all()).toHaveLength(2)
  })
})
