declare module '@citation-js/core' {
  /** As CSL-JSON has it: https://docs.citationstyles.org */
  export class Cite {
    constructor(entries: readonly object[])
    format(as: 'bibtex' | 'ris'): string
  }
  export const plugins: { config: { get(name: '@bibtex'): { format: { useIdAsLabel: boolean } } } }
}
declare module '@citation-js/plugin-bibtex'
declare module '@citation-js/plugin-ris'
