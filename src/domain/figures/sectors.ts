import type { Section } from '../report.ts'
import { type Sector, sectors as allSectors } from '../roles.ts'
import { column, counted, labelled, number, section, word } from './cells.ts'
import { holding } from './holding.ts'
import type { Life } from './lives.ts'
import type { Scene } from './scene.ts'

/** From where the actors come who hold a role, whichever. */
export function sectors(scene: Scene): Section {
  const { presented, facts, slices } = scene
  const found = new Map<Sector | null, { actors: Set<string>; lives: Set<Life> }>()
  for (const life of presented) {
    for (const { actorId, sector } of holding(scene, life)) {
      const from = sector ?? facts.actors.get(actorId)?.sector ?? null
      const group = found.get(from) ?? { actors: new Set(), lives: new Set() }
      found.set(from, group)
      group.actors.add(actorId)
      group.lives.add(life)
    }
  }
  const named = allSectors.filter((sector) => found.has(sector))
  const actors = new Set([...found.values()].flatMap((group) => [...group.actors]))
  return section('sectors', {
    figures: [
      { code: 'sectors', unit: 'number', value: named.length },
      { code: 'actors', unit: 'actors', value: actors.size },
    ],
    tables: [
      {
        code: 'sectors',
        columns: [
          column('sector', 'label'),
          column('actors', 'actors', { figure: 'actors' }),
          column('initiatives', 'initiatives', { figure: 'mobilised' }),
        ],
        rows: [...named, ...(found.has(null) ? [null] : [])].map((sector) => {
          const group = found.get(sector)!
          return [
            labelled(word(sector ? `words.sector.${sector}` : 'figures.label.unsaid')),
            number(group.actors.size),
            counted(slices, `sectors.${sector ?? 'unsaid'}`, [...group.lives]),
          ]
        }),
      },
    ],
    charts: [{ code: 'sectors', kind: 'bars', table: 'sectors', x: 'sector', series: ['actors'] }],
    notes: [{ key: 'read_as_of_today' }],
  })
}
