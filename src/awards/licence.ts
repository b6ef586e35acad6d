/** Attribution alone; the French « Licence Ouverte 2.0 » says of itself that it is compatible with it. */
export const LICENCE = 'https://creativecommons.org/licenses/by/4.0/'
