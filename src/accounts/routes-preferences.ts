import { Router } from 'express'
import { accept } from '../platform/http/accept.ts'
import { by, type Floor, redirect } from '../platform/http/floor.ts'
import { rememberChoice } from './cookies.ts'
import { keepPreference } from './profile.ts'
import { LanguageChoice, ThemeChoice } from './schema.ts'

export function preferenceRoutes(floor: Floor): Router {
  const { db, clock } = floor
  const router = Router()

  router.post('/language', async (req, res) => {
    const { locale, back } = accept(LanguageChoice, req.body)
    rememberChoice(res, floor, 'locale', locale)
    await keepPreference(db, { locale }, by(req), clock.now())
    redirect(res, back)
  })

  router.post('/theme', async (req, res) => {
    const { theme, back } = accept(ThemeChoice, req.body)
    rememberChoice(res, floor, 'theme', theme)
    await keepPreference(db, { theme }, by(req), clock.now())
    redirect(res, back)
  })

  return router
}
