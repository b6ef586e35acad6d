import { adjustmentFeedbacks, adjustments } from '../adjustments/tables.ts'
import { adoptionContacts, adoptions, adoptionSteps, adoptPages } from '../adoptions/tables.ts'
import { documents, documentSearch, documentTexts, documentThemes, documentVersions } from '../documents/tables.ts'
import { feedbackContacts, feedbackForms, feedbackLinks, feedbacks } from '../feedback/tables.ts'
import { exchangeRates, fundingInstalments, fundingRows, fundings } from '../funding/tables.ts'
import { knowledgeContributions } from '../knowledge/tables.ts'
import { collectionDocuments, collections } from '../library/tables.ts'
import { indicators, indicatorValues, pilotIndicators, pilots, solutionVersions } from '../pilots/tables.ts'
import { deed, type Holding, ofNobody } from './holding.ts'

const by = ['byAccountId']

/** Documents, knowledge and money. */
const papersAndMoney: readonly Holding[] = [
  deed('documents', documents, by, ['initiativeId', 'kind', 'title', 'description', 'createdAt'], {
    passing: ['forActorId', 'binnedById'],
    words: { kind: 'document_kind' },
    written: ['title', 'description', 'creators', 'pictured'],
    why: 'named_removed',
  }),
  deed('document_versions', documentVersions, by, ['fileName', 'url', 'number', 'reason', 'recordedAt'], {
    written: ['fileName', 'url', 'reason', 'proposed'],
    why: 'documents_stay',
  }),
  ofNobody('document_texts', documentTexts, ['text']),
  ofNobody('document_themes', documentThemes),
  { key: 'document_search', table: documentSearch, given: [], fate: 'emptied', why: 'follows' },
  ofNobody('collections', collections, ['title', 'introduction']),
  ofNobody('collection_documents', collectionDocuments),
  deed(
    'knowledge_contributions',
    knowledgeContributions,
    by,
    ['initiativeId', 'kind', 'brought', 'effect', 'contributedOn', 'recordedAt'],
    {
      actor: ['actorId'],
      words: { kind: 'knowledge' },
      written: ['brought', 'who', 'effect'],
      why: 'named_removed',
    },
  ),
  deed('fundings', fundings, by, ['initiativeId', 'kind', 'currency', 'purpose', 'createdAt'], {
    actor: ['funderId'],
    words: { kind: 'funding_kind' },
    written: ['purpose', 'conditions', 'agreementReference'],
    why: 'ledger',
  }),
  deed('funding_rows', fundingRows, by, ['status', 'effectiveOn', 'cents', 'note', 'reason', 'recordedAt'], {
    words: { status: 'money_status' },
    written: ['note', 'reason'],
    why: 'ledger',
  }),
  deed('funding_instalments', fundingInstalments, by, ['dueOn', 'cents', 'condition', 'recordedAt'], {
    written: ['condition'],
    why: 'ledger',
  }),
  deed('exchange_rates', exchangeRates, by, ['from', 'to', 'rate', 'effectiveOn', 'recordedAt'], { why: 'ledger' }),
]

/** Pilots, what takers said of them, and who takes it up. */
const testsAndTakers: readonly Holding[] = [
  deed('solution_versions', solutionVersions, by, ['initiativeId', 'name', 'description', 'since', 'recordedAt'], {
    written: ['name', 'description'],
  }),
  deed('pilots', pilots, by, ['initiativeId', 'title', 'place', 'responsible', 'createdAt'], {
    written: ['title', 'place', 'responsible', 'ethics', 'consent', 'findings', 'negativeEffects', 'giveUpReason'],
  }),
  deed('indicators', indicators, by, ['initiativeId', 'name', 'createdAt'], { written: ['name'] }),
  ofNobody('pilot_indicators', pilotIndicators),
  deed('indicator_values', indicatorValues, by, ['kind', 'value', 'effectiveOn', 'source', 'recordedAt'], {
    words: { kind: 'value_kind' },
    written: ['source'],
  }),
  ofNobody('feedback_forms', feedbackForms, ['introductionFr', 'introductionEn', 'consentFr', 'consentEn']),
  deed('feedback_links', feedbackLinks, by, ['label', 'createdAt', 'expiresAt', 'revokedAt'], { written: ['label'] }),
  {
    key: 'feedbacks',
    table: feedbacks,
    actor: ['actorId'],
    passing: ['enteredById'],
    given: ['givenOn', 'tested', 'adequacy', 'helps', 'hinders', 'toChange', 'withdrawnAt'],
    written: ['tested', 'helps', 'hinders', 'toChange', 'answers', 'withdrawnReason'],
    fate: 'stays',
    why: 'nameless',
  },
  {
    key: 'feedback_contacts',
    table: feedbackContacts,
    address: ['address'],
    given: ['address', 'language', 'createdAt'],
    fate: 'goes',
    why: 'gone',
  },
  deed('adjustments', adjustments, by, ['initiativeId', 'what', 'reason', 'decidedOn', 'createdAt'], {
    written: ['what', 'reason'],
  }),
  ofNobody('adjustment_feedbacks', adjustmentFeedbacks),
  deed('adoptions', adoptions, by, ['initiativeId', 'takerKind', 'status', 'since', 'adapted', 'createdAt'], {
    actor: ['takerId'],
    words: { takerKind: 'taker_kind', status: 'adoption_status' },
    written: ['takerName', 'adapted', 'message'],
  }),
  {
    key: 'adoptions_asked',
    table: adoptions,
    through: { table: adoptionContacts, key: 'adoptionId', address: 'address' },
    given: ['initiativeId', 'takerName', 'takerKind', 'message', 'createdAt'],
    words: { takerKind: 'taker_kind' },
    fate: 'emptied',
    why: 'asked',
  },
  deed('adoption_steps', adoptionSteps, by, ['status', 'effectiveOn', 'reason', 'evidence', 'recordedAt'], {
    words: { status: 'adoption_status' },
    written: ['reason', 'evidence'],
  }),
  {
    key: 'adoption_contacts',
    table: adoptionContacts,
    address: ['address'],
    given: ['name', 'address', 'createdAt'],
    fate: 'goes',
    why: 'gone',
  },
  ofNobody('adopt_pages', adoptPages, ['takes', 'steps', 'ask']),
]

export const ofProofs: readonly Holding[] = [...papersAndMoney, ...testsAndTakers]
