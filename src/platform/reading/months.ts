const MONTHS = [
  ['janvier', 'january'],
  ['fevrier', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['aout', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['decembre', 'december'],
]

const WEEKDAYS =
  'lundi mardi mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday'
const WEEKDAY_NAMES = WEEKDAYS.split(' ')

/** 1 to 12, for a folded name or a beginning of three letters that only one month has (« jui » is none). */
export function monthNamed(word: string): number | undefined {
  if (word.length < 3) return undefined
  const fits = MONTHS.flatMap((names, index) => (names.some((name) => name.startsWith(word)) ? [index + 1] : []))
  return fits.length === 1 ? fits[0] : undefined
}

export const isWeekday = (word: string): boolean =>
  word.length >= 3 && WEEKDAY_NAMES.some((name) => name.startsWith(word))
