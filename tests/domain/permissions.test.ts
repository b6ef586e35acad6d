import { describe, expect, test } from 'vitest'
import { criterionCodes, type CriterionCode } from '../../src/domain/gates.ts'
import { moveEvents } from '../../src/domain/lifecycle.ts'
import {
  capacities,
  capacitiesOf,
  type Capacity,
  type Deed,
  may,
  mayAttest,
  mayMove,
  type NetworkRole,
  networkRoles,
} from '../../src/domain/permissions.ts'
import { type Role, roles } from '../../src/domain/roles.ts'

interface Person {
  networkRole: NetworkRole | undefined
  held?: { role: Role; isLead: boolean }[]
}

// Everybody who can come to an initiative's page, strongest last.
const people: Record<string, Person> = {
  visitor: { networkRole: undefined },
  member: { networkRole: 'member' },
  funder: { networkRole: 'member', held: [{ role: 'funder', isLead: false }] },
  taker: { networkRole: 'member', held: [{ role: 'taker', isLead: false }] },
  partner: { networkRole: 'member', held: [{ role: 'support_partner', isLead: false }] },
  carrier: { networkRole: 'member', held: [{ role: 'carrier', isLead: false }] },
  lead: { networkRole: 'member', held: [{ role: 'carrier', isLead: true }] },
  coordinator: { networkRole: 'coordinator' },
  administrator: { networkRole: 'administrator' },
}
const names = Object.keys(people)
const heldBy = (name: string) => capacitiesOf(people[name]!.networkRole, people[name]!.held)

// product.md, « Who sees what ». One letter each, in the order of `people`: may (x) or may not (.).
const matrix: Record<Deed, string> = {
  //                      vmftpclCA
  'initiative.start': '   .xxxxxxxx',
  'initiative.spot': '    .xxxxxxxx',
  'initiative.edit': '    .....xxxx',
  'initiative.merge': '   .......xx',
  'spotted.triage': '     .......xx',
  'move.claim': '         .......xx',
  'move.advance': '       .....xxxx',
  'move.skip': '          .......xx',
  'move.send_back': '     .....xxxx',
  'move.hold': '          .....xxxx',
  'move.resume': '        .....xxxx',
  'move.discontinue': '   .....xxxx',
  'move.reopen': '        .......xx',
  'move.sustain': '       .....xxxx',
  'move.transfer': '      .....xxxx',
  'move.backfill': '      .....xxxx',
  'move.correct': '       .....xxxx',
  'gate.waive': '         .......xx',
  'criterion.withdraw': ' .....xxxx',
  'participation.add': '  .....xxxx',
  'participation.accept_for': '.......xx',
  'participation.end': '  .....xxxx',
  'team.see': '           ..xxxxxxx',
  'document.attach': '    ..xxxxxxx',
  'document.feature': '   .......xx',
  'collection.edit': '    .......xx',
  'knowledge.record': '   ...xxxxxx',
  'knowledge.withdraw': ' .....xxxx',
  'dossier.share': '      .....xxxx',
  'initiative.exclude': ' .......xx',
  'programme.edit': '     .......xx',
  'money.rate': '         .......xx',
  'report.make': '        ..x.xxxxx',
  'report.answer': '      .....xxxx',
  'progress.write': '     .....xxxx',
  'register.see': ' .......xx',
  'pilot.tend': '         .....xxxx',
  'indicator.tend': '     ....xxxxx',
  'feedback.invite': '    .....xxxx',
  'feedback.give': '      ...x...xx',
  'feedback.enter': '     ....xxxxx',
  'feedback.read': '      ....xxxxx',
  'adjustment.decide': '  .....xxxx',
  'adoption.record': '    ...x.xxxx',
  'adoption.confirm': '   .....xxxx',
  'adopt_page.edit': '    .....xxxx',
  'grid.edit': '          .......xx',
  'qualification.assess': '..xxx..xx',
  'qualification.decide': '.......xx',
  'actor.add': '          .xxxxxxxx',
  'actor.edit': '         .......xx',
  'contacts.see': '       .......xx',
  'import.run': '         .......xx',
  'settings.edit': '      .......xx',
  'people.invite': '      .......xx',
  'people.manage': '      ........x',
  'network.manage': '     ........x',
  'privacy.manage': '     ........x',
}

describe.each(Object.entries(matrix))('%s', (deed, letters) => {
  test.each(names.map((name, i) => [letters.trim()[i] === 'x' ? 'may' : 'may not', name] as const))(
    '%2$s %1$s',
    (word, name) => {
      expect(may(deed as Deed, heldBy(name)).allowed).toBe(word === 'may')
    },
  )
})

test('a move is allowed as its deed is', () => {
  for (const event of moveEvents) {
    for (const name of names) expect(mayMove(event, heldBy(name))).toEqual(may(`move.${event}`, heldBy(name)))
  }
})

describe('stating a criterion', () => {
  const takers: CriterionCode[] = ['M3', 'R2', 'R5', 'A1', 'A2', 'A3']

  test.each(criterionCodes)('%s: carriers, support partners, coordinators, and takers for their own', (code) => {
    const allowed = names.filter((name) => mayAttest(code, heldBy(name)).allowed)
    expect(allowed).toEqual([
      ...(takers.includes(code) ? ['taker'] : []),
      'partner',
      'carrier',
      'lead',
      'coordinator',
      'administrator',
    ])
  })
})

describe('the capacity a deed is done in', () => {
  test('is the strongest that may do it', () => {
    const both = capacitiesOf('coordinator', [{ role: 'carrier', isLead: true }])
    expect(may('move.advance', both)).toEqual({ allowed: true, as: 'coordinator' })
    expect(may('move.advance', heldBy('lead'))).toEqual({ allowed: true, as: 'lead_carrier' })
    expect(may('initiative.start', heldBy('carrier'))).toEqual({ allowed: true, as: 'member' })
  })

  test('is named to those who may not', () => {
    expect(may('gate.waive', heldBy('carrier'))).toEqual({ allowed: false, reserved: ['coordinator'] })
  })
})

describe('capacities', () => {
  test.each(networkRoles)('of a %s contain those of a visitor and a member', (role) => {
    expect(capacitiesOf(role)).toEqual(expect.arrayContaining<Capacity>(['member', 'visitor']))
  })

  test('of somebody without an account are a visitor’s, whatever they are said to hold', () => {
    expect(
      capacitiesOf(
        undefined,
        roles.map((role) => ({ role, isLead: true })),
      ),
    ).toEqual(['visitor'])
  })

  test('come strongest first, each once', () => {
    const twice = [
      { role: 'taker' as const, isLead: false },
      { role: 'carrier' as const, isLead: true },
      { role: 'taker' as const, isLead: false },
    ]
    const all = capacitiesOf('administrator', twice)
    expect(all).toEqual(capacities.filter((one) => all.includes(one)))
    expect(all).toEqual(['administrator', 'coordinator', 'lead_carrier', 'carrier', 'taker', 'member', 'visitor'])
  })

  test('a lead of another role leads nothing', () => {
    expect(capacitiesOf('member', [{ role: 'funder', isLead: true }])).not.toContain('lead_carrier')
  })
})
