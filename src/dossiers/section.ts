import type { MakeSection } from '../initiatives/sections.ts'

/** The way to the dossier, on an initiative's page. */
export const dossierSection: MakeSection = ({ initiative }) =>
  Promise.resolve({
    name: 'dossier',
    place: 'aside',
    title: 'dossiers.page.title',
    view: '/dossiers/section',
    data: { dossier: `/initiatives/${initiative.slug}/dossier` },
  })
