import { askToAdopt } from '../adoptions/adopt-asking.ts'
import { editAdoptPage } from '../adoptions/adopt-editing.ts'
import { newKey } from '../platform/id.ts'
import { present, type Scene, slugOfStory } from './stage.ts'

const story = 'clq'
const A_MINUTE = 60_000

/** Its carriers invite others to adopt it; somebody asks by the public form, and waits for their answer. */
export const spreadingScenes: readonly Scene[] = [
  {
    ago: 42,
    act: (stage, when) =>
      editAdoptPage(
        stage.db,
        slugOfStory(stage, story),
        {
          takes:
            '- deux personnes qui animent, une journée par mois\n- un lieu du quartier, prêté, pour trente personnes\n- 400 € par rencontre : repas et déplacements\n- une collectivité qui accepte d’être questionnée',
          steps:
            '1. Venez à une rencontre près de chez vous.\n2. Préparez la première avec nous : choix du lieu, des trois initiatives, des personnes à inviter.\n3. Animez la deuxième ; nous sommes dans la salle.\n4. Tenez la suite, et versez vos comptes rendus au carnet de bord.',
          ask: 'L’animation de CaféLaboQUARTIERS, par le formulaire ci-dessous : réponse dans la semaine.',
          isPublished: true,
          version: 0,
        },
        stage.people.cafes,
        when,
      ),
  },
  {
    ago: 5,
    async act(stage, when) {
      const initiative = await present(stage, story, when)
      const house = { db: stage.db, sender: { url: 'https://demo.example', locale: 'fr-CA' as const } }
      const input = {
        takerName: 'Régie de quartier (démonstration)',
        takerKind: 'adopter' as const,
        territory: '69266',
        message: 'Nous avons un local et une animatrice. Peut-on commencer par une seule rencontre, au printemps ?',
        contactName: 'Direction de la régie',
        contactEmail: 'regie@demo.example',
        isAgreed: true,
        stamp: '',
        site: '',
      }
      const stamp = { key: newKey(), shownAt: new Date(when.at.getTime() - A_MINUTE) }
      await askToAdopt(house, initiative, input, stamp, when, () => Promise.resolve())
    },
  },
]
