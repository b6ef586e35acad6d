/**
 * An outcome people can act on. `key` names its sentence in the catalogues (`refusals.<key>`), `details` fill it.
 * Rooms throw it, http turns it into a page, a fragment or JSON. Anything else that is thrown is a bug.
 */
export class Refusal extends Error {
  override name = 'Refusal'
  status: number
  key: string
  details: Record<string, unknown>

  constructor(status: number, key: string, details: Record<string, unknown> = {}) {
    super(key)
    this.status = status
    this.key = key
    this.details = details
  }
}

/** Unknown, or hidden from this reader: the answer is the same, and so must be its words. */
export class NotFound extends Refusal {
  constructor() {
    super(404, 'not_found')
  }
}

/** May be seen, but not done: says for whom the deed is reserved. */
export class NotAllowed extends Refusal {
  constructor(reserved: readonly string[]) {
    super(403, 'not_allowed', { reserved })
  }
}

export interface Issue {
  field: string
  /** `errors.<key>` in the catalogues. */
  key: string
  params?: Record<string, unknown>
}

/** Input that cannot be accepted, field by field. The form comes back with what was typed. */
export class InvalidInput extends Refusal {
  issues: Issue[]

  constructor(issues: Issue[]) {
    super(422, 'invalid_input', { fields: issues.map(({ field }) => field) })
    this.issues = issues
  }
}

/** One field side by side: what was typed, and what somebody else saved meanwhile. */
export interface Difference {
  field: string
  mine: string
  theirs: string
}

/** Somebody else changed it since it was read: both versions are shown, and the person decides again. */
export class Stale extends Refusal {
  differences: Difference[]
  /** The version that stands now. */
  version: number | undefined

  constructor(differences: Difference[] = [], version?: number) {
    super(409, 'stale', { differences, version })
    this.differences = differences
    this.version = version
  }
}
