export const NAME = 'Odile Quatrevents'
export const EMAIL = 'odile.quatrevents@example.org'
export const PHONE = '418 555-0199'
/** Whatever is left of her: her name, her address, the address of her page, as they are or folded. */
export const traces = /quatrevent|odile|555-0199/i
