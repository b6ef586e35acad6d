import { answer } from '../initiatives/answering.ts'
import { addParticipation } from '../initiatives/participating.ts'
import { spot, start } from '../initiatives/commands.ts'
import { backfill } from '../initiatives/corrections.ts'
import { edit } from '../initiatives/editing.ts'
import { participationsOf } from '../initiatives/queries.ts'
import type { Moment } from '../platform/clock.ts'
import { actScenes, mergeScene, moveScenes, proofScene, usualScene } from './acting.ts'
import type { PersonKey } from './cast.ts'
import { dayAgo, present, type Scene, slugOfStory, type Stage } from './stage.ts'
import type { MoveAct, RoleLine, Sighting, Story } from './story.ts'

/** Days since the network of the demo opened: what is older is told afterwards, as history. */
export const OPENED = 430
const sender = { url: 'https://demo.example', locale: 'fr-CA' } as const

/** The scenes of one initiative. `turn` counts the stories; `generation` says how many it descends from. */
export function scenesOf(key: string, story: Story, turn: number, generation: number): Scene[] {
  const enters = Math.min(story.begins.ago - 1, OPENED - 3 - 11 * generation - (turn % 10))
  const teller = story.teller ?? 'coordination'
  return [
    { ago: enters, act: (stage, when) => begin(stage, key, story, teller, when) },
    ...toldScenes(key, story, turn, enters, teller),
  ]
}

/** The scenes of an initiative that was spotted first. */
export function scenesOfSighting(key: string, sighting: Sighting, turn: number): Scene[] {
  const { claimed, mergeInto, ago } = sighting
  const scenes: Scene[] = [{ ago, act: (stage, when) => see(stage, key, sighting, when) }]
  if (mergeInto) scenes.push(mergeScene(key, { mergeInto: mergeInto.story, ...mergeInto }))
  if (claimed) {
    const story: Story = { ...sighting, ...claimed.story, begins: { stage: 'emergence', ago } }
    const carried = { role: 'carrier', who: story.lead, ago: claimed.ago } as const
    const teller = story.teller ?? 'coordination'
    const claim: MoveAct = { event: 'claim', ago: claimed.ago, by: 'coordination' }
    scenes.push(
      roleScene(key, carried, story, claimed.ago, true),
      ...moveScenes(key, claim, story, turn, claimed.ago, 'coordination'),
      ...toldScenes(key, story, turn, claimed.ago, teller),
    )
  }
  return scenes
}

function toldScenes(key: string, story: Story, turn: number, enters: number, teller: PersonKey): Scene[] {
  const { before, roles = [], proofs = [], stated = [], acts = [] } = story
  return [
    { ago: enters, act: (stage, when) => describe(stage, key, story, teller, when) },
    ...(before
      ? [{ ago: enters, act: (stage: Stage, when: Moment) => remember(stage, key, before, teller, when) }]
      : []),
    ...roles.map((line) => roleScene(key, line, story, Math.min(enters, line.ago ?? enters))),
    ...proofs.map((proof) => proofScene(key, proof, teller, enters)),
    ...acts.flatMap((act) => actScenes(key, act, story, turn, enters, teller)),
    ...stated.map((code, index) =>
      usualScene(key, code, story, turn, Math.max(2, Math.min(enters, 30 - 3 * index)), teller),
    ),
  ]
}

async function begin(stage: Stage, key: string, story: Story, teller: PersonKey, when: Moment) {
  const { title, need, visibility = 'public', themes, places: territories, begins, lead } = story
  const words = { title, need, themes: themes.map((theme) => stage.themes[theme]), territories }
  const parent = (story.parent && stage.slugs.get(story.parent)) ?? ''
  const startedOn = dayAgo(stage, begins.ago)
  const input = { ...words, stage: begins.stage, startedOn, visibility, carrier: stage.actors[lead], parent }
  const { slug } = await start(stage.db, input, stage.people[teller], when)
  stage.slugs.set(key, slug)
}

async function see(stage: Stage, key: string, sighting: Sighting, when: Moment) {
  const { title, need, source, sourceUrl, consent, themes, places: territories, by = 'coordination' } = sighting
  const words = { title, need, themes: themes.map((theme) => stage.themes[theme]), territories }
  const { slug } = await spot(stage.db, { ...words, source, sourceUrl, consent }, stage.people[by], when)
  stage.slugs.set(key, slug)
}

async function describe(stage: Stage, key: string, story: Story, teller: PersonKey, when: Moment) {
  const { title, need, change = '', benefit = '', population = '', description = '', origin = '' } = story
  const { version } = await present(stage, key, when)
  const input = {
    version,
    title,
    need,
    change,
    benefit,
    population,
    description,
    origin,
    innovationType: story.type,
    emergenceWay: story.way,
    maturity: story.maturity,
    visibility: story.visibility ?? 'public',
    namedRoles: story.namedRoles ?? [],
    themes: story.themes.map((theme) => stage.themes[theme]),
    territories: story.places,
    solutionName: (story.solutions ?? []).map(([name]) => name),
    solutionLimitation: (story.solutions ?? []).map(([, limitation]) => limitation),
    linkLabel: (story.links ?? []).map(([label]) => label),
    linkUrl: (story.links ?? []).map(([, url]) => url),
  }
  await edit(stage.db, slugOfStory(stage, key), input, stage.people[teller], when)
}

async function remember(
  stage: Stage,
  key: string,
  before: NonNullable<Story['before']>,
  teller: PersonKey,
  when: Moment,
) {
  const { version } = await present(stage, key, when)
  const reason = 'Étapes franchies avant l’ouverture du réseau dans Sillon, d’après les dossiers des partenaires.'
  const input = {
    version,
    stage: before.map(([name]) => name),
    since: before.map(([, ago]) => dayAgo(stage, ago)),
    reason,
  }
  await backfill(stage.db, slugOfStory(stage, key), input, stage.people[teller], when)
}

function roleScene(key: string, line: RoleLine, story: Story, ago: number, isLead = false): Scene {
  return {
    ago,
    async act(stage, when) {
      const { role, who, kind, state = 'accepted', note = '' } = line
      const input = {
        role,
        actor: stage.called[who],
        takerKind: kind,
        isLead,
        note,
        kind: 'organisation' as const,
        since: dayAgo(stage, line.ago ?? story.begins.ago),
        until: line.until === undefined ? undefined : dayAgo(stage, line.until),
        email: state === 'invited' ? `${stage.called[who]}@demo.example` : undefined,
        acceptFor: state === 'accepted',
      }
      const slug = slugOfStory(stage, key)
      await addParticipation(stage.db, slug, input, stage.people.coordination, when, sender)
      if (state !== 'declined') return
      const { id } = await present(stage, key, when)
      const link = (await participationsOf(stage.db, id)).find(
        ({ actorId, state: now }) => actorId === stage.actors[who] && now === 'proposed',
      )
      if (link) await answer(stage.db, slug, link.id, 'declined', stage.people.coordination, when)
    },
  }
}
