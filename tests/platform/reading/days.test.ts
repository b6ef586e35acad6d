import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDay } from '../../../src/platform/reading/values.ts'

describe('a day', () => {
  it.each([
    ['2026-11-22'],
    ['2026/11/22'],
    ['2026-11-22T23:30:00Z'],
    ['2026-11-22T23:30:00.123-05:00'],
    ['2026-11-22 08:15'],
    ['22/11/2026'],
    ['22-11-2026'],
    ['22.11.2026'],
    ['22/11/2026 00:00:00'],
    ['22 novembre 2026'],
    ['22 NOVEMBRE 2026'],
    ['dimanche 22 novembre 2026'],
    ['le 22 novembre 2026'],
    ['22 November 2026'],
    ['November 22, 2026'],
    ['Nov. 22nd 2026'],
    ['22-nov-2026'],
    ['\u00a022\u202fnovembre\u00a02026 '],
    ['Sun Nov 22 00:00:00 EST 2026'],
    ['Sun Nov 22 23:59:59 GMT+01:00 2026'],
  ])('may be written %j', (text) => {
    expect(readDay(text)).toEqual({ ok: true, value: '2026-11-22' })
  })

  it.each([
    ['1er mars 2020', '2020-03-01'],
    ['Mar 1, 2020', '2020-03-01'],
    ['3 fevrier 2020', '2020-02-03'],
    ['3 de\u0301cembre 2020', '2020-12-03'],
    ['15 août 2021', '2021-08-15'],
    ['15 juill. 2021', '2021-07-15'],
    ['Wed Feb 15 00:00:00 EST 2017', '2017-02-15'],
    ['1/2/2026', '2026-02-01'],
  ])('%j is %s', (text, day) => {
    expect(readDay(text)).toEqual({ ok: true, value: day })
  })

  it('is nothing in an empty cell', () => {
    expect(readDay(' \u00a0')).toEqual({ ok: true, value: undefined })
  })

  it('begins with the month only when the file is said to', () => {
    expect(readDay('11/22/2026', { order: 'mdy' })).toEqual({ ok: true, value: '2026-11-22' })
    expect(readDay('11/22/2026')).toEqual({ ok: false, key: 'impossible-date' })
    expect(readDay('22/11/2026', { order: 'mdy' })).toEqual({ ok: false, key: 'impossible-date' })
    expect(readDay('2026-11-22', { order: 'mdy' })).toEqual({ ok: true, value: '2026-11-22' })
  })

  it.each([
    ['2015-03', 'day-missing'],
    ['03/2015', 'day-missing'],
    ['MAI 2014', 'day-missing'],
    ['mai-14', 'day-missing'],
    ['2014', 'day-missing'],
    ['14 mai', 'year-missing'],
    ['14/05', 'year-missing'],
    ['22/11/26', 'two-digit-year'],
    ['22 novembre 26', 'two-digit-year'],
    ['31/02/2020', 'impossible-date'],
    ['29/02/2019', 'impossible-date'],
    ['2020-13-01', 'impossible-date'],
    ['00/05/2020', 'impossible-date'],
    ['31 avril 2020', 'impossible-date'],
    ['0202-05-01', 'impossible-date'],
    ['2019-02-15/2022-02-14', 'period'],
    ['2015-2016', 'period'],
    ['2015-16', 'period'],
    ['du 12 au 15 mars 2020', 'period'],
    ['12-15 mars 2020', 'period'],
    ['01/02/2020 - 03/04/2020', 'period'],
    ['mars 2019 à juin 2020', 'period'],
    ['from 12 May to 3 June 2020', 'period'],
    ['à venir', 'not-a-date'],
    ['NA', 'not-a-date'],
    ['jui 2014', 'not-a-date'],
    ['22 novembre 2026 ?', 'not-a-date'],
    ['~2014', 'not-a-date'],
    ['43831', 'not-a-date'],
    ['22/11-2026', 'not-a-date'],
    ['2026-11-22 et le reste', 'not-a-date'],
    ['1 '.repeat(100_000), 'not-a-date'],
  ])('%j is refused: %s', (text, key) => {
    expect(readDay(text)).toEqual({ ok: false, key })
  })
})

describe('any real day', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  const intl = (locale: string, dateStyle: 'full' | 'long' | 'medium') => (date: Date) =>
    new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(date)
  const figures = (separator: string) => (date: Date) =>
    date.toISOString().slice(0, 10).split('-').toReversed().join(separator)

  it.each([
    ['ISO', (date: Date) => date.toISOString().slice(0, 10)],
    ['ISO with a time', (date: Date) => date.toISOString()],
    ['d/m/y', figures('/')],
    ['d-m-y', figures('-')],
    ['d.m.y', figures('.')],
    ['French words', intl('fr-CA', 'long')],
    ['French words and the weekday', intl('fr-FR', 'full')],
    ['French abbreviations', intl('fr-FR', 'medium')],
    ['French abbreviations of Canada', intl('fr-CA', 'medium')],
    ['British words', intl('en-GB', 'long')],
    ['American words', intl('en-US', 'full')],
    ['English abbreviations', intl('en-CA', 'medium')],
  ])('written as %s is read back', (_, written) => {
    fc.assert(
      fc.property(days, (date) => {
        expect(readDay(written(date))).toEqual({ ok: true, value: date.toISOString().slice(0, 10) })
      }),
    )
  })

  it('is never made of a text that is not one', () => {
    const signs = fc.string({ unit: fc.constantFrom(...'0123456789/-. :TZmarsjuil'), maxLength: 24 })
    fc.assert(
      fc.property(signs, (text) => {
        const day = readDay(text)
        if (!day.ok || day.value === undefined) return
        expect(new Date(day.value).toISOString().slice(0, 10)).toBe(day.value)
        expect(text).toContain(day.value.slice(0, 4))
      }),
    )
  })
})
