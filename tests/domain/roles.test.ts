import { describe, expect, test } from 'vitest'
import { ageLevel, originalThresholds } from '../../src/domain/ages.ts'
import { stages } from '../../src/domain/lifecycle.ts'
import { invitationStates, isHeld, roles, sectors, sectorsOf } from '../../src/domain/roles.ts'

describe('a role is held', () => {
  const link = { state: 'accepted', since: '2026-02-10', until: '2026-03-20' } as const

  test.each([
    ['not the day before it begins', '2026-02-09', false],
    ['from the day it begins', '2026-02-10', true],
    ['in between', '2026-03-01', true],
    ['until the day it ends, that day included', '2026-03-20', true],
    ['no longer the day after', '2026-03-21', false],
  ])('%s', (_when, on, held) => {
    expect(isHeld(link, on)).toBe(held)
  })

  test('for ever when it has no end', () => {
    expect(isHeld({ ...link, until: null }, '2099-12-31')).toBe(true)
  })

  test('on the one day of a link of one day', () => {
    expect(isHeld({ ...link, until: link.since }, link.since)).toBe(true)
  })

  test.each(invitationStates)('by nobody who has not accepted (%s)', (state) => {
    expect(isHeld({ ...link, state }, '2026-03-01')).toBe(state === 'accepted')
  })
})

describe('sectors', () => {
  test('of funders are five public and five private ones', () => {
    expect(sectorsOf('funder')).toHaveLength(10)
    expect(sectorsOf('funder')).toContain('citizens')
    expect(sectorsOf('funder')).not.toContain('research_chair')
  })

  test('of support partners are nineteen, none of them a company', () => {
    expect(sectorsOf('support_partner')).toHaveLength(19)
    expect(sectorsOf('support_partner')).not.toContain('company')
  })

  test('of carriers and takers are all, each once', () => {
    expect(sectorsOf('carrier')).toEqual(sectors)
    expect(sectorsOf('taker')).toEqual(sectors)
    expect(new Set(sectors).size).toBe(sectors.length)
    for (const role of roles) for (const sector of sectorsOf(role)) expect(sectors).toContain(sector)
  })
})

describe.each(stages)('an age in %s', (stage) => {
  const { late, stuck } = originalThresholds[stage]
  test.each([
    [0, 'fresh'],
    [late, 'fresh'],
    [late + 1, 'late'],
    [stuck, 'late'],
    [stuck + 1, 'stuck'],
  ])('of %i days is %s', (days, level) => {
    expect(ageLevel(originalThresholds, stage, days)).toBe(level)
  })
})
