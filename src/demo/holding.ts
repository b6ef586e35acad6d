import { addEdition, addProgramme, enrol } from '../programmes/commands.ts'
import { dayAgo, type Scene, slugOfStory, type Stage } from './stage.ts'
import { firstTeams } from './stories-first-teams.ts'
import { secondTeams } from './stories-second-teams.ts'

const programme = {
  name: 'CO-LAB',
  description:
    'Le laboratoire de projets collectifs des Laurentides : mobilisation et idéation, incubateurs d’idées, accélérateur, forum. Chaque édition a son thème et ses équipes.',
  visibility: 'public',
} as const

interface EditionPart {
  name: string
  theme: string
  startsAgo: number
  /** Negative for a day to come. */
  endsAgo: number
  envelope: string
  teams: readonly string[]
}

// What was published: 14 000 $ of bursaries in the first edition; planned ones in the second, without an amount.
const editions: readonly EditionPart[] = [
  {
    name: '1re édition',
    theme: 'Milieux de vie autour de la Route Verte et du P’tit Train du Nord',
    startsAgo: 1400,
    endsAgo: 700,
    envelope: '14 000 $',
    teams: Object.keys(firstTeams),
  },
  {
    name: '2e édition',
    theme: 'Systèmes alimentaires durables',
    startsAgo: 690,
    endsAgo: -120,
    envelope: '',
    teams: Object.keys(secondTeams),
  },
]

/** The coordination enters CO-LAB, its two editions and their teams. */
export const programmeScene: Scene = {
  ago: 2,
  act: async (stage, when) => {
    const { db, people } = stage
    const by = people.coordination
    const slug = await addProgramme(db, programme, by, when)
    for (const { name, theme, startsAgo, endsAgo, envelope, teams } of editions) {
      const startsOn = dayAgo(stage, startsAgo)
      const input = { name, theme, startsOn, endsOn: dayAgo(stage, endsAgo), envelope, currency: 'CAD' } as const
      const edition = await addEdition(db, slug, input, by, when)
      for (const team of here(stage, teams)) await enrol(db, edition, { initiative: team, since: startsOn }, by, when)
    }
  },
}

function here(stage: Stage, teams: readonly string[]): string[] {
  return teams.map((key) => slugOfStory(stage, key))
}
