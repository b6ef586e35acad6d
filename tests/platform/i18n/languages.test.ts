import { describe, expect, test } from 'vitest'
import { formatFor } from '../../../src/platform/i18n/format.ts'
import { translate } from '../../../src/platform/i18n/i18n.ts'
import { negotiated } from '../../../src/platform/i18n/locales.ts'
import { dayIn } from '../../../src/platform/clock.ts'

const SPACE = /[\u00a0\u202f]/

describe('the language of a browser that asks for', () => {
  test.each([
    [undefined, 'fr-CA'],
    ['', 'fr-CA'],
    ['fr', 'fr-CA'],
    ['fr-CA,fr;q=0.9,en;q=0.8', 'fr-CA'],
    ['fr-FR,fr;q=0.9', 'fr-FR'],
    ['en-US,en;q=0.9,fr;q=0.1', 'en'],
    ['es,en;q=0.5', 'en'],
    ['de', 'fr-CA'],
    ['*', 'fr-CA'],
    [',;,q=1', 'fr-CA'],
    ['x'.repeat(100_000), 'fr-CA'],
  ])('%j is %s', (asked, locale) => {
    expect(negotiated(asked, 'fr-CA')).toBe(locale)
  })

  test('French in a network that writes for France is that of France', () => {
    expect(negotiated('fr', 'fr-FR')).toBe('fr-FR')
    expect(negotiated(undefined, 'en')).toBe('en')
    expect(negotiated('fr', 'en')).toBe('fr-CA')
  })
})

describe('in French of Canada', () => {
  const format = formatFor('fr-CA', 'America/Toronto')

  test('numbers have a no-break space and a comma', () => {
    expect(format.number(14_000)).toMatch(/^14[\u00a0\u202f]000$/)
    expect(format.number(1.48)).toBe('1,48')
  })

  test('days are written in full or short', () => {
    expect(format.day('2026-11-22')).toBe('22 novembre 2026')
    expect(format.shortDay('2026-11-22')).toMatch(/^22 nov\. 2026$/)
  })

  test('the first and last days of a year stay in it, whatever the zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue', 'America/Toronto']) {
      expect(formatFor('fr-CA', zone).day('2026-01-01')).toContain('2026')
      expect(formatFor('fr-CA', zone).day('2026-12-31')).toBe('31 décembre 2026')
    }
  })

  test('an instant is told in the network’s time', () => {
    expect(format.instant(new Date('2026-11-23T02:05:00Z')).replace(new RegExp(SPACE, 'g'), ' ')).toMatch(
      /^22 novembre 2026.*21 h 05$/,
    )
  })

  test.each([
    [0, 'aujourd’hui'],
    [1, '1 jour'],
    [12, '12 jours'],
    [59, '59 jours'],
    [60, '1 mois'],
    [152, '4 mois'],
    [153, '5 mois'],
    [729, '23 mois'],
    [731, '2 ans'],
    [1830, '5 ans'],
  ])('%i days are %s', (days, words) => {
    expect(format.age(days).replace(SPACE, ' ')).toBe(words)
  })

  test('a list ends with « et »', () => {
    expect(format.list(['a', 'b', 'c'])).toBe('a, b et c')
  })
})

describe('in English', () => {
  const format = formatFor('en', 'America/Toronto')

  test('numbers, days and ages are English', () => {
    expect(format.number(14_000)).toBe('14,000')
    expect(format.day('2026-11-22')).toBe('November 22, 2026')
    expect(format.age(152)).toBe('4 months')
    expect(format.age(1)).toBe('1 day')
  })
})

describe('words', () => {
  test('that English lacks are said in French', () => {
    expect(translate('en')('nothing.like.this')).toBe('nothing.like.this')
    expect(translate('fr-FR')('words.stage.feedback')).toBe('Rétroaction')
    expect(translate('en')('words.stage.feedback')).toBe('Feedback')
  })

  test('are given as they are: views escape them, once', () => {
    expect(translate('fr-CA')('parts.timeline.reason', { reason: '<b> & "x"' })).toContain('<b> & "x"')
  })

  test.each([
    [0, 'critère'],
    [1, 'critère'],
    [2, 'critères'],
    [1_000_000, 'critères'],
  ])('count %i in French', (count, word) => {
    expect(translate('fr-CA')('parts.gate.met', { count })).toContain(word)
  })
})

test('the day is that of the network, on both sides of midnight and of the change of hour', () => {
  expect(dayIn('America/Toronto', new Date('2026-03-03T02:00:00Z'))).toBe('2026-03-02')
  expect(dayIn('Europe/Paris', new Date('2026-03-02T23:30:00Z'))).toBe('2026-03-03')
  expect(dayIn('America/Toronto', new Date('2026-03-08T06:59:59Z'))).toBe('2026-03-08')
  expect(dayIn('America/Toronto', new Date('2026-11-01T03:59:59Z'))).toBe('2026-10-31')
})
