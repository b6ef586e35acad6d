import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { root } from '../database.ts'

// The published schemas (shared/data/README.md), never a part of the project: read when they are beside it.
const giving = resolve(root, '../shared/data/grants/360giving')
export const scdlSchema = resolve(root, '../shared/data/grants/scdl/schema.json')
export const hasGivingStandard = existsSync(giving)
export const hasScdlStandard = existsSync(scdlSchema)

const read = (name: string) => readFileSync(join(giving, name), 'utf8')

// They name their own dialect by http, which no validator knows it by.
function schema(name: string, $id?: string): object {
  const { $schema: _, ...rest } = JSON.parse(read(name)) as { $schema?: string }
  return { ...rest, ...($id ? { $id } : {}) }
}
// The package names the schema of grants by the address of another patch of the same version.
const GRANTS = 'https://raw.githubusercontent.com/ThreeSixtyGiving/standard/1.4.2/schema/360-giving-schema.json'

/** What the 360Giving package schema has to say against a file. */
export function problemsOf(file: unknown): unknown[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(schema('360-giving-schema.json', GRANTS))
  const isValid = ajv.compile(schema('360-giving-package-schema.json'))
  return isValid(JSON.parse(JSON.stringify(file))) ? [] : (isValid.errors ?? [])
}

/** The codes of a list of the standard. */
export function codesOf(list: string): (string | undefined)[] {
  return read(list)
    .split('\n')
    .slice(1)
    .map((line) => /^"?([^",]+)/.exec(line)?.[1])
}
