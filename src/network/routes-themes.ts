import { type Request, type Response, Router } from 'express'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, form, type Return, redirect } from '../platform/http/floor.ts'
import { problemsIn } from '../platform/http/pages.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { addTheme, archiveTheme, renameTheme, restoreTheme } from './commands.ts'
import { allThemes } from './queries.ts'
import { ThemeForm } from './schema.ts'

/** `/settings/themes`: add, rename, archive and restore. */
export function themeRoutes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()
  const back = '/settings/themes'

  const themesPage = async (req: Request, res: Response, { values, issues }: Return) => {
    const themes = await allThemes(db)
    const problems = problemsIn(translate(req.locale), issues)
    floor.page(res, 'network/themes', {
      themes: themes.filter(({ archivedAt }) => !archivedAt),
      archived: themes.filter(({ archivedAt }) => archivedAt),
      // What was typed belongs to the form it was typed in: the one to add, or that of one theme.
      typedFor: req.params.id ?? 'new',
      values,
      problems,
    })
  }
  router.get('/settings/themes', (req, res) => themesPage(req, res, { values: {}, issues: [] }))
  router.post(
    '/settings/themes',
    form(themesPage, async (req, res) => {
      const input = accept(ThemeForm, req.body)
      await addTheme(db, input, by(req), clock.now())
      redirect(res, back, 'network.done.theme_added', { name: input.fr })
    }),
  )
  router.post(
    '/settings/themes/:id',
    form(themesPage, async (req, res) => {
      await renameTheme(db, req.params.id as string, accept(ThemeForm, req.body), by(req), clock.now())
      redirect(res, back, 'network.done.theme_renamed')
    }),
  )
  router.post('/settings/themes/:id/archive', async (req, res) => {
    await archiveTheme(db, req.params.id, by(req), clock.now())
    redirect(res, back, 'network.done.theme_archived')
  })
  router.post('/settings/themes/:id/restoration', async (req, res) => {
    await restoreTheme(db, req.params.id, by(req), clock.now())
    redirect(res, back, 'network.done.theme_restored')
  })
  return router
}
