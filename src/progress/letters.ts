import type { Reader, Writer } from '../platform/db/database.ts'
import { formatFor } from '../platform/i18n/format.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { isLocale, type Locale } from '../platform/i18n/locales.ts'
import { posted } from '../platform/mail/letters.ts'
import { type Addressee, addresseesOf, type Side } from './addressees.ts'
import type { MetReport } from './queries.ts'

export interface Sender {
  url: string
  /** The network's, for those who have chosen none. */
  locale: string
  timeZone: string
}

export type About = 'reminder' | 'submitted' | 'questioned' | 'answered' | 'accepted' | 'skipped'

type Told = Pick<MetReport, 'report' | 'initiative' | 'funder'>

/** To whom something is told, whoever did it left out: asked before the commit that posts it. */
export async function readersOf(
  db: Reader,
  told: Told,
  sides: readonly Side[],
  today: string,
  doer: string | null = null,
): Promise<Addressee[]> {
  const all = (await Promise.all(sides.map((side) => addresseesOf(db, told, side, today)))).flat()
  return [...new Map(all.map((one) => [one.accountId, one])).values()].filter(({ accountId }) => accountId !== doer)
}

/** Steps that tell it, each reader in their language. `turn` tells apart the letters of one kind about one report. */
export function letters(
  tx: Writer,
  about: About,
  { report, initiative, funder }: Told,
  readers: readonly Addressee[],
  { url, locale, timeZone }: Sender,
  { at, turn, words = '' }: { at: Date; turn: string | number; words?: string },
) {
  return readers.map((reader) => {
    const language: Locale = isLocale(reader.locale) ? reader.locale : isLocale(locale) ? locale : 'fr-CA'
    const t = translate(language)
    const format = formatFor(language, timeZone)
    const params = {
      title: initiative.title,
      // Whoever is for itself and coordinators is named in no letter either.
      funder: funder.visibility === 'restricted' ? t('progress.unnamed') : funder.name,
      from: format.day(report.periodFrom),
      until: format.day(report.periodUntil),
      due: format.day(report.dueOn),
      words,
    }
    const letter = {
      to: reader.email,
      subject: t(`progress.letter.${about}.subject`, params),
      text: t('progress.letter.frame', {
        name: reader.name,
        text: t(`progress.letter.${about}.text`, params),
        link: `${url}/progress/${report.id}`,
      }),
    }
    return posted(tx, letter, at, `progress-${about}-${report.id}-${turn}-${reader.accountId}`)
  })
}
