import { dossierLinks, dossierOpenings } from '../dossiers/tables.ts'
import { progressPlans, progressRemarks, progressReminders, progressReports } from '../progress/tables.ts'
import { gridAssessments, gridDecisions, gridRemarks, grids } from '../qualification/tables.ts'
import {
  reportAnswers,
  reportLinks,
  reportMailings,
  reportQuestions,
  reportReadings,
  reports,
  reportSendings,
  reportVersions,
} from '../reports/tables.ts'
import { deed, type Holding, ofNobody } from './holding.ts'

const by = ['byAccountId']

/** What was assessed, reported, shared, read and asked. */
export const ofReports: readonly Holding[] = [
  deed('grids', grids, by, ['nameFr', 'number', 'createdAt']),
  deed('grid_assessments', gridAssessments, by, ['initiativeId', 'scores', 'isSubmitted', 'changedAt'], {
    written: ['scores'],
  }),
  deed('grid_remarks', gridRemarks, by, ['initiativeId', 'words', 'writtenAt'], { written: ['words'] }),
  deed('grid_decisions', gridDecisions, by, ['initiativeId', 'outcome', 'reason', 'decidedOn', 'recordedAt'], {
    words: { outcome: 'qualification_outcome' },
    written: ['reason'],
  }),
  deed('progress_plans', progressPlans, by, ['frequency', 'createdAt'], { words: { frequency: 'frequency' } }),
  deed(
    'progress_reports',
    progressReports,
    ['submittedById'],
    ['periodFrom', 'periodUntil', 'answers', 'submittedAt'],
    {
      passing: ['settledById'],
      written: ['answers', 'prefilled', 'skipReason'],
    },
  ),
  deed('progress_remarks', progressRemarks, by, ['words', 'writtenAt'], { written: ['words'] }),
  ofNobody('progress_reminders', progressReminders),
  deed('reports', reports, by, ['title', 'createdAt', 'changedAt'], {
    passing: ['actorId'],
    written: ['title', 'query'],
  }),
  deed('report_versions', reportVersions, by, ['title', 'number', 'changes', 'publishedAt'], {
    passing: ['actorId'],
    written: ['content', 'changes'],
    why: 'published',
  }),
  deed('report_readings', reportReadings, by, ['note', 'readAt'], { passing: ['actorId'], written: ['note'] }),
  deed('report_questions', reportQuestions, by, ['initiativeId', 'words', 'askedAt'], {
    passing: ['actorId'],
    written: ['words'],
  }),
  deed('report_answers', reportAnswers, by, ['words', 'answeredAt'], { written: ['words'] }),
  deed('report_links', reportLinks, by, ['createdAt', 'expiresAt', 'revokedAt'], { why: 'revoked' }),
  {
    key: 'report_links_received',
    table: reportLinks,
    address: ['label'],
    given: ['createdAt', 'expiresAt', 'openings', 'lastOpenedAt'],
    fate: 'emptied',
    why: 'revoked',
  },
  deed('report_mailings', reportMailings, by, ['frequency', 'nextOn', 'purpose', 'createdAt'], {
    words: { frequency: 'frequency' },
    written: ['purpose'],
    why: 'mailings_end',
  }),
  {
    key: 'report_mailings_received',
    table: reportMailings,
    within: ['recipients'],
    given: ['frequency', 'nextOn', 'purpose'],
    words: { frequency: 'frequency' },
    fate: 'emptied',
    why: 'off_lists',
  },
  ofNobody('report_sendings', reportSendings),
  deed('dossier_links', dossierLinks, by, ['initiativeId', 'createdAt', 'expiresAt', 'revokedAt'], {
    why: 'revoked',
  }),
  ofNobody('dossier_openings', dossierOpenings),
]
