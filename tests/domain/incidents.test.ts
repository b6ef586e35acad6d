import { describe, expect, test } from 'vitest'
import { dayFaults, type Incident, keepsOpen, keptUntil, missingIn, tellingDue } from '../../src/domain/incidents.ts'

const today = '2026-03-10'
const whole: Incident = {
  data: 'Adresses courriel',
  happenedFrom: '2026-03-01',
  happenedUntil: '2026-03-02',
  noticedOn: '2026-03-04',
  peopleConcerned: 12,
  sensitivity: 'Faible',
  consequences: 'Aucune prévue',
  likelihood: 'Faible',
  isSerious: true,
  authority: 'CAI',
  authorityToldOn: '2026-03-05',
  peopleToldOn: '2026-03-06',
  tellingNote: '',
  measures: 'Liste revue',
}

const untold = { authorityToldOn: null, peopleToldOn: null }
const sameDay = (day: string) => ({
  happenedFrom: day,
  happenedUntil: day,
  noticedOn: day,
  authorityToldOn: day,
  peopleToldOn: day,
})

describe('the days of an incident', () => {
  const cases: [string, Partial<Incident>, string[]][] = [
    ['stand in order', {}, []],
    ['may all be one and the same', sameDay(today), []],
    ['may be unknown', { happenedFrom: null, happenedUntil: null, authorityToldOn: null, peopleToldOn: null }, []],
    ['may have an end without a beginning', { happenedFrom: null }, []],
    ['end no earlier than they begin', { happenedUntil: '2026-02-28' }, ['happenedUntil ends_first']],
    [
      'do not begin in the future',
      { happenedFrom: '2026-03-11', happenedUntil: null, noticedOn: today, ...untold },
      ['happenedFrom future', 'noticedOn noticed_first'],
    ],
    ['do not end in the future', { happenedUntil: '2026-03-11' }, ['happenedUntil future']],
    ['are not noticed in the future', { noticedOn: '2026-03-11', ...untold }, ['noticedOn future']],
    ['are not noticed before they begin', { noticedOn: '2026-02-28' }, ['noticedOn noticed_first']],
    ['may be noticed before they end', { noticedOn: '2026-03-01' }, []],
    [
      'are told no earlier than noticed',
      { authorityToldOn: '2026-03-03', peopleToldOn: '2026-03-03' },
      ['authorityToldOn told_first', 'peopleToldOn told_first'],
    ],
    [
      'are not told in the future',
      { authorityToldOn: '2026-03-11', peopleToldOn: '2026-03-11' },
      ['authorityToldOn future', 'peopleToldOn future'],
    ],
  ]
  test.each(cases)('%s', (_what, changes, faults) => {
    expect(dayFaults({ ...whole, ...changes }, today).map(({ field, fault }) => `${field} ${fault}`)).toEqual(faults)
  })
})

describe('what the register is to say', () => {
  const cases: [string, Partial<Incident>, string[], string[]][] = [
    ['is all there', {}, [], []],
    [
      'is asked for piece by piece',
      { data: '', happenedFrom: null, peopleConcerned: null, measures: '' },
      ['data', 'period', 'people', 'measures'],
      [],
    ],
    [
      'holds why it is serious or not',
      { sensitivity: '', consequences: '', likelihood: '' },
      ['sensitivity', 'consequences', 'likelihood'],
      [],
    ],
    ['is content with nobody concerned', { peopleConcerned: 0 }, [], []],
    ['keeps it open while it is weighed', { isSerious: null }, ['verdict'], ['verdict']],
    ['asks whom to tell only when serious', { isSerious: false, authority: '', ...untold }, [], []],
    ['does not ask it while it is weighed', { isSerious: null, authority: '', ...untold }, ['verdict'], ['verdict']],
    ['keeps a serious one open until all are told', untold, ['authority', 'people_told'], ['authority', 'people_told']],
    ['wants to know which authority', { authority: '' }, ['authority'], ['authority']],
    ['takes a reason for not telling people', { peopleToldOn: null, tellingNote: 'Enquête en cours' }, [], []],
  ]
  test.each(cases)('%s', (_what, changes, missing, binding) => {
    expect(missingIn({ ...whole, ...changes })).toEqual(missing)
    expect(keepsOpen({ ...whole, ...changes })).toEqual(binding)
  })
})

describe('telling the authority', () => {
  const cases: [string, Partial<Incident>, string, ReturnType<typeof tellingDue>][] = [
    ['is due by the third day', untold, '2026-03-07', { until: '2026-03-07', isLate: false }],
    ['is late from the fourth', untold, '2026-03-08', { until: '2026-03-07', isLate: true }],
    ['is done once it was told', {}, today, undefined],
    ['is not due when it is not serious', { isSerious: false, ...untold }, today, undefined],
    ['is not due while it is weighed', { isSerious: null, ...untold }, today, undefined],
  ]
  test.each(cases)('%s', (_what, changes, on, due) => {
    expect(tellingDue({ ...whole, ...changes }, on)).toEqual(due)
  })
})

test('an incident stays in the register for five years, leap days or not', () => {
  expect(keptUntil('2026-03-04')).toBe('2031-03-04')
  expect(keptUntil('2024-02-29')).toBe('2029-02-28')
})
