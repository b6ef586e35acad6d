import { Readable } from 'node:stream'
import { attach } from '../documents/commands.ts'
import type { Moment } from '../platform/clock.ts'
import { newId } from '../platform/id.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { slugOf } from '../platform/slug.ts'
import { uploaded } from '../uploads/steps.ts'
import { type Paper, papers } from './papers.ts'
import { sheetOfPaper } from './sheet-of-paper.ts'
import { type Scene, slugOfStory, type Stage } from './stage.ts'

/** Who attaches what, and when. */
export function paperScenes(storage: Storage): Scene[] {
  return papers.map((paper) => ({ ago: paper.ago, act: (stage, when) => attached(stage, storage, paper, when) }))
}

async function attached(stage: Stage, storage: Storage, paper: Paper, when: Moment) {
  const by = stage.people[paper.by]
  const { url = '', visibility, namedRoles = [], description = '', creators = '', shows } = paper
  const upload = url ? [] : [await sent(stage, storage, paper, when)]
  const input = {
    upload,
    url,
    kind: paper.kind,
    title: paper.title,
    description,
    creators,
    dated: '',
    language: 'fr' as const,
    themes: [],
    territory: '',
    stage: paper.stage,
    licence: paper.licence ?? 'all_rights_reserved',
    visibility,
    namedRoles,
    pictured: '',
    pictureConsent: 'nobody' as const,
    criteria: shows ? [shows] : [],
    statement: '',
    forActor: '',
  }
  await attach(stage.db, storage, slugOfStory(stage, paper.story), input, by, when)
}

async function sent(stage: Stage, storage: Storage, { title, lines = [], isMarkdown, by }: Paper, when: Moment) {
  const bytes = isMarkdown ? Buffer.from(`# ${title}\n\n${lines.join('\n\n')}\n`) : sheetOfPaper(title, lines)
  const { name: file, size } = await storage.keep(Readable.from([bytes]))
  const id = newId()
  const fileName = `${slugOf(title)}.${isMarkdown ? 'md' : 'pdf'}`
  const accountId = stage.people[by].accountId!
  await stage.db.commit((tx) => [uploaded(tx, [{ id, accountId, file, fileName, size, receivedAt: when.at }])])
  return id
}
