import type { Floor } from '../platform/http/floor.ts'
import type { Asked } from './archiving.ts'
import type { Dossier } from './gathering.ts'
import type { Written } from './zip.ts'

// The names of this file are for programs: they are the same in every language.
const FORMAT = 'sillon-dossier-1'
/** Of the sheet and what is beside it: the network says of none of it that others may use it. */
const SHEET_LICENCE = 'all_rights_reserved'

/** What is in an archive, with what each file needs to be checked and used by; and what is not in it, and why. */
export function manifestOf(
  { url, network }: Floor,
  { initiative, papers }: Dossier,
  { madeFor, at, locale }: Asked,
  written: readonly Written[],
): string {
  const byPath = new Map(papers.map((paper) => [paper.path, paper]))
  const files = written.map(({ path, sha256, size }) => {
    const paper = byPath.get(path)
    if (!paper) return { path, sha256, size, kind: 'sheet', licence: SHEET_LICENCE }
    const { id, title, kind, licence, mediaType, creators, dated, language, number } = paper
    return {
      path,
      sha256,
      size,
      kind,
      licence,
      title,
      mediaType,
      creators: creators.split('\n').filter(Boolean),
      dated,
      language,
      version: number,
      id,
    }
  })
  const told = (state: (typeof papers)[number]['state']) => papers.filter((paper) => paper.state === state)
  const manifest = {
    format: FORMAT,
    network: network.get().name,
    initiative: { id: initiative.id, title: initiative.title, url: `${url}/i/${initiative.id}` },
    madeAt: at.toISOString(),
    madeFor,
    locale,
    files,
    links: told('link').map(({ id, title, kind, licence, url: address }) => ({
      id,
      title,
      kind,
      licence,
      url: address,
    })),
    leftOut: [...told('quarantined'), ...told('not_ready'), ...told('missing')].map(({ id, title, kind, state }) => ({
      id,
      title,
      kind,
      why: state,
    })),
  }
  return `${JSON.stringify(manifest, null, 1)}\n`
}
