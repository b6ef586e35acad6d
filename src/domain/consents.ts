/** What consent is asked for, one by one; everything else is done because of a role that somebody accepted. */
export const purposes = ['moves_by_mail', 'named_publicly'] as const
export type Purpose = (typeof purposes)[number]
