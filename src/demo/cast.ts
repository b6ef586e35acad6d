import type { NetworkRole } from '../domain/permissions.ts'
import type { Sector } from '../domain/roles.ts'

// Nobody here exists. People are called by their role; organisations that the networks themselves made public keep
// their names, the others are called by what they are.

export interface PersonPart {
  /** The part of the address before the @. */
  address: string
  name: string
  networkRole: NetworkRole
  /** Offered on the sign-in page with the shared password; the others come by e-mail link. */
  isOffered: boolean
  speaksFor: readonly OrganisationKey[]
  place?: string
}

const offered = (
  address: string,
  name: string,
  speaksFor: readonly OrganisationKey[],
  networkRole: NetworkRole = 'member',
): PersonPart => ({ address, name, networkRole, isOffered: true, speaksFor })

const known = (address: string, name: string, ...speaksFor: OrganisationKey[]): PersonPart => ({
  address,
  name,
  networkRole: 'member',
  isOffered: false,
  speaksFor,
})

export interface OrganisationPart {
  name: string
  kind: 'organisation' | 'group'
  sector?: Sector
  place: string
  about: string
}

const organisation = (name: string, sector: Sector, place: string, about = ''): OrganisationPart => ({
  name,
  kind: 'organisation',
  sector,
  place,
  about,
})
const group = (name: string, place: string, about = ''): OrganisationPart => ({ name, kind: 'group', place, about })

export const organisations = {
  destination: organisation(
    'Destination Travail',
    'community_organisation',
    '66023-lasalle',
    'À l’initiative du Living Lab itinérant et de ses cercles d’innovation, à LaSalle.',
  ),
  tacsu: organisation('TACSU', 'granting_fund', 'QC-06', 'Soutient financièrement le Living Lab itinérant.'),
  lilot: organisation('L’ILOT', 'community_organisation', 'QC-06', 'Design et animation des éditions de CO-LAB.'),
  projet: organisation(
    'Projet Collectif',
    'community_organisation',
    'QC-15',
    'Coordonne la deuxième édition de CO-LAB.',
  ),
  tiess: organisation('TIESS', 'transfer_centre', 'QC-06', 'Porte Passerelles, mosaïque de communautés de pratique.'),
  mesi: organisation('MÉSI', 'ministry', 'CA', 'Soutient Passerelles.'),
  pole: organisation(
    'Pôle d’économie sociale des Laurentides',
    'community_development',
    'QC-15',
    'Mobilise les acteurs, soutient les nouveaux projets, prépare la relève.',
  ),
  clq: group(
    'CaféLaboQUARTIERS',
    'FR-ARA',
    'Rencontres itinérantes où des porteurs mettent leur initiative en discussion.',
  ),
  coop: organisation('Coopérative d’alimentation (démonstration)', 'community_organisation', '79088'),
  fonds: organisation('Fonds régional d’innovation (démonstration)', 'granting_fund', 'QC-15'),
  fondation: organisation('Fondation privée (démonstration)', 'private_foundation', 'QC-06'),
  centre: organisation('Centre de liaison et de transfert (démonstration)', 'transfer_centre', 'QC-15'),
  cegep: organisation('Centre collégial de recherche (démonstration)', 'college_research', '75017'),
  chaire: organisation('Chaire de recherche en développement local (démonstration)', 'research_chair', 'QC-04'),
  mrc: organisation('MRC partenaire (démonstration)', 'municipality', 'QC-15-790'),
  ville: organisation('Ville partenaire (démonstration)', 'municipality', '75017'),
  metropole: organisation('Collectivité partenaire (démonstration)', 'municipality', 'FR-69M'),
  maison: organisation('Maison de quartier (démonstration)', 'community_organisation', '66023-lasalle'),
  centreSocial: organisation('Centre social (démonstration)', 'social_services', '69266'),
  habitation: organisation('Office d’habitation (démonstration)', 'social_services', '75017'),
  transport: organisation('Régie de transport (démonstration)', 'municipality', '79088'),
  scolaire: organisation('Centre de services scolaire (démonstration)', 'education', '76020'),
  insertion: organisation('Entreprise d’insertion (démonstration)', 'community_organisation', '75017'),
  recycleries: organisation('Réseau de recycleries (démonstration)', 'community_organisation', 'FR-ARA'),
  sante: organisation('Établissement de santé (démonstration)', 'health', '79088'),
  table: group('Table de concertation alimentaire (démonstration)', 'QC-15'),
  cercle: group('Cercle d’innovation Sécurité alimentaire', '66023-lasalle'),
  residents: group('Résidentes et résidents de LaSalle', '66023-lasalle'),
  chercheurs: group('Personnes en recherche d’emploi, LaSalle', '66023-lasalle'),
  familles: group('Familles des villages d’Antoine-Labelle', 'QC-15-790'),
  aines: group('Aînées et aînés des Laurentides', 'QC-15'),
  eleves: group('Élèves des écoles primaires d’Argenteuil', 'QC-15-760'),
  cyclistes: group('Usagères et usagers du P’tit Train du Nord', 'QC-15'),
  jeunes: group('Jeunes des Minguettes', '69259-minguettes'),
  locataires: group('Locataires de Villeurbanne', '69266'),
  praticiens: group('Membres des communautés de pratique', 'CA'),
} satisfies Record<string, OrganisationPart>

export type OrganisationKey = keyof typeof organisations

export const people = {
  administration: offered('administration', 'Administration', ['centre'], 'administrator'),
  coordination: offered('coordination', 'Coordination', ['pole'], 'coordinator'),
  porteuse: offered('porteuse', 'Porteuse, équipe Paniers du Nord', []),
  porteur: offered('porteur', 'Porteur, épicerie de quartier', ['cercle']),
  bailleresse: offered('bailleresse', 'Bailleresse de fonds', ['fonds']),
  soutien: offered('soutien', 'Partenaire de soutien', ['centre']),
  preneur: offered('preneur', 'Preneur', ['coop']),
  membre: offered('membre', 'Membre du réseau', []),
  animation: known('animation.colab', 'Animation, CO-LAB', 'projet'),
  facilitation: known('cercles', 'Animation, cercles d’innovation', 'destination'),
  cafes: known('cafes', 'Animation, CaféLaboQUARTIERS', 'clq'),
  passerelles: known('passerelles', 'Animation, Passerelles', 'tiess'),
  equipe: known('frigos', 'Porteuse, équipe Frigos de village'),
  cantine: known('cantine', 'Porteur, équipe Cantine des écoles'),
} satisfies Record<string, PersonPart>

export type PersonKey = keyof typeof people
export type PartKey = PersonKey | OrganisationKey

/** A reserved domain (RFC 2606): no letter can ever reach anybody there. */
export const addressOf = (key: PersonKey) => `${people[key].address}@demo.example`
