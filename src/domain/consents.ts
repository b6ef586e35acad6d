/** What consent is asked for, one by one; everything else is done because of a role that somebody accepted. */
export const purposes = ['moves_by_mail', 'named_publicly'] as const
export type Purpose = (typeof purposes)[number]

/**
 * Which text is shown, and agreed to, of each purpose: `privacy.consents.text.<purpose>_<version>` in the catalogues.
 * A text that was shown is never changed: another one follows it, and its number is raised here.
 */
export const textVersionOf: Record<Purpose, number> = { moves_by_mail: 1, named_publicly: 1 }

/** The last part of the key of a text: of the one that is shown now where no version is named. */
export function textOf(purpose: Purpose, version = textVersionOf[purpose]): string {
  return `${purpose}_${version}`
}
