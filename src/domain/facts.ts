/** What the database knows of an initiative without asking anybody. */
export interface Facts {
  need: boolean
  change: boolean
  benefit: boolean
  population: boolean
  territories: number
  /** Existing solutions named with their limit. */
  solutions: number
  /** A lead carrier holds the role and has an account. */
  reachableLead: boolean
  supportPartners: number
  takers: number
  /** Agreements and letters of support that are among its documents. */
  agreements: number
  /** Guides that everybody may read, under a licence that lets them be used. */
  guides: number
  /** Different kinds of knowledge that were brought to it. */
  knowledgeKinds: number
  /** Different funders whose money (or gift in kind) is confirmed. */
  fundingSources: number
  /** Pilots planned whole: days, place, who answers, an indicator with its baseline (M4). */
  pilotsPlanned: number
  /** Pilots that are over, with their findings (R1). */
  pilotsFinished: number
  /** What adopting users said (R2). */
  feedbackAdopters: number
  /** What beneficiaries said (R2). */
  feedbackBeneficiaries: number
  /** Adjustments, decided or done, that answer some feedback (R3). */
  adjustmentsTraced: number
  /** Indicators with a baseline and a result (R4). */
  indicatorsCompared: number
  /** Results of indicators of a collective benefit (A6). */
  collectiveResults: number
  /** Finished pilots that say what went wrong (R4). */
  negativeEffects: number
  /** Takers who intend to adopt, or do (R5). */
  adoptionIntents: number
  /** Takers who try or use it. */
  adoptionTrials: number
  /** Organisations that integrated it (A1). */
  adoptionsIntegrated: number
  /** Beneficiaries have used it for six months or more (A2). */
  isUseMaintained: boolean
}
