import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { diagrams } from '../../docs/diagram.ts'
import { root } from '../database.ts'

test.each([...diagrams()])('%s is drawn from the machine as it is now (npm run diagram)', (path, svg) => {
  expect(readFileSync(join(root, path), 'utf8') === svg).toBe(true)
})

test.each([...diagrams()])('%s has a name, a description, and no colour or style of its own in a page', (path, svg) => {
  expect(svg).toMatch(/role="img"[^>]*>\s*<title id="[^"]+">[^<]+<\/title>\s*<desc id="[^"]+">[^<]+<\/desc>/)
  expect(svg).not.toMatch(/\sstyle="|#000|"black"|font-family="/)
  expect(svg.includes('<style>')).toBe(path.startsWith('docs/'))
})
