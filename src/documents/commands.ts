import { recorded, alsoRecorded } from '../activity/recorded.ts'
import { canBeAttested } from '../domain/gates.ts'
import { may, mayAttest } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { attestedBy } from '../initiatives/attesting.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { granted, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { taken } from '../uploads/steps.ts'
import { arrivals } from './arriving.ts'
import { refuseUnconsented, rolesAsText, searchTextOf, subjectsOf } from './describing.ts'
import { attachersOn } from './attachers.ts'
import type { AttachInput } from './schema.ts'
import { attached } from './steps.ts'

/**
 * Attaches files and a link to an initiative, each as a document, and states that they show what is named. Who may read
 * them is said by the initiative, unless the form says otherwise. Returns the ids, in the order the files came.
 */
export async function attach(
  db: Database,
  storage: Pick<Storage, 'stream'>,
  slug: string,
  input: AttachInput,
  by: By,
  when: Moment,
): Promise<string[]> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('document.attach', capacities))
  const shows = [...new Set(input.criteria)].map((code) => ({ code, as: granted(mayAttest(code, capacities)) }))
  if (shows.some(({ code }) => !canBeAttested(code)))
    throw new InvalidInput([{ field: 'criteria', key: 'not_in_list' }])
  const level = input.visibility ?? initiative.visibility
  refuseUnconsented(input.kind, level, input.pictureConsent)
  const arrived = await arrivals(db, storage, input, by)
  const subjects = await subjectsOf(db, input)
  const forActorId = await actorFor(db, initiative.id, input.forActor, by, when)
  const namedRoles = input.visibility ? rolesAsText(input.namedRoles) : initiative.namedRoles
  const several = arrived.length > 1
  const made = arrived.map(({ title, contents }) => {
    const named = input.title === '' ? title : several ? `${input.title} – ${title}`.slice(0, 200) : input.title
    return { id: newId(), versionId: newId(), title: named, contents }
  })

  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    ...made.flatMap(({ id, versionId, title, contents }) =>
      attached(
        tx,
        {
          id,
          initiativeId: initiative.id,
          kind: input.kind,
          title,
          description: input.description,
          creators: input.creators,
          dated: input.dated,
          language: input.language,
          licence: input.licence,
          stage: input.stage ?? null,
          visibility: level,
          namedRoles,
          territoryId: subjects.territoryId,
          pictured: input.pictured,
          pictureConsent: input.pictureConsent,
          byAccountId: by.accountId,
          forActorId,
          capacity: as,
          searchText: searchTextOf({ ...input, title }, subjects.themes),
        },
        { versionId, contents, themeIds: subjects.themes.map((theme) => theme.id) },
        when.at,
      ),
    ),
    ...(input.upload.length > 0 ? [taken(tx, input.upload)] : []),
    ...made.map(({ id }, n) =>
      (n === 0 ? recorded : alsoRecorded)(tx, by, when.at, {
        what: 'document_attached',
        subject: { kind: 'document', id },
        initiativeId: initiative.id,
        as,
        particulars: { kind: input.kind },
      }),
    ),
    ...made.flatMap(({ versionId, title }) =>
      shows.flatMap(({ code, as: quality }) => {
        const shown = { code, statement: input.statement || title, proof: title, documentVersionId: versionId }
        return attestedBy(tx, initiative.id, shown, { by, as: quality }, when)
      }),
    ),
  ])
  return made.map(({ id }) => id)
}

// The organisation for which somebody holds a role here, or they themselves; nobody for a coordinator without a role.
async function actorFor(db: Database, initiativeId: string, asked: string, by: By, { today }: Moment) {
  const known = await attachersOn(db, by, today, initiativeId)
  if (asked === '') return known[0]?.id ?? null
  const chosen = known.find(({ id }) => id === asked)
  if (!chosen) throw new InvalidInput([{ field: 'forActor', key: 'not_in_list' }])
  return chosen.id
}
