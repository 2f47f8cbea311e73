// The server: the kernel with everything mounted on it, in-process (tests, CLI) or listening.
import { serve, type ServerType } from '@hono/node-server'
import { Hono } from 'hono'
import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Accounts } from './accounts.ts'
import { openAssets } from './assets.ts'
import { StartRefused, type Config } from './config.ts'
import { contract } from './contract.ts'
import { handlers } from './handlers.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { mountEpcis } from './epcis-mount.ts'
import { addressOf, mountGuards, mountOperations, newAnswerCache, problemResponse, type Env, type Kernel } from './http.ts'
import { root, version } from './house.ts'
import type { Handler } from './invoke.ts'
import { openMetrics } from './metrics.ts'
import { routesOf } from './operations.ts'
import { mountPages } from './pages.ts'
import { problemOf } from './problems.ts'
import { rateLimit } from './rate-limit.ts'
import type { House } from './transaction.ts'

/** What pages and answers are made from besides facts: the release, its screens, the language packs, the address. */
const buildOf = (...parts: readonly string[]): string => sha256Hex(parts.join('\n')).slice(0, 16)

const HEALTH = '/api/v1/health'

export type Application = { readonly fetch: (request: Request) => Response | Promise<Response>; readonly app: Hono<Env>; readonly kernel: Kernel }

export async function createApplication(house: House, accounts: Accounts, config: Config, logFault: Kernel['logFault'], instance: string = randomUUID()): Promise<Application> {
  const assets = openAssets(join(root, 'dist', 'web'), version)
  const { languages } = house
  const metrics = openMetrics()
  const kernel: Kernel = {
    house, config, accounts, metrics, logFault, routes: routesOf(contract), handlers: handlers as unknown as Readonly<Record<string, Handler>>,
    cache: newAnswerCache(), limit: rateLimit(() => performance.now()), build: buildOf(assets.build, config.publicUrl, languages.digest), languages: languages.tags, newRequestId: randomUUID,
  }
  const app = new Hono<Env>()
  mountGuards(app, kernel)
  app.get(HEALTH, () => Response.json({ status: 'ok', version, instance }, { headers: { 'cache-control': 'no-store' } }))
  app.get('/api/v1/ready', async (c) => {
    try {
      await house.database.pool.query('select 1')
      return Response.json({ status: 'ready', logSize: house.facts.publicSize() }, { headers: { 'cache-control': 'no-store' } })
    } catch { return problemResponse(kernel, c, refuse('not-ready', 'The database does not answer at the moment.')) }
  })
  app.get('/metrics', async () => new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' } }))
  app.on(['GET', 'POST'], '/api/auth/*', (c) => accounts.handle(c.req.raw, addressOf(c, config)))
  mountEpcis(app, kernel)
  // Made when it is asked for: as values it is many times its text, and a generator is read for it.
  mountPages(app, kernel, assets, languages, async () => (await import('./openapi.ts')).openApiDocument(config.publicUrl, version))
  mountOperations(app, kernel)
  return { fetch: (request) => app.fetch(request), app, kernel }
}

/** So long a request that is being answered may take once the server is to stop. */
const DRAIN_MS = 5_000

type Listening = {
  readonly server: ServerType
  readonly port: number
  /** Lets nothing new in and waits for what is being answered. Only `/health` goes on answering: this program has not ended yet. */
  drain(): Promise<void>
  close(): Promise<void>
}

function stoppingResponse({ house, config, newRequestId }: Kernel): Response {
  const problem = problemOf(refuse('not-ready', 'The server is stopping. Ask again when it runs.'), newRequestId(), config.publicUrl, house.languages.messages('en', 'problem'))
  return new Response(JSON.stringify(problem), { status: problem.status, headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', connection: 'close' } })
}

/** @throws StartRefused where the port is taken or may not be used */
export function listen({ app, kernel }: Application, config: Config): Promise<Listening> {
  let isStopping = false
  const answering = new Set<object>()
  const fetch: typeof app.fetch = (request, ...rest) => isStopping && new URL(request.url).pathname !== HEALTH ? stoppingResponse(kernel) : app.fetch(request, ...rest)
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: config.port, hostname: config.host }, ({ port }) => resolve({
      server, port,
      drain: async () => {
        isStopping = true
        for (let waited = 0; answering.size > 0 && waited < DRAIN_MS; waited += 20) await new Promise((later) => { setTimeout(later, 20) })
      },
      close: () => new Promise((closed) => {
        server.close(() => closed())
        // A browser that keeps a connection open must not keep the house open.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
    }))
    server.on('request', (_request: unknown, response: ServerResponse) => {
      if (isStopping) return
      answering.add(response)
      response.once('close', () => answering.delete(response))
    })
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? `The port ${config.port} is taken. Choose another by PORT, or stop what uses it.`
        : error.code === 'EACCES' ? `The port ${config.port} may not be used by this account. Choose one above 1023 by PORT.`
        : `Cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}). Correct HOST or PORT.`
      reject(new StartRefused(reason))
    })
  })
}
