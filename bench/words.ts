import { type Dice, zipf } from './dice.ts'

// French as such networks write it: words that are everywhere first, words that are hardly anywhere last.

const small =
  `de la le les des et un une pour dans du en par sur avec aux qui que plus sans leur entre chez vers`.split(' ')

/** Nouns and the like, the commonest first. */
export const content = `quartier projet jeunes familles communauté service local accès ressources organismes citoyens
logement alimentaire milieu santé école personnes aînés transport emploi territoire partenaires besoins atelier jardin
cuisine partage réseau solidaire coopérative soutien espace culture formation accompagnement intégration village région
ville habitants voisins participation insertion mobilité marché épicerie navette vélo énergie eau forêt agriculture ferme
serre récolte légumes fruits repas cantine frigo collation nutrition sécurité insécurité pauvreté exclusion isolement
solitude détresse prévention clinique soins infirmière pharmacie dépistage vaccination dépendance réduction méfaits itinérance
refuge hébergement halte répit proches aidants maison retraite autonomie maintien domicile vieillissement mémoire récits
patrimoine musée bibliothèque livre lecture écriture alphabétisation francisation langue accueil immigrants réfugiés nouveaux
arrivants interculturel diversité autochtones nation traditions artisanat métiers apprentissage compagnonnage mentorat tutorat
décrochage persévérance réussite scolaire parascolaire camp loisirs sport piscine patinoire parc ruelle verte place publique
aménagement urbanisme bâtiment église reconversion friche usine entrepôt atelier bois métal textile couture friperie réemploi
recyclage réparation outils bricothèque outilthèque matériauthèque compost déchets consigne vrac emballage plastique zéro
climat carbone adaptation inondation canicule ombrage arbres biodiversité pollinisateurs abeilles ruches rivière berges
littoral pêche algues marais tourbière sentier montagne ski tourisme auberge gîte restaurant café microbrasserie boulangerie
fromagerie abattoir moulin semences grange tracteur relève succession repreneuriat entreprise économie sociale coop mutuelle
fiducie foncière terrain bail propriété locataires loyers rénovation chauffage efficacité panneaux solaire éolienne géothermie
batterie recharge autobus train covoiturage taxibus autopartage stationnement piétons trottoirs déneigement accessibilité
handicap déficience surdité cécité fauteuil adapté inclusif numérique internet fibre ordinateurs tablettes données logiciel
libre plateforme application cartographie radio balado journal vidéo théâtre musique chorale danse cirque fresque murale
festival fête cabane sucre érable bleuets canneberges pommes cidre vignoble miel laine mouton chèvre poulailler œufs lait
parents petite enfance garderie poussettes allaitement naissance périnatalité pères mères adolescents étudiants stages bourses
microcrédit épargne budget endettement impôts crédit finances dons bénévoles bénévolat mobilisation assemblée concertation table
gouvernance conseil comité budget participatif consultation sondage enquête recherche université cégep laboratoire chercheuses
évaluation mesure retombées indicateurs expérimentation prototype pilote essai transfert adoption diffusion échelle essaimage
appropriation politique municipal règlement loi droits justice médiation réparatrice police détention réinsertion violence
conjugale femmes filles égalité orientation genre consentement harcèlement intimidation paix dialogue foi spiritualité deuil
palliatif funérailles cimetière mémoriel naturalisation jardinière balcon toiture nappe puits fontaine toilettes douches
buanderie vestiaire casiers courrier adresse papiers identité guichet unique navigation référence écoute téléphone ligne crise
intervenants travailleurs milieu roulotte unité mobile tournée caravane colporteur conteur passeur veilleur sentinelle éclaireur
gardien phare boussole sillage sillon semoir charrue labour jachère rotation moisson grenier silo`.split(/\s+/)

// What only one initiative or two speak of: a beginning and a word.
const beginnings =
  'éco agro bio socio inter trans multi micro macro auto co pluri péri rétro néo pan proto hydro thermo géo'.split(' ')
export const rare = beginnings.flatMap((beginning) => content.map((word) => `${beginning}${word}`))

const aword = zipf(content.length, 1)
const RARE = 0.004

export function word(dice: Dice): string {
  return dice.is(RARE) ? dice.pick(rare) : content[aword(dice)]!
}

/** Three to nine words, with a capital. */
export function title(dice: Dice): string {
  const words = Array.from({ length: dice.between(2, 5) }, () => word(dice))
  const parts = words.flatMap((one, n) => (n > 0 && dice.is(0.6) ? [dice.pick(small), one] : [one]))
  return capital(
    parts
      .slice(0, 9)
      .concat(parts.length < 3 ? [word(dice)] : [])
      .join(' '),
  )
}

/** One sentence, cut after a word at these many characters. */
export function sentence(dice: Dice, length: number): string {
  let text = capital(word(dice))
  for (;;) {
    const further = `${text} ${dice.is(0.45) ? dice.pick(small) : word(dice)}`
    if (further.length > length) return `${text}.`
    text = further
  }
}

/** Sentences of these many characters, about. */
export function prose(dice: Dice, length: number): string {
  if (length === 0) return ''
  let text = ''
  while (text.length < length) {
    text += `${text ? ' ' : ''}${sentence(dice, Math.min(length, dice.between(40, 140)))}`
  }
  return text
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
