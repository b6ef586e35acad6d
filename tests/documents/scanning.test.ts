import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from 'vitest'
import { documentRead } from '../../src/documents/reading.ts'
import { scanned } from '../../src/platform/files/scanning.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { EICAR, useClamd } from './clamd.ts'
import { attachedHere, readHere, storeOf } from './files-here.ts'

const house = useHouse(undefined, { onDisk: true })
const clamd = useClamd()
afterEach(() => void (clamd.says = 'stream: OK\0'))

const here = async (bytes: Buffer, fileName: string) =>
  attachedHere(
    house,
    (await (await settle(house)).initiativeAt('feedback', { visibility: 'public' })).id,
    bytes,
    fileName,
  )
const read = (version: string, scanner: Parameters<typeof scanned>[1] = clamd) =>
  documentRead({ db: house.db, storage: storeOf(house), log: { warn: () => {} } as never, scanner })({ version })

describe('with a scanner', () => {
  test('a clean file is said to be clean, and read', async () => {
    const one = await here(Buffer.from('Une fontaine'), 'a.txt')
    await read(one.versionId)
    expect(await readHere(house, one)).toMatchObject({
      version: { scanState: 'clean', textState: 'read' },
      inside: 'une fontaine',
    })
  })

  test('a file with a virus is shut away: nothing of it is read, shown or found', async () => {
    const one = await here(Buffer.from(EICAR), 'a.txt')
    await read(one.versionId)
    const { version, text, inside } = await readHere(house, one)
    expect(version).toMatchObject({ scanState: 'quarantined', thumbnail: null, previews: null, proposed: null })
    expect(text).toBeUndefined()
    expect(inside).toBe('')
    expect((await house.get(`/documents/${one.id}/file`)).status).toBe(403)
  })

  test('a scanner that does not answer, or answers nonsense, is asked again later', async () => {
    const one = await here(Buffer.from('Une fontaine'), 'a.txt')
    await expect(read(one.versionId, { host: '127.0.0.1', port: 1 })).rejects.toThrow('ECONNREFUSED')
    clamd.says = 'ERROR: no memory\0'
    await expect(read(one.versionId)).rejects.toThrow('no memory')
    clamd.says = ''
    await expect(read(one.versionId)).rejects.toThrow()
    expect((await readHere(house, one)).version.textState).toBe('waiting')
  })

  test('a file longer than it takes stays unscanned, and is read', async () => {
    clamd.says = 'INSTREAM size limit exceeded. ERROR\0'
    const one = await here(Buffer.from('Une fontaine'), 'a.txt')
    await read(one.versionId)
    expect((await readHere(house, one)).version).toMatchObject({ scanState: 'unscanned', textState: 'read' })
  })

  test('all of a long file is shown to it', async () => {
    const chunks = Array.from({ length: 300 }, () => Buffer.alloc(60_000, 'a'))
    expect(await scanned(Readable.from(chunks), clamd)).toBe('clean')
    expect(clamd.bytes).toBe(18_000_000)
  })
})
