import about from '../../package.json' with { type: 'json' }

/** Of Sillon, as its package says. */
export const { version } = about
