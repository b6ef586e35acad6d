export const NAME = 'Batelier Quatrevents'
export const EMAIL = 'batelier.quatrevents@example.org'
export const PHONE = '418 555-0199'
/** Whatever is left: the name, the address, the address of the page, as they are or folded. */
export const traces = /quatrevent|batelier|555-0199/i
