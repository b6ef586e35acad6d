import { spotted } from './sightings.ts'
import { editions } from './stories-colab.ts'
import { firstTeams } from './stories-first-teams.ts'
import { lasalle } from './stories-lasalle.ts'
import { laurentides } from './stories-laurentides.ts'
import { quartiers } from './stories-quartiers.ts'
import { secondTeams } from './stories-second-teams.ts'
import type { Sighting, Story } from './story.ts'

export const stories: Record<string, Story> = {
  ...editions,
  ...firstTeams,
  ...secondTeams,
  ...lasalle,
  ...quartiers,
  ...laurentides,
}

export const sightings: Record<string, Sighting> = spotted
