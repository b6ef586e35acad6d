import { describe, expect, test } from 'vitest'
import { newId } from '../../src/platform/id.ts'
import { findImport, latestImports } from '../../src/imports/queries.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { type House, useHouse } from '../house.ts'
import { formOf, importing, prepare, somebody, upload } from './wizard.ts'

const house = useHouse()
const LIST = 'id;titre;étape;depuis\na;Le Jardin;émergence;2026-01-05\nb;La Ruche;mobilisation;2026-01-06\n'
const idIn = (home: string) => home.split('/').at(-1)!
const importAt = async (of: House, home: string) => (await findImport(of.db, idIn(home)))!

describe('who may import', () => {
  const steps = ['', '/sheet', '/columns', '/values', '/preview', '/progress', '/refused.csv']
  const deeds = ['/sheet', '/columns', '/values', '/mapping', '/mappings', '/run', '/resume', '/undo', '/discard']

  test('coordinators and administrators may', async () => {
    for (const role of ['coordinator', 'administrator'] as const) {
      const as = await somebody(house, role)
      const home = await prepare(house, as, LIST)
      for (const path of [
        '/imports',
        '/imports/new',
        `${home}/sheet`,
        `${home}/columns`,
        `${home}/values`,
        `${home}/preview`,
      ]) {
        expect([path, (await house.get(path, { as })).status]).toEqual([path, 200])
      }
      expect((await house.get(home, { as })).to).toBe(`${home}/preview`)
    }
  })

  test('members may not, and are told so; for visitors there is nothing there', async () => {
    const home = await prepare(house, await somebody(house, 'coordinator'), LIST)
    const member = await somebody(house, 'member')
    for (const [as, status] of [
      [member, 403],
      [undefined, 404],
    ] as const) {
      expect((await house.get('/imports', { as })).status).toBe(status)
      expect((await house.get('/imports/new', { as })).status).toBe(status)
      expect((await upload(house, as, LIST)).status).toBe(status)
      for (const step of steps) expect([step, (await house.get(home + step, { as })).status]).toEqual([step, status])
      for (const deed of deeds)
        expect([deed, (await house.post(home + deed, {}, { as })).status]).toEqual([deed, status])
    }
    expect(await latestImports(house.db)).toHaveLength(1)
    expect((await importAt(house, home)).state).toBe('uploaded')
  })

  test('an import that does not exist is not found', async () => {
    const as = await somebody(house, 'coordinator')
    for (const step of steps) expect((await house.get(`/imports/${newId()}${step}`, { as })).status).toBe(404)
    for (const deed of deeds) expect((await house.post(`/imports/${newId()}${deed}`, {}, { as })).status).toBe(404)
  })
})

describe('a file that cannot be read is refused at its field, and not kept', () => {
  const refused: [string, string | Buffer | undefined, string][] = [
    ['none at all', undefined, 'Choisissez un fichier.'],
    ['an empty one', '', 'Ce fichier est vide.'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'Ce format ne se lit pas ici.'],
    ['a web page', '<!doctype html><html><body>rien</body></html>', 'n’est pas un tableau'],
    ['one whose quotation mark is never closed', 'a;b\n1;2\n3;"4\n5;6\n', 'À partir de la ligne 3'],
  ]
  test.each(refused)('%s', async (_what, content, why) => {
    const as = await somebody(house, 'coordinator')
    const { status, body } = await upload(house, as, content)
    expect(status).toBe(422)
    expect(body).toContain(why)
    expect(body).toContain('id="f-file"')
    expect(await latestImports(house.db)).toEqual([])
  })

  test('one that is too large', async () => {
    const as = await somebody(house, 'coordinator')
    const { status, body } = await upload(house, as, Buffer.alloc(20 * 1024 * 1024 + 1, 'a'))
    expect(status).toBe(413)
    expect(body).toContain('Le fichier dépasse 20 Mo.')
  })

  test('the same upload sent twice is one import', async () => {
    const as = await somebody(house, 'coordinator')
    const once = newId()
    const [first, second] = [await upload(house, as, LIST, 'a.csv', once), await upload(house, as, LIST, 'a.csv', once)]
    expect(second.to).toBe(first.to)
    expect(await latestImports(house.db)).toHaveLength(1)
  })
})

