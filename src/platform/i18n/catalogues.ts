import enAccounts from './en/accounts.json' with { type: 'json' }
import enActors from './en/actors.json' with { type: 'json' }
import enArchive from './en/archive.json' with { type: 'json' }
import enDemo from './en/demo.json' with { type: 'json' }
import enDocuments from './en/documents.json' with { type: 'json' }
import enErrors from './en/errors.json' with { type: 'json' }
import enDossiers from './en/dossiers.json' with { type: 'json' }
import enExports from './en/exports.json' with { type: 'json' }
import enHelp from './en/help.json' with { type: 'json' }
import enImports from './en/imports.json' with { type: 'json' }
import enInitiatives from './en/initiatives.json' with { type: 'json' }
import enInvitations from './en/invitations.json' with { type: 'json' }
import enKnowledge from './en/knowledge.json' with { type: 'json' }
import enLayout from './en/layout.json' with { type: 'json' }
import enLibrary from './en/library.json' with { type: 'json' }
import enLive from './en/live.json' with { type: 'json' }
import enMail from './en/mail.json' with { type: 'json' }
import enNetwork from './en/network.json' with { type: 'json' }
import enOperation from './en/operation.json' with { type: 'json' }
import enParts from './en/parts.json' with { type: 'json' }
import enRefusals from './en/refusals.json' with { type: 'json' }
import enSearch from './en/search.json' with { type: 'json' }
import enAwards from './en/awards.json' with { type: 'json' }
import enCommunications from './en/communications.json' with { type: 'json' }
import enDesk from './en/desk.json' with { type: 'json' }
import enFigures from './en/figures.json' with { type: 'json' }
import enFunding from './en/funding.json' with { type: 'json' }
import enProgrammes from './en/programmes.json' with { type: 'json' }
import enProgress from './en/progress.json' with { type: 'json' }
import enReports from './en/reports.json' with { type: 'json' }
import enSharing from './en/sharing.json' with { type: 'json' }
import enAdoptions from './en/adoptions.json' with { type: 'json' }
import enAdjustments from './en/adjustments.json' with { type: 'json' }
import enFeedback from './en/feedback.json' with { type: 'json' }
import enPilots from './en/pilots.json' with { type: 'json' }
import enQualification from './en/qualification.json' with { type: 'json' }
import enWords from './en/words.json' with { type: 'json' }
import frAccounts from './fr/accounts.json' with { type: 'json' }
import frActors from './fr/actors.json' with { type: 'json' }
import frArchive from './fr/archive.json' with { type: 'json' }
import frDemo from './fr/demo.json' with { type: 'json' }
import frDocuments from './fr/documents.json' with { type: 'json' }
import frErrors from './fr/errors.json' with { type: 'json' }
import frDossiers from './fr/dossiers.json' with { type: 'json' }
import frExports from './fr/exports.json' with { type: 'json' }
import frHelp from './fr/help.json' with { type: 'json' }
import frImports from './fr/imports.json' with { type: 'json' }
import frInitiatives from './fr/initiatives.json' with { type: 'json' }
import frInvitations from './fr/invitations.json' with { type: 'json' }
import frKnowledge from './fr/knowledge.json' with { type: 'json' }
import frLayout from './fr/layout.json' with { type: 'json' }
import frLibrary from './fr/library.json' with { type: 'json' }
import frLive from './fr/live.json' with { type: 'json' }
import frMail from './fr/mail.json' with { type: 'json' }
import frNetwork from './fr/network.json' with { type: 'json' }
import frOperation from './fr/operation.json' with { type: 'json' }
import frParts from './fr/parts.json' with { type: 'json' }
import frRefusals from './fr/refusals.json' with { type: 'json' }
import frSearch from './fr/search.json' with { type: 'json' }
import frAwards from './fr/awards.json' with { type: 'json' }
import frCommunications from './fr/communications.json' with { type: 'json' }
import frDesk from './fr/desk.json' with { type: 'json' }
import frFigures from './fr/figures.json' with { type: 'json' }
import frFunding from './fr/funding.json' with { type: 'json' }
import frProgrammes from './fr/programmes.json' with { type: 'json' }
import frProgress from './fr/progress.json' with { type: 'json' }
import frReports from './fr/reports.json' with { type: 'json' }
import frSharing from './fr/sharing.json' with { type: 'json' }
import frAdoptions from './fr/adoptions.json' with { type: 'json' }
import frAdjustments from './fr/adjustments.json' with { type: 'json' }
import frFeedback from './fr/feedback.json' with { type: 'json' }
import frPilots from './fr/pilots.json' with { type: 'json' }
import frQualification from './fr/qualification.json' with { type: 'json' }
import frWords from './fr/words.json' with { type: 'json' }

// One file per room, plus `words` (the domain's vocabulary), `errors` (at a field), `refusals` (a whole page), and
// `sharing` of reports.
export const catalogues = {
  fr: {
    accounts: frAccounts,
    actors: frActors,
    archive: frArchive,
    demo: frDemo,
    documents: frDocuments,
    errors: frErrors,
    dossiers: frDossiers,
    exports: frExports,
    help: frHelp,
    imports: frImports,
    initiatives: frInitiatives,
    invitations: frInvitations,
    knowledge: frKnowledge,
    layout: frLayout,
    library: frLibrary,
    live: frLive,
    mail: frMail,
    network: frNetwork,
    operation: frOperation,
    parts: frParts,
    refusals: frRefusals,
    search: frSearch,
    words: frWords,
    awards: frAwards,
    communications: frCommunications,
    desk: frDesk,
    figures: frFigures,
    funding: frFunding,
    programmes: frProgrammes,
    progress: frProgress,
    reports: frReports,
    sharing: frSharing,
    adoptions: frAdoptions,
    adjustments: frAdjustments,
    feedback: frFeedback,
    pilots: frPilots,
    qualification: frQualification,
  },
  en: {
    accounts: enAccounts,
    actors: enActors,
    archive: enArchive,
    demo: enDemo,
    documents: enDocuments,
    errors: enErrors,
    dossiers: enDossiers,
    exports: enExports,
    help: enHelp,
    imports: enImports,
    initiatives: enInitiatives,
    invitations: enInvitations,
    knowledge: enKnowledge,
    layout: enLayout,
    library: enLibrary,
    live: enLive,
    mail: enMail,
    network: enNetwork,
    operation: enOperation,
    parts: enParts,
    refusals: enRefusals,
    search: enSearch,
    words: enWords,
    awards: enAwards,
    communications: enCommunications,
    desk: enDesk,
    figures: enFigures,
    funding: enFunding,
    programmes: enProgrammes,
    progress: enProgress,
    reports: enReports,
    sharing: enSharing,
    adoptions: enAdoptions,
    adjustments: enAdjustments,
    feedback: enFeedback,
    pilots: enPilots,
    qualification: enQualification,
  },
}
