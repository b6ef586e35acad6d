import { dayYearsAfter, daysAfter } from './calendar.ts'

// Confidentiality incidents, as the laws have them: Québec, Loi sur le privé art. 3.5 to 3.8 and Règlement sur les
// incidents de confidentialité; Europe, RGPD art. 33 and 34. Texts are '' and days null while nobody knows.

export interface IncidentDays {
  happenedFrom: string | null
  happenedUntil: string | null
  noticedOn: string
  authorityToldOn: string | null
  peopleToldOn: string | null
}

export interface Incident extends IncidentDays {
  data: string
  peopleConcerned: number | null
  sensitivity: string
  consequences: string
  likelihood: string
  /** Whether there is a risk of serious injury; null while it is being weighed. */
  isSerious: boolean | null
  authority: string
  /** Why people were not told, or how they were if not one by one. */
  tellingNote: string
  measures: string
}

export interface DayFault {
  field: keyof IncidentDays
  fault: 'future' | 'ends_first' | 'noticed_first' | 'told_first'
}

/** Days that cannot be: one fault at most for each. */
export function dayFaults(days: IncidentDays, today: string): DayFault[] {
  const { happenedFrom, happenedUntil, noticedOn } = days
  const before = (day: string | null, than: string | null) => day !== null && than !== null && day < than
  const judge = (field: keyof IncidentDays, isTooEarly: boolean, fault: DayFault['fault']): DayFault[] => {
    if (before(today, days[field])) return [{ field, fault: 'future' }]
    return isTooEarly ? [{ field, fault }] : []
  }
  return [
    ...judge('happenedFrom', false, 'future'),
    ...judge('happenedUntil', before(happenedUntil, happenedFrom), 'ends_first'),
    ...judge('noticedOn', before(noticedOn, happenedFrom), 'noticed_first'),
    ...judge('authorityToldOn', before(days.authorityToldOn, noticedOn), 'told_first'),
    ...judge('peopleToldOn', before(days.peopleToldOn, noticedOn), 'told_first'),
  ]
}

const bindingGaps = ['verdict', 'authority', 'people_told'] as const
type BindingGap = (typeof bindingGaps)[number]

/** What the register is to say, in the order of the page: first what keeps an incident open. */
export const incidentGaps = [
  ...bindingGaps,
  'data',
  'period',
  'people',
  'sensitivity',
  'consequences',
  'likelihood',
  'measures',
] as const
export type IncidentGap = (typeof incidentGaps)[number]

/** What is not said yet; whom to tell is only asked when it is serious. */
export function missingIn(incident: Incident): IncidentGap[] {
  const isMissing: Record<IncidentGap, boolean> = {
    data: incident.data === '',
    period: incident.happenedFrom === null,
    people: incident.peopleConcerned === null,
    sensitivity: incident.sensitivity === '',
    consequences: incident.consequences === '',
    likelihood: incident.likelihood === '',
    measures: incident.measures === '',
    verdict: incident.isSerious === null,
    authority: incident.isSerious === true && (incident.authority === '' || incident.authorityToldOn === null),
    people_told: incident.isSerious === true && incident.peopleToldOn === null && incident.tellingNote === '',
  }
  return incidentGaps.filter((gap) => isMissing[gap])
}

/** What keeps it from being closed: it is being weighed, or somebody has to be told. */
export function keepsOpen(incident: Incident): BindingGap[] {
  const missing = missingIn(incident)
  return bindingGaps.filter((gap) => missing.includes(gap))
}

/** RGPD art. 33: 72 hours. No hour is asked, so the third day after the one of noticing is the last. */
const DAYS_TO_TELL = 3

/** The last day for telling the authority of a serious incident, as long as it was not told; Loi 25 says « avec diligence ». */
export function tellingDue(incident: Incident, today: string): { until: string; isLate: boolean } | undefined {
  if (incident.isSerious !== true || incident.authorityToldOn !== null) return undefined
  const until = daysAfter(incident.noticedOn, DAYS_TO_TELL)
  return { until, isLate: today > until }
}

/** Règlement, art. 8: the register keeps an incident at least five years from the day it was noticed. */
export const keptUntil = (noticedOn: string): string => dayYearsAfter(noticedOn, 5)