describe('the steps', () => {
  test('say what the file was found to be', async () => {
    const as = await somebody(house, 'coordinator')
    const { to } = await upload(house, as, Buffer.from('titre;étape\nÀ côté;idée\n', 'latin1'))
    const { body } = await house.get(to!, { as })
    for (const said of ['Texte à colonnes (CSV)', 'Windows-1252', 'point-virgule', '2 lignes'])
      expect(body).toContain(said)
  })

  test('suggest the columns and the values from their names, in French and in English', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, 'name,stage,funders,start date\nA,Feedback,Ville,2026-01-05\n')
    const { mapping } = await importAt(house, home)
    expect(mapping.columns).toEqual(['title', 'stage', 'funders', 'since'])
    expect(mapping.values.stage).toEqual({ Feedback: 'feedback/active' })
  })

  test('a file without header names its columns by their letters', async () => {
    const as = await somebody(house, 'coordinator')
    const { to } = await upload(house, as, 'Le Jardin;idée\nLa Ruche;idée\n')
    await house.post(to!, { ...formOf((await house.get(to!, { as })).body, to!), header: '' }, { as })
    const { body } = await house.get(to!.replace('sheet', 'columns'), { as })
    expect(body).toContain('<th scope="row">A</th>')
    expect(body).toContain('2 lignes à importer')
  })

  test('what is missing, or said twice, is refused at the column, and what was chosen comes back', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, LIST)
    const at = `${home}/columns`
    const fields = formOf((await house.get(at, { as })).body, at)
    const none = await house.post(at, { ...fields, 'column.1': '', source: 'ma liste' }, { as })
    expect(none.status).toBe(422)
    expect(none.body).toContain('Aucune colonne ne contient\u00a0: Titre.')
    expect(none.body).toContain('value="ma liste"')
    const twice = await house.post(at, { ...fields, 'column.0': 'title' }, { as })
    expect(twice.status).toBe(422)
    expect(twice.body).toContain('Une autre colonne contient déjà\u00a0: Titre.')
    const undated = await house.post(at, { ...fields, mode: 'phases' }, { as })
    expect(undated.body).toContain('Aucune colonne ne contient\u00a0: Début de la phase.')
    const strange = await house.post(at, { ...fields, 'column.0': 'password', order: 'ymd' }, { as })
    expect(strange.status).toBe(422)
  })

  test('two people who answer at once: the second sees the first one’s answers', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, LIST)
    const at = `${home}/columns`
    const fields = formOf((await house.get(at, { as })).body, at)
    expect((await house.post(at, { ...fields, source: 'l’un' }, { as })).status).toBe(303)
    const second = await house.post(at, { ...fields, source: 'l’autre', once: newId() }, { as })
    expect(second.status).toBe(409)
    expect(second.body).toContain('a avancé dans une autre fenêtre')
    expect((await importAt(house, home)).mapping.source).toBe('l’un')
  })

  test('a reading is saved by name, and applied to a file whose columns are in another order', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, LIST, {
      columns: { source: 'liste du pôle' },
      values: { 'stage.0': 'feedback/active' },
    })
    expect((await house.post(`${home}/mappings`, { name: 'Pôle' }, { as })).status).toBe(303)
    const other = await prepare(house, as, 'depuis;étape;titre;id\n2026-01-05;émergence;Le Pré;c\n')
    const at = `${other}/columns`
    const page = await house.get(at, { as })
    expect(page.body).toContain('Pôle')
    expect((await house.post(`${other}/mapping`, formOf(page.body, `${other}/mapping`), { as })).to).toBe(at)
    const { mapping } = await importAt(house, other)
    expect(mapping.columns).toEqual(['since', 'stage', 'title', 'externalId'])
    expect(mapping).toMatchObject({ source: 'liste du pôle', values: { stage: { émergence: 'feedback/active' } } })
    expect((await house.post(`${home}/mappings`, { name: '' }, { as })).status).toBe(422)
  })

  test('the preview tells row by row what would be, and writes nothing', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, `${LIST}c;Le Pré;émergence;mars 2026\n`)
    const { body } = await house.get(`${home}/preview`, { as })
    expect(body).toContain('initiatives seraient créées')
    for (const said of ['Ligne 4', 'Le jour manque', 'depuis', 'mars 2026']) expect(body).toContain(said)
    const { body: refused } = await house.get(`${home}/preview?outcome=refused`, { as })
    expect(refused).not.toContain('La Ruche')
    expect(await house.db.select().from(initiatives)).toEqual([])
  })
})

