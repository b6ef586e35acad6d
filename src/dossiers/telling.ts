import type { Reading } from '../initiatives/cards.ts'
import { diversityOf } from '../knowledge/diversity.ts'
import { bytesIn } from '../operation/said.ts'
import type { Dossier, Paper } from './gathering.ts'

type Sheet = Dossier['sheet']

/**
 * A dossier in the reader's words: the page, the file and the PDF print this and ask nothing more, so that none of
 * them says what another does not.
 */
export type Told = ReturnType<typeof told>

/** `madeFor`: whose sight it is, in words. `hrefOf`: where the file of a document is found from there. */
export function told(
  dossier: Dossier,
  reading: Reading,
  { madeFor, hrefOf }: { madeFor: string; hrefOf: (paper: Paper) => string | undefined },
) {
  const { initiative, sheet, contributions, papers } = dossier
  const { t } = reading
  return {
    title: initiative.title,
    need: initiative.need,
    stage: t(`words.stage.${initiative.stage}`),
    state: sheet.state,
    madeFor,
    texts: textsOf(dossier, reading),
    solutions: sheet.sheet.solutions.map(({ name, limitation }) => ({ name, limitation })),
    facts: factsOf(dossier, reading),
    links: sheet.sheet.links.map(({ label, url }) => ({ label, url })),
    roles: rolesOf(sheet, reading),
    gate: gateOf(sheet),
    statements: sheet.statements.map(({ code, statement, proofKind, proof, document, attestedOn }) => ({
      code,
      statement,
      proof: `${t(`words.proof_kind.${proofKind}`)} : ${document?.title ?? proof}`,
      day: reading.format.day(attestedOn),
    })),
    timeline: passagesIn(sheet.timeline, reading),
    merged: sheet.merged.map(({ title, timeline }) => ({
      title: t('initiatives.sheet.merged_history', { title }),
      timeline: passagesIn(timeline, reading),
    })),
    knowledge: contributions.map((one) => ({
      kind: t(`words.knowledge.${one.kind}`),
      brought: one.brought,
      who: [
        one.actor?.name ?? (one.who || t('knowledge.section.somebody')),
        ...(one.sector ? [t(`words.sector.${one.sector}`)] : []),
      ].join(' · '),
      effect: one.effect,
      day: reading.format.day(one.contributedOn),
    })),
    missingKinds: diversityOf(contributions).missing.map((kind) => t(`words.knowledge.${kind}`)),
    papers: papers.map((paper, n) => paperIn(paper, n, hrefOf(paper), reading)),
  }
}

function textsOf({ initiative, sheet }: Dossier, { t }: Reading) {
  const names = ['change', 'benefit', 'population', 'description', 'origin'] as const
  const texts = names.map((name) => ({ heading: t(`initiatives.sheet.${name}`), text: initiative[name] }))
  const { reason = '', lessons = '' } = sheet.ending ?? {}
  return [
    { heading: t('initiatives.sheet.lessons'), text: lessons },
    { heading: t('initiatives.sheet.ending'), text: reason },
    ...texts,
  ].filter(({ text }) => text !== '')
}

function factsOf({ initiative, sheet: { sheet, lineage, themeName, visibility } }: Dossier, { t, format }: Reading) {
  const { innovationType, emergenceWay, maturity, source } = initiative
  return [
    { term: t('initiatives.sheet.themes'), text: format.list(sheet.themes.map(themeName)) },
    { term: t('initiatives.sheet.territories'), text: format.list(sheet.territories.map(({ name }) => name)) },
    {
      term: t('initiatives.sheet.innovation_type'),
      text: innovationType ? t(`words.innovation_type.${innovationType}`) : '',
    },
    { term: t('initiatives.sheet.emergence_way'), text: emergenceWay ? t(`words.emergence_way.${emergenceWay}`) : '' },
    { term: t('initiatives.sheet.maturity'), text: maturity ? t(`words.maturity.${maturity}`) : '' },
    { term: t('initiatives.sheet.source'), text: source },
    { term: t('initiatives.sheet.lineage_of'), text: lineage.parent?.title ?? '' },
    { term: t('initiatives.sheet.offspring'), text: format.list(lineage.offspring.map(({ title }) => title)) },
    { term: t('initiatives.sheet.visibility'), text: visibility },
  ].filter(({ text }) => text !== '')
}

// Who waits for an answer is the team's affair, and no part of what is taken away.
function rolesOf({ people, held }: Sheet, { t, format }: Reading) {
  return people.map(({ role, people: all }) => {
    const named = all
      .filter(({ state }) => state === 'accepted')
      .map(({ name, lead, tags, since, until, note }) => {
        const when = until
          ? t('parts.roles.between', { since: format.shortDay(since), until: format.shortDay(until) })
          : t('parts.roles.since', { since: format.shortDay(since) })
        return {
          name,
          details: [...(lead ? [t('parts.roles.lead')] : []), ...tags, when, note].filter(Boolean).join(' · '),
        }
      })
    const nobody = t(held[role] ? 'dossiers.sheet.not_named' : 'dossiers.sheet.nobody')
    return { role: t(`parts.roles.${role}`), named, nobody: named.length === 0 ? nobody : '' }
  })
}

function gateOf({ gate }: Sheet) {
  if (!gate) return undefined
  const criteria = gate.criteria.map(({ code, label, met, how }) => ({ code, label, met, how: met ? how : '' }))
  return { next: gate.next ?? '', met: gate.met, of: gate.of, note: gate.note, criteria }
}

// By whom a passage was entered stays on the page: names of accounts go into no file.
function passagesIn(entries: Sheet['timeline'], { format }: Reading) {
  return entries.map(({ day, text, details, planned, corrected }) => ({
    day,
    when: format.day(day),
    text,
    details: [...details, ...(corrected ? [corrected.was] : [])],
    isPlanned: planned === true,
  }))
}

function paperIn(paper: Paper, n: number, href: string | undefined, { t, format }: Reading) {
  const { title, kind, licence, description, creators, dated, size, state, url } = paper
  return {
    number: n + 1,
    title,
    kind: t(`words.document_kind.${kind}`),
    about: [creators.split('\n').filter(Boolean).join(', '), dated].filter(Boolean).join(' · '),
    description,
    licence: t(`words.licence.${licence}`),
    size: state === 'file' ? bytesIn(t, format, size) : '',
    where: state === 'link' ? url : (paper.path ?? ''),
    href: state === 'link' ? url : state === 'file' ? href : undefined,
    fault: faultOf(state, t),
  }
}

function faultOf(state: Paper['state'], t: Reading['t']): string {
  if (state === 'quarantined') return t('dossiers.sheet.quarantined')
  if (state === 'not_ready') return t('dossiers.sheet.not_ready')
  return state === 'missing' ? t('dossiers.sheet.missing_file') : ''
}
