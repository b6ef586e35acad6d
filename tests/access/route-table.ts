import type { Express } from 'express'

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle?: { stack?: Layer[] }
}

/** Every route of the house, as `GET /initiatives/:slug`: read from the application itself, so that none can be forgotten. */
export function routesOf(app: Express): string[] {
  const found: string[] = []
  const walk = (layers: Layer[]) => {
    for (const { route, handle } of layers) {
      if (route) for (const method of Object.keys(route.methods)) found.push(`${method.toUpperCase()} ${route.path}`)
      else if (handle?.stack) walk(handle.stack)
    }
  }
  walk((app as unknown as { router: { stack: Layer[] } }).router.stack)
  return [...new Set(found)].sort()
}
