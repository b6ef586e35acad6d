import type { Moment } from '../platform/clock.ts'
import { closeIncident, editIncident, enterIncident } from '../privacy/incidents-keeping.ts'
import { dayAgo, type Scene, type Stage } from './stage.ts'

const NOTICED = 41
const facts = {
  circumstances:
    'Une convocation à une rencontre est partie à une adresse où il manquait une lettre. Une personne étrangère au réseau l’a reçue et l’a dit le lendemain.',
  data: 'Un nom, un rôle dans une initiative, l’heure et le lieu d’une rencontre publique.',
  peopleConcerned: 1,
  isEstimate: false,
  authority: '',
  authorityToldOn: null,
  peopleToldOn: null,
}
const unweighed = { sensitivity: '', consequences: '', likelihood: '', isSerious: null, tellingNote: '', measures: '' }
const weighed = {
  sensitivity: 'Faible : tout cela est déjà public, sauf le nom.',
  consequences: 'Aucune prévue.',
  likelihood: 'Faible : la personne qui l’a reçue a dit l’avoir supprimée.',
  isSerious: false,
  tellingNote: 'La participante a été avisée de vive voix, par politesse.',
  measures: 'L’adresse est corrigée. Les adresses tapées à la main sont maintenant relues à deux.',
}

/** A letter went astray: the administration enters it, weighs it, and closes it. */
export const incidentScenes: readonly Scene[] = [
  { ago: NOTICED, act: (stage, when) => enterIncident(stage.db, { ...factsOf(stage), ...unweighed }, by(stage), when) },
  { ago: NOTICED - 2, act: weighedAndClosed },
]

async function weighedAndClosed(stage: Stage, when: Moment) {
  await editIncident(stage.db, '1', { ...factsOf(stage), ...weighed, version: 1 }, by(stage), when)
  await closeIncident(stage.db, '1', 2, by(stage), when)
}

function factsOf(stage: Stage) {
  const happened = dayAgo(stage, NOTICED + 1)
  return { ...facts, noticedOn: dayAgo(stage, NOTICED), happenedFrom: happened, happenedUntil: null }
}

const by = ({ people }: Stage) => people.administration
