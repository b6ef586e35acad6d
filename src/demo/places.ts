import type { PlannedPlace } from '../network/territory-rows.ts'

// A small tree written by hand. Québec's places have the codes that the import of territories gives them,
// so that importing the whole table later adds to this one and doubles nothing.

const place = (
  code: string,
  kind: PlannedPlace['kind'],
  name: string,
  parentCode: string | undefined,
): PlannedPlace => ({ code, kind, name, parentCode })

/** Wider places first. */
export const places: PlannedPlace[] = [
  place('CA', 'country', 'Canada', undefined),
  place('QC-15', 'region', 'Laurentides', 'CA'),
  place('QC-06', 'region', 'Montréal', 'CA'),
  place('QC-16', 'region', 'Montérégie', 'CA'),
  place('QC-04', 'region', 'Mauricie', 'CA'),
  place('QC-15-760', 'mrc', 'MRC Argenteuil', 'QC-15'),
  place('QC-15-790', 'mrc', 'MRC Antoine-Labelle', 'QC-15'),
  place('QC-15-750', 'mrc', 'MRC La Rivière-du-Nord', 'QC-15'),
  place('QC-15-780', 'mrc', 'MRC Les Laurentides', 'QC-15'),
  place('QC-15-770', 'mrc', "MRC Les Pays-d'en-Haut", 'QC-15'),
  place('76020', 'municipality', 'Lachute', 'QC-15-760'),
  place('76043', 'municipality', 'Brownsburg-Chatham', 'QC-15-760'),
  place('79088', 'municipality', 'Mont-Laurier', 'QC-15-790'),
  place('79037', 'municipality', 'Rivière-Rouge', 'QC-15-790'),
  place('75017', 'municipality', 'Saint-Jérôme', 'QC-15-750'),
  place('75040', 'municipality', 'Prévost', 'QC-15-750'),
  place('78032', 'municipality', 'Sainte-Agathe-des-Monts', 'QC-15-780'),
  place('78102', 'municipality', 'Mont-Tremblant', 'QC-15-780'),
  place('77022', 'municipality', 'Sainte-Adèle', 'QC-15-770'),
  place('66023', 'municipality', 'Montréal', 'QC-06'),
  place('66023-lasalle', 'quartier', 'LaSalle', '66023'),
  place('58227', 'municipality', 'Longueuil', 'QC-16'),
  place('37067', 'municipality', 'Trois-Rivières', 'QC-04'),
  place('36033', 'municipality', 'Shawinigan', 'QC-04'),
  place('FR', 'country', 'France', undefined),
  place('FR-ARA', 'region', 'Auvergne-Rhône-Alpes', 'FR'),
  place('FR-69M', 'mrc', 'Métropole de Lyon', 'FR-ARA'),
  place('69259', 'municipality', 'Vénissieux', 'FR-69M'),
  place('69259-minguettes', 'quartier', 'Les Minguettes', '69259'),
  place('69266', 'municipality', 'Villeurbanne', 'FR-69M'),
]

/** The four of LaSalle's circles, CO-LAB's two, and what else these networks work on. */
export const themes = {
  securite: ['Sécurité urbaine', 'Urban safety'],
  alimentaire: ['Sécurité alimentaire', 'Food security'],
  entrepreneuriat: ['Entrepreneuriat', 'Entrepreneurship'],
  democratie: ['Démocratie', 'Democracy'],
  milieux: ['Milieux de vie', 'Living environments'],
  systemes: ['Systèmes alimentaires durables', 'Sustainable food systems'],
  mobilite: ['Mobilité', 'Mobility'],
  habitat: ['Habitat', 'Housing'],
  numerique: ['Numérique', 'Digital uses'],
  circulaire: ['Économie circulaire', 'Circular economy'],
  emploi: ['Emploi et insertion', 'Jobs and inclusion'],
} as const

export type ThemeKey = keyof typeof themes
