import { describe, expect, test } from 'vitest'
import { readFile, UnreadableFile } from '../../../src/platform/reading/open.ts'

const read = (value: unknown) =>
  readFile(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'liste.json')
const refusal = async (value: unknown) => {
  const error: unknown = await read(value).catch((cause: unknown) => cause)
  return error instanceof UnreadableFile ? error.key : error
}

describe('a list of objects', () => {
  test('is a table whose columns are the names, in the order in which they are met', async () => {
    const { kind, sheets } = await read([
      { titre: 'A', jours: 12 },
      { titre: 'B', thèmes: ['un', 'deux; trois'], fin: null },
    ])
    expect(kind).toBe('json')
    expect(sheets[0]!.rows).toEqual([
      ['titre', 'jours', 'thèmes', 'fin'],
      ['A', '12', '', ''],
      ['B', '', 'un | "deux; trois"', ''],
    ])
  })
})

describe('what is no list of flat objects is refused, and says why', () => {
  const cases: [string, unknown, string][] = [
    ['an object', { titre: 'A' }, 'json-not-rows'],
    ['a list within an object within a list', [{ a: { b: 1 } }], 'json-nested'],
    ['a text that stops too early', '[{"titre": "A"', 'json-broken'],
    ['one that goes ten thousand lists deep', `[{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}]`, 'json-nested'],
    ['a list of other things among objects', '[{"a":1}, 2]', 'json-not-rows'],
    ['nothing in the list', '[]', 'empty'],
  ]
  for (const [what, value, key] of cases) {
    test(what, async () => expect(await refusal(value)).toBe(key))
  }
})
