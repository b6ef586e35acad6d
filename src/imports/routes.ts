import { Router } from 'express'
import { reservedFor } from '../network/access.ts'
import type { Floor } from '../platform/http/floor.ts'
import { latestImports, savedMappings } from './queries.ts'
import { runRoutes } from './routes-run.ts'
import { uploadRoutes } from './routes-upload.ts'
import { valueRoutes } from './routes-values.ts'
import { wizardRoutes } from './routes-wizard.ts'

export function routes(floor: Floor): Router {
  const router = Router()
  const { db } = floor

  router.use('/imports', reservedFor('import.run'))
  router.get('/imports', async (_req, res) => {
    const [all, saved] = await Promise.all([latestImports(db), savedMappings(db)])
    floor.page(res, 'imports/imports', { imports: all, saved })
  })
  router.use(uploadRoutes(floor))
  router.use(wizardRoutes(floor))
  router.use(valueRoutes(floor))
  router.use(runRoutes(floor))
  return router
}
