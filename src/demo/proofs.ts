import type { CriterionCode } from '../domain/gates.ts'
import type { TerritoryKind } from '../domain/innovation.ts'

/** What a statement in the usual words speaks of. */
export interface Scene {
  place: string
  /** The same, where something happens: « à Lachute », « dans la MRC Argenteuil ». */
  where: string
  partner: string
  taker: string
  /** Counts the stories, so that neighbours do not say the same. */
  turn: number
}

interface Words {
  says: string
  proof: string
  kind: 'document' | 'figure'
}

const paper = (says: string, proof: string): Words => ({ says, proof, kind: 'document' })
const figure = (says: string, proof: string): Words => ({ says, proof, kind: 'figure' })

/** The usual words of each criterion that can be stated: what was done, and what shows it. */
export function usualWords(code: CriterionCode, scene: Scene): Words {
  const variants = words[code]?.(scene)
  if (!variants) throw new Error(`${code} is computed, not stated`)
  return variants[scene.turn % variants.length]!
}

const words: Partial<Record<CriterionCode, (scene: Scene) => Words[]>> = {
  E1: ({ place, where, partner }) => [
    paper(
      `Portrait du besoin dressé avec ${partner} et relu par la coordination.`,
      `Portrait du besoin, ${place}, 12 pages`,
    ),
    figure(
      `Le besoin ressort du sondage mené ${where} pendant l’automne.`,
      '212 réponses, 7 sur 10 confirment le besoin',
    ),
    paper(
      'Le besoin s’appuie sur l’étude de milieu et sur trois entrevues de groupe.',
      `Étude de milieu, ${place}, chapitre 3`,
    ),
  ],
  E4: ({ where }) => [
    paper(
      `Deux soirées ${where} : les personnes concernées ont reformulé le besoin.`,
      'Comptes rendus des deux soirées',
    ),
    figure('Consultation porte à porte, puis retour aux personnes rencontrées.', '46 personnes rencontrées'),
    paper(
      'Groupe de discussion tenu avec des personnes concernées ; le compte rendu leur a été remis.',
      'Compte rendu, 3 pages',
    ),
  ],
  M1: ({ partner }) => [
    paper(
      `Savoirs d’expérience, professionnels et scientifiques réunis avec ${partner}.`,
      'Liste des membres du groupe de travail',
    ),
    paper(
      'Un groupe de travail réunit des personnes concernées, des intervenantes et une équipe de recherche.',
      'Compte rendu de la première rencontre',
    ),
  ],
  M2: ({ partner }) => [
    paper(`${capital(partner)} a confirmé son appui par écrit.`, 'Lettre d’appui signée'),
    paper(`Entente de partenariat signée avec ${partner}.`, 'Entente de partenariat, 4 pages'),
  ],
  M4: ({ where, taker }) => [
    paper(
      `Douze semaines ${where}, avec ${taker} ; indicateurs et situation de départ décrits.`,
      'Plan d’expérimentation, version 2',
    ),
    paper(
      `Un premier cycle de six mois ${where} : responsables, indicateurs et mesure de départ sont nommés.`,
      'Plan d’expérimentation, 6 pages',
    ),
  ],
  M5: () => [
    figure('Financement de l’expérimentation confirmé.', '18 500 $ confirmés sur 18 500 $'),
    paper('L’expérimentation se fait à coût nul : locaux et temps prêtés.', 'Lettre d’engagement des partenaires'),
  ],
  M6: () => [
    paper(
      'Comité de suivi, formulaires de consentement et marche à suivre en cas d’incident adoptés.',
      'Cadre de gouvernance et d’éthique',
    ),
    paper(
      'Les règles de décision et le consentement des participantes et participants sont consignés.',
      'Procès-verbal du comité de suivi',
    ),
  ],
  R1: ({ where, taker }) => [
    paper(`Premier cycle terminé ${where} avec ${taker}.`, 'Bilan du premier cycle'),
    figure('Cycle de douze semaines mené jusqu’au bout.', '12 semaines, 31 participations'),
  ],
  R2: ({ taker }) => [
    paper(
      `${capital(taker)} et un groupe de bénéficiaires ont dit ce qui convient et ce qui ne convient pas.`,
      'Synthèse des rétroactions',
    ),
    figure('Rétroactions recueillies auprès des deux sortes de preneurs.', '9 organismes, 54 bénéficiaires'),
  ],
  R3: () => [
    paper('Les heures d’ouverture ont été revues à la demande des bénéficiaires.', 'Journal des ajustements, ligne 4'),
    paper(
      'La formation d’accueil a été raccourcie : les utilisateurs la trouvaient trop longue.',
      'Journal des ajustements, ligne 2',
    ),
  ],
  R4: () => [
    figure(
      'Résultats comparés à la situation de départ, effets négatifs compris.',
      'De 12 à 41 participations par mois ; fatigue des bénévoles notée',
    ),
    paper('Bilan comparé à la mesure de départ ; deux effets non voulus y sont décrits.', 'Bilan comparé, 9 pages'),
  ],
  R5: ({ taker }) => [paper(`${capital(taker)} déclare son intention de l’adopter.`, 'Lettre d’intention')],
  R6: () => [
    paper('Trois sources de revenus envisagées, dont une contribution des usagers.', 'Esquisse du modèle de pérennité'),
    paper('Scénario de pérennité sur trois ans, discuté au comité de suivi.', 'Scénario financier, version 1'),
  ],
  A1: ({ taker }) => [
    paper(`${capital(taker)} l’a inscrite dans sa pratique courante.`, 'Résolution du conseil d’administration'),
  ],
  A2: () => [
    figure('Usage maintenu par les bénéficiaires, sans interruption.', '9 mois d’usage, 68 personnes par mois'),
  ],
  A3: ({ taker }) => [
    paper(
      `${capital(taker)} la fait fonctionner sans l’équipe porteuse.`,
      'Compte rendu de la rencontre de fin d’accompagnement',
    ),
  ],
  A4: () => [figure('Trois sources de financement, dont des revenus autonomes.', '41 % de revenus autonomes')],
  A5: () => [
    paper('Trousse de démarrage publiée sous licence Creative Commons BY-SA 4.0.', 'Trousse de démarrage, 24 pages'),
  ],
  A6: ({ where }) => [figure(`Bénéfice collectif mesuré ${where}.`, 'Indicateur collectif : + 22 % en un an')],
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** Where something happens, from the name of a place and what it is. */
export function whereabouts({ name, kind }: { name: string; kind: TerritoryKind }): string {
  if (kind === 'country') return 'dans tout le pays'
  if (kind === 'region') return `dans la région ${name}`
  if (kind === 'mrc') return `dans la ${name}`
  return name.startsWith('Les ') ? `aux ${name.slice(4)}` : `à ${name}`
}

/** How an actor is spoken of within a sentence: « la régie de transport », « le TIESS », « Projet Collectif ». */
export function spokenOf(name: string): string {
  const plain = name.replace(' (démonstration)', '')
  const first = plain.split(/[ ,]/)[0] ?? ''
  const article = Object.entries(articles).find(([, words]) => words.includes(first))?.[0]
  if (!article) return plain
  // A name of its own keeps its capital; « Ville partenaire (démonstration) » is none.
  const isOwn = article !== 'les ' && (plain === name || first === first.toUpperCase())
  return `${article}${isOwn ? plain : plain.charAt(0).toLowerCase() + plain.slice(1)}`
}

const articles: Record<string, readonly string[]> = {
  'la ': ['Chaire', 'Collectivité', 'Coopérative', 'Fondation', 'MRC', 'Maison', 'Régie', 'Table', 'Ville'],
  'le ': ['Centre', 'Cercle', 'Fonds', 'MÉSI', 'Pôle', 'Réseau', 'TIESS'],
  'l’': ['Entreprise', 'Office', 'Établissement'],
  'les ': ['Familles', 'Jeunes', 'Locataires', 'Membres', 'Personnes', 'Résidentes', 'Usagères', 'Aînées', 'Élèves'],
}
