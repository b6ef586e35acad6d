/**
 * Addresses whose second part lets in whoever holds it: they are written down nowhere. A test goes through all routes
 * for others. A request may name the whole address, host included.
 */
const SECRET = /^(?:https?:\/\/[^/]*)?\/(sign-in|invitations|first-administrator|d|f|r)\/[^/?#]+/i

export const holdsSecret = (path: string): boolean => SECRET.test(path)

export const withoutSecret = (path: string): string => path.replace(SECRET, '/$1/…')
