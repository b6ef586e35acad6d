import { accounts, consents, recoveryCodes, sessions, tokens } from '../accounts/tables.ts'
import { journal } from '../activity/tables.ts'
import { actors, actorSearch, identifiers, memberships } from '../actors/tables.ts'
import { communications } from '../communications/tables.ts'
import { deskVisits } from '../desk/tables.ts'
import { gateVersions, network, territories, themes } from '../network/tables.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { uploads } from '../uploads/tables.ts'
import { deed, type Holding, ofNobody } from './holding.ts'
import { erasures, incidents, purges, retentions } from './tables.ts'

/** People themselves, how they sign in, what they agreed to, and what the house notes of what is done. */
export const ofPeople: readonly Holding[] = [
  {
    key: 'accounts',
    table: accounts,
    account: ['id'],
    given: [
      'name',
      'email',
      'networkRole',
      'locale',
      'theme',
      'mailOnMoves',
      'totpConfirmedAt',
      'createdAt',
      'disabledAt',
    ],
    words: { networkRole: 'network_role' },
    fate: 'emptied',
    why: 'author',
  },
  {
    key: 'actors',
    table: actors,
    account: ['accountId'],
    actor: ['id'],
    given: ['name', 'description', 'url', 'email', 'phone', 'sector', 'visibility', 'createdAt'],
    words: { sector: 'sector', visibility: 'visibility' },
    fate: 'emptied',
    why: 'statistics',
  },
  { key: 'identifiers', table: identifiers, actor: ['actorId'], given: ['scheme', 'value'], fate: 'goes', why: 'gone' },
  {
    key: 'memberships',
    table: memberships,
    actor: ['personId'],
    passing: ['organisationId'],
    given: ['organisationId', 'title', 'since', 'until'],
    fate: 'emptied',
    why: 'ended',
  },
  { key: 'actor_search', table: actorSearch, actor: ['actorId'], given: [], fate: 'emptied', why: 'follows' },
  {
    key: 'sessions',
    table: sessions,
    account: ['accountId'],
    given: ['userAgent', 'createdAt', 'seenAt', 'expiresAt'],
    fate: 'goes',
    why: 'gone',
  },
  {
    key: 'recovery_codes',
    table: recoveryCodes,
    account: ['accountId'],
    given: ['usedAt'],
    fate: 'goes',
    why: 'gone',
  },
  {
    key: 'tokens',
    table: tokens,
    address: ['email'],
    given: ['createdAt', 'expiresAt', 'usedAt'],
    fate: 'goes',
    why: 'gone',
  },
  {
    key: 'invitations_sent',
    table: tokens,
    account: ['invitedById'],
    given: ['createdAt', 'expiresAt', 'usedAt'],
    fate: 'stays',
    why: 'cut_short',
  },
  {
    key: 'consents',
    table: consents,
    account: ['accountId'],
    actor: ['actorId'],
    passing: ['byAccountId'],
    given: ['purpose', 'isGiven', 'givenOn', 'textVersion', 'how', 'recordedAt'],
    words: { purpose: 'consent_purpose' },
    fate: 'goes',
    why: 'gone',
  },
  { key: 'desk_visits', table: deskVisits, account: ['accountId'], given: ['seenUntil'], fate: 'goes', why: 'gone' },
  {
    key: 'uploads',
    table: uploads,
    account: ['accountId'],
    given: ['fileName', 'size', 'receivedAt'],
    fate: 'goes',
    why: 'gone',
  },
  deed('journal', journal, ['byAccountId'], ['at', 'what', 'capacity', 'initiativeId'], {
    why: 'chain',
    words: { what: 'activity', capacity: 'capacity' },
    written: ['particulars'],
  }),
  {
    key: 'journal_about',
    table: journal,
    account: ['subjectId'],
    actor: ['subjectId'],
    given: ['at', 'what'],
    words: { what: 'activity' },
    fate: 'stays',
    why: 'chain',
  },
  deed('communications', communications, ['byAccountId'], ['at', 'what', 'format', 'filter', 'purpose', 'rows'], {
    why: 'register',
    words: { what: 'communication' },
  }),
  {
    key: 'communications_received',
    table: communications,
    within: ['recipients'],
    given: ['at', 'what', 'format', 'purpose'],
    words: { what: 'communication' },
    fate: 'stays',
    why: 'register',
  },
  {
    key: 'jobs',
    table: jobs,
    account: ['requestedById'],
    given: ['kind', 'createdAt', 'doneAt'],
    fate: 'emptied',
    why: 'passing',
  },
  { key: 'letters', table: jobs, within: ['payload'], given: ['kind', 'createdAt'], fate: 'goes', why: 'gone' },
  ofNobody('network', network, ['introduction', 'privacyOfficer']),
  deed('gate_versions', gateVersions, ['byAccountId'], ['stage', 'number', 'createdAt'], { words: { stage: 'stage' } }),
  ofNobody('themes', themes),
  ofNobody('territories', territories),
  deed('retentions', retentions, ['byAccountId'], ['kind', 'days', 'changedAt']),
  ofNobody('purges', purges),
  { key: 'erasures', table: erasures, passing: ['subjectId', 'byAccountId'], given: [], fate: 'stays', why: 'history' },
  deed('incidents', incidents, ['byAccountId'], ['number', 'createdAt'], {
    why: 'register',
    written: ['circumstances', 'data', 'consequences', 'tellingNote', 'measures'],
  }),
]
