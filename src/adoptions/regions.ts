// Regions laid out by hand as tiles, roughly where they lie: no outlines, and nobody else's tile server. Codes as the
// network has them: Québec's as its import gives them, France's ISO 3166-2 (both forms where there were two).

export interface Region {
  /** Those it may go by; the first is the one it goes by when the network does not know it. */
  codes: readonly [string, ...string[]]
  name: string
  /** What fits on a tile of a phone. */
  short: string
  column: number
  row: number
}

const at = (code: string, name: string, short: string, column: number, row: number): Region => ({
  codes: code.split('|') as [string, ...string[]],
  name,
  short,
  column,
  row,
})

export const countries = ['quebec', 'france'] as const
export type Country = (typeof countries)[number]

/** Seven columns by five rows each. */
export const layouts: Record<Country, readonly Region[]> = {
  quebec: [
    at('QC-10', 'Nord-du-Québec', 'NduQ', 2, 0),
    at('QC-08', 'Abitibi-Témiscamingue', 'Abit.', 0, 1),
    at('QC-02', 'Saguenay–Lac-Saint-Jean', 'Sag.', 3, 1),
    at('QC-09', 'Côte-Nord', 'C-Nord', 5, 1),
    at('QC-07', 'Outaouais', 'Outao.', 0, 2),
    at('QC-15', 'Laurentides', 'Laur.', 1, 2),
    at('QC-14', 'Lanaudière', 'Lanau.', 2, 2),
    at('QC-04', 'Mauricie', 'Mauri.', 3, 2),
    at('QC-03', 'Capitale-Nationale', 'C-Nat.', 4, 2),
    at('QC-01', 'Bas-Saint-Laurent', 'BSL', 5, 2),
    at('QC-11', 'Gaspésie–Îles-de-la-Madeleine', 'Gasp.', 6, 2),
    at('QC-13', 'Laval', 'Laval', 1, 3),
    at('QC-06', 'Montréal', 'Mtl', 2, 3),
    at('QC-17', 'Centre-du-Québec', 'CduQ', 3, 3),
    at('QC-12', 'Chaudière-Appalaches', 'Ch-A.', 4, 3),
    at('QC-16', 'Montérégie', 'Mtérég', 2, 4),
    at('QC-05', 'Estrie', 'Estrie', 3, 4),
  ],
  france: [
    at('FR-HDF', 'Hauts-de-France', 'HdF', 3, 0),
    at('FR-BRE', 'Bretagne', 'Bret.', 1, 1),
    at('FR-NOR', 'Normandie', 'Norm.', 2, 1),
    at('FR-IDF', 'Île-de-France', 'ÎdF', 3, 1),
    at('FR-GES', 'Grand Est', 'GrEst', 4, 1),
    at('FR-PDL', 'Pays de la Loire', 'PdlL', 1, 2),
    at('FR-CVL', 'Centre-Val de Loire', 'CVdL', 2, 2),
    at('FR-BFC', 'Bourgogne-Franche-Comté', 'BFC', 3, 2),
    at('FR-NAQ', 'Nouvelle-Aquitaine', 'N-Aq.', 2, 3),
    at('FR-ARA', 'Auvergne-Rhône-Alpes', 'ARA', 3, 3),
    at('FR-OCC', 'Occitanie', 'Occ.', 2, 4),
    at('FR-PAC', 'Provence-Alpes-Côte d’Azur', 'PACA', 3, 4),
    at('FR-20R|FR-COR', 'Corse', 'Corse', 4, 4),
    at('FR-971|FR-GP|FR-GUA', 'Guadeloupe', 'Guad.', 6, 0),
    at('FR-972|FR-MQ|FR-MTQ', 'Martinique', 'Mart.', 6, 1),
    at('FR-973|FR-GF|FR-GUF', 'Guyane', 'Guyane', 6, 2),
    at('FR-974|FR-RE|FR-LRE', 'La Réunion', 'Réun.', 6, 3),
    at('FR-976|FR-YT|FR-MAY', 'Mayotte', 'Mayot.', 6, 4),
  ],
}
