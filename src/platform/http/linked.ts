/**
 * Linked data (JSON-LD, schema.org) for the head of a page, as text that may stand in a script element: nothing in it
 * can end the element or begin a comment. Browsers do not run data, so that the content policy has no say in it.
 */
export function linked(thing: object): string {
  return JSON.stringify({ '@context': 'https://schema.org', ...thing })
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
}