describe('the work', () => {
  test('shows its progress, can be left, and ends on the result', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, LIST)
    expect((await house.post(`${home}/run`, { once: newId() }, { as })).to).toBe(home)
    const waiting = await house.get(home, { as })
    expect(waiting.body).toContain(`hx-get="${home}/progress"`)
    expect((await house.get(`${home}/progress`, { as, htmx: true })).body).toContain('<progress')
    expect((await house.get(`${home}/progress`, { as })).to).toBe(home)
    await house.work()
    expect((await house.get(`${home}/progress`, { as, htmx: true })).headers.get('HX-Redirect')).toBe(home)
    const { body } = await house.get(home, { as })
    expect(body).toContain('initiatives créées')
    expect(body).toContain('href="/initiatives/le-jardin"')
    expect(await importAt(house, home)).toMatchObject({ rowsDone: 2, rowsTotal: 2, state: 'done' })
  })

  test('asked for twice runs once', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, LIST)
    const once = newId()
    const answers = [
      await house.post(`${home}/run`, { once }, { as }),
      await house.post(`${home}/run`, { once }, { as }),
      await house.post(`${home}/run`, { once: newId() }, { as }),
    ]
    expect(answers.map(({ status, to }) => [status, to])).toEqual([
      [303, home],
      [303, home],
      [303, home],
    ])
    expect(await house.work()).toBe(1)
    expect(await house.db.select().from(initiatives)).toHaveLength(2)
  })

  test('is undone once, never while it runs, and nothing is undone before it ran', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, LIST)
    const undo = () => house.post(`${home}/undo`, { once: newId() }, { as })
    expect(await undo()).toMatchObject({
      status: 409,
      body: expect.stringContaining('il n’y a rien à annuler') as string,
    })
    await house.post(`${home}/run`, {}, { as })
    expect(await undo()).toMatchObject({ status: 409, body: expect.stringContaining('encore en cours') as string })
    await house.work()
    expect((await undo()).status).toBe(303)
    expect((await undo()).status).toBe(303)
    expect(await house.work()).toBe(1)
    expect(await undo()).toMatchObject({ status: 409, body: expect.stringContaining('déjà annulée') as string })
    expect((await house.post(`${home}/run`, {}, { as })).status).toBe(409)
    expect(await house.db.select().from(initiatives)).toEqual([])
  })

  test('a file that was never imported can be forgotten; one that was cannot', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await prepare(house, as, LIST)
    expect((await house.post(`${home}/discard`, {}, { as })).to).toBe('/imports')
    expect((await house.get(home, { as })).status).toBe(404)
    const other = await importing(house, as, LIST)
    expect((await house.post(`${other}/discard`, {}, { as })).status).toBe(409)
    expect((await house.get(other, { as })).status).toBe(200)
  })

  test('the refused rows are given back as a table that no spreadsheet takes for formulas', async () => {
    const as = await somebody(house, 'coordinator')
    const home = await importing(
      house,
      as,
      'id;titre;étape;depuis\na;"=1+1";émergence;hier\nb;Le Pré;émergence;2026-01-05\n',
    )
    const { body, headers } = await house.get(`${home}/refused.csv`, { as })
    expect(headers.get('Content-Type')).toContain('text/csv')
    expect(headers.get('Content-Disposition')).toContain('attachment')
    expect(body).toContain('"2";"Ce n’est pas une date.";"depuis";"hier";"a";"\'=1+1";"émergence";"hier"')
    expect(body).not.toContain('Le Pré')
  })
})
