import { describe, expect, test } from 'vitest'
import { capacitiesOf } from '../../src/domain/permissions.ts'
import type { Role } from '../../src/domain/roles.ts'
import { maySee, type Visibility } from '../../src/domain/visibility.ts'

const member = (...roles: Role[]) =>
  capacitiesOf(
    'member',
    roles.map((role) => ({ role, isLead: role === 'carrier' })),
  )
const people = {
  visitor: capacitiesOf(undefined),
  member: member(),
  funder: member('funder'),
  taker: member('taker'),
  partner: member('support_partner'),
  carrier: member('carrier'),
  coordinator: capacitiesOf('coordinator'),
  administrator: capacitiesOf('administrator'),
}

// Who sees what has this level, when these roles are named on it: x sees, . does not.
const matrix: [level: Visibility, named: Role[], letters: string][] = [
  //                                        vmftpcCA
  ['public', [], /*                      */ 'xxxxxxxx'],
  ['network', [], /*                     */ '.xxxxxxx'],
  ['community', [], /*                   */ '..xxxxxx'],
  ['team', [], /*                        */ '..xxxxxx'],
  ['restricted', [], /*                  */ '.....xxx'],
  ['restricted', ['funder'], /*          */ '..x..xxx'],
  ['restricted', ['taker'], /*           */ '...x.xxx'],
  ['restricted', ['support_partner'], /* */ '....xxxx'],
  ['restricted', ['funder', 'taker'], /* */ '..xx.xxx'],
  ['restricted', ['carrier'], /*         */ '.....xxx'],
  ['network', ['funder'], /*             */ '.xxxxxxx'],
]

describe.each(matrix)('%s with %j named', (level, named, letters) => {
  test.each(
    Object.entries(people).map(
      ([name, held], i) => [name, letters[i] === 'x' ? 'sees' : 'does not see', held] as const,
    ),
  )('a %s %s it', (_name, word, held) => {
    expect(maySee(level, held, named)).toBe(word === 'sees')
  })
})

test('somebody with two roles sees what either sees', () => {
  expect(maySee('restricted', member('taker', 'funder'), ['funder'])).toBe(true)
})
