import { delimitedText, plain } from '../platform/writing/delimited.ts'
import type { Column, ColumnKind, Value } from '../platform/writing/table.ts'
import { type Award, decimal, type Organisation, paid } from './award.ts'
import { isAward, leftOutOfScdl, numberOf } from './left-out.ts'

/** How payments are described: none said, one, several. */
export type PaymentWords = Record<'autre' | 'unique' | 'échelonné', (count: number) => string>

type Cell = (
  award: Award,
  about: { funder: Organisation; recipient: Organisation; words: PaymentWords; today: string },
) => Value

const blank: Cell = () => undefined

/** The columns of « Subventions » 2.1.1, in their order; the standard's own words in French. */
const columns: readonly [string, ColumnKind, Cell][] = [
  ['idSubvention', 'text', ({ funding }) => funding.id],
  ['nomAttribuant', 'text', (_, { funder }) => funder.name],
  ['idAttribuant', 'text', (_, { funder }) => numberOf(funder, 'siret')],
  ['nomServiceInstructeur', 'text', (_, { funder }) => funder.name],
  ['idServiceInstructeur', 'text', (_, { funder }) => numberOf(funder, 'siret')],
  ['nomBeneficiaire', 'text', (_, { recipient }) => recipient.name],
  ['idBeneficiaire', 'text', (_, { recipient }) => numberOf(recipient, 'siret')],
  ['rnaBeneficiaire', 'text', (_, { recipient }) => numberOf(recipient, 'rna')],
  ['exerciceBudgetaire', 'integer', ({ awardedOn }) => Number(awardedOn.slice(0, 4))],
  ['pluriannualite', 'text', (award) => (yearsOf(award).length > 1 ? 'oui' : 'non')],
  ['anneesPluriannualite', 'text', (award) => (yearsOf(award).length > 1 ? yearsOf(award).join(' - ') : '')],
  ['dateDecision', 'day', ({ awardedOn }) => awardedOn],
  ['dateConvention', 'day', ({ awardedOn }) => awardedOn],
  ['referenceDecision', 'text', ({ funding }) => funding.agreementReference],
  ['dateCreation', 'day', blank],
  ['dateDebut', 'day', blank],
  ['dateFin', 'day', blank],
  ['dispositif', 'text', blank],
  ['sousDispositif', 'text', blank],
  ['statutLabel', 'text', () => 'attribuée'],
  ['objet', 'text', ({ funding }) => cut(funding.purpose)],
  ['nature', 'text', ({ funding }) => (funding.kind === 'cash' ? 'aide en numéraire' : 'aide en nature')],
  ['montantDemande', 'decimal', ({ requested }) => (requested > 0 ? decimal(requested) : undefined)],
  ['montant', 'decimal', ({ awarded }) => decimal(awarded)],
  ['nomOutilInstruction', 'text', () => 'Sillon'],
  ['nomOutilVersement', 'text', blank],
  ['ej', 'text', blank],
  ['cléVersement', 'text', ({ funding }) => funding.id],
  ['conditionsVersement', 'text', (award) => conditionOf(award)],
  ['descriptionConditionsVersement', 'text', (award, { words }) => words[conditionOf(award)](daysPaid(award).length)],
  ['datesPeriodeVersement', 'text', (award) => periodOf(award)],
  ['cofinancement', 'text', blank],
  ['attribuantsCofinanceurs', 'text', blank],
  ['idCofinancement', 'text', blank],
  ['idRAE', 'text', blank],
  ['notificationUE', 'text', () => 'non'],
  ['pourcentageSubvention', 'decimal', () => 1],
  ['evaluationCout', 'decimal', blank],
  ['evaluation', 'text', blank],
  ['dateMiseAJour', 'day', (_, { today }) => today],
]

/** The awards in euros as the French standard has them (SCDL, « Subventions »), as they are read. */
export function scdlText(pages: AsyncIterable<Award[]>, words: PaymentWords, today: string): AsyncGenerator<string> {
  const head = columns.map(([name, kind]): Column => ({ name, kind }))
  async function* rows(): AsyncGenerator<Value[][]> {
    for await (const page of pages) {
      yield page.flatMap((award) => {
        const { funder, recipient } = award
        if (!isAward(award) || leftOutOfScdl(award) || !funder || !recipient) return []
        return [columns.map(([, , cell]) => cell(award, { funder, recipient, words, today }))]
      })
    }
  }
  return delimitedText(head, rows(), plain)
}

const daysPaid = ({ payments }: Award) => payments.filter(({ isReturned }) => !isReturned).map(({ on }) => on)
const days = (award: Award): string[] => [...new Set(daysPaid(award))].toSorted()
const yearsOf = (award: Award): string[] => [...new Set(days(award).map((day) => day.slice(0, 4)))]

// Schedules are not public: what is still to come is not said, and one payment is the only one once all is paid.
function conditionOf(award: Award): keyof PaymentWords {
  const many = daysPaid(award).length
  if (many > 1) return 'échelonné'
  return many === 1 && paid(award) >= award.awarded ? 'unique' : 'autre'
}

/** One day, or the first and the last. */
function periodOf(award: Award): string {
  const [first = award.awardedOn, ...rest] = days(award)
  return rest.length > 0 ? `${first}/${rest.at(-1)}` : first
}

const LONGEST = 256
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)
