// The generic HTTP kernel: it is never edited for a feature. Authenticate, permit, decode, handle, encode, with one
// place where a refusal becomes a problem.
import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono, type Context as HonoContext } from 'hono'
import { isKeptPermit } from '#src/access/policy.ts'
import { publicActor, type Actor } from '#src/access/actor.ts'
import { Refused, refuse, type Refusal } from '#src/kernel/refusal.ts'
import { isForeignOrigin, type Accounts } from './accounts.ts'
import { answerCache, codingFor, compress, isCompressible, type AnswerCache, type Kept } from './answer-cache.ts'
import { civilDay } from './clock.ts'
import type { Config } from './config.ts'
import { invoke, parseInput, requirePermit, type Call, type Handler } from './invoke.ts'
import { answerLines, areLines } from './line-stream.ts'
import type { Metrics } from './metrics.ts'
import { matchRoute, type Matched, type Route } from './operations.ts'
import { problemOf } from './problems.ts'
import type { RateLimit } from './rate-limit.ts'
import { readJson, readUpload } from './request-body.ts'
import type { House } from './transaction.ts'

export const API = '/api/v1'

export type Kernel = {
  readonly house: House
  readonly config: Config
  readonly accounts: Accounts
  readonly routes: readonly Route[]
  readonly handlers: Readonly<Record<string, Handler>>
  readonly cache: AnswerCache
  readonly limit: RateLimit
  readonly metrics: Metrics
  /** Changes with every release and every change of what pages are made from. */
  readonly build: string
  readonly languages: ReadonlySet<string>
  readonly newRequestId: () => string
  readonly logFault: (requestId: string, error: unknown) => void
}
/** `isSealed`: the answer carries its guard headers already, so that nothing has to open it again. */
export type Env = { Variables: { requestId: string; isSealed?: boolean } }
type C = HonoContext<Env>

export const newAnswerCache = (): AnswerCache => answerCache(32 * 1024 * 1024)

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text)

/** A request header. Node has them parsed; the web-standard view of them would be built anew for each request. */
export function headerOf(c: HonoContext, name: string): string | undefined {
  const incoming = (c.env as { incoming?: { headers: Readonly<Record<string, string | string[] | undefined>> } } | undefined)?.incoming
  if (incoming === undefined) return c.req.header(name)
  const value = incoming.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** The address a request came from; a proxy's word counts only where it is trusted. */
export function addressOf(c: C, config: Config): string {
  const forwarded = config.trustProxy ? headerOf(c, 'x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  if (forwarded !== undefined) return forwarded
  try { return getConnInfo(c).remote.address ?? 'unknown' } catch { return 'in-process' }
}

/** The language asked for: in the address, by cookie, by the browser; English otherwise. */
export function languageOf(c: HonoContext, languages: ReadonlySet<string>): string {
  const wanted = [c.req.query('lang') ?? c.req.query('language'), headerOf(c, 'cookie')?.match(/cupel-language=([\w-]+)/)?.[1],
    ...(headerOf(c, 'accept-language') ?? '').split(',').map((part) => part.split(';')[0]!.trim().split('-')[0])]
  return wanted.find((tag): tag is string => tag !== undefined && languages.has(tag)) ?? 'en'
}

export function problemResponse(kernel: Kernel, c: C, refusal: Refusal): Response {
  const titles = kernel.house.languages.messages(languageOf(c, kernel.languages), 'problem')
  const problem = problemOf(refusal, c.get('requestId'), kernel.config.publicUrl, titles)
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...(refusal.retryAfterSeconds === undefined ? {} : { 'retry-after': String(refusal.retryAfterSeconds) }), ...(problem.status === 401 ? { 'www-authenticate': 'Bearer' } : {}) },
  })
}

/** Turns anything thrown into a problem: a refusal by its code, everything else into a fault without text. */
export function failureResponse(kernel: Kernel, c: C, error: unknown): Response {
  if (error instanceof Refused) return problemResponse(kernel, c, error.refusal)
  kernel.logFault(c.get('requestId'), error)
  return problemResponse(kernel, c, refuse('unexpected', `Something went wrong here. The operator finds it under ${c.get('requestId')}.`))
}

/** Answers from kept bytes: conditional, compressed, with the log position they belong to. */
export async function respondKept(kernel: Kernel, c: C, key: string, make: () => Promise<Kept>, cacheControl = 'public, max-age=0, must-revalidate'): Promise<Response> {
  const entry = kernel.cache.peek(key) ?? await kernel.cache.take(key, make)
  const isAsset = cacheControl.includes('immutable')
  const headers: Record<string, string> = {
    ...entry.headers, ...guardHeaders(kernel, c, entry.headers['content-security-policy']), etag: entry.etag, 'cache-control': cacheControl, vary: isAsset ? 'accept-encoding' : 'accept-encoding, accept-language, cookie',
  }
  c.set('isSealed', true)
  const known = headerOf(c, 'if-none-match')
  if (entry.status === 200 && known !== undefined && known.split(/\s*,\s*/).includes(entry.etag)) return new Response(null, { status: 304, headers })
  const wanted = codingFor(headerOf(c, 'accept-encoding'))
  const { body, coding } = wanted === 'identity' ? { body: entry.body, coding: wanted } : await kernel.cache.coded(entry, wanted)
  if (coding !== 'identity') headers['content-encoding'] = coding
  return new Response(c.req.method === 'HEAD' ? null : body, { status: entry.status, headers })
}

const rawInput = (matched: Matched, rest: Record<string, unknown>): Record<string, unknown> => ({ ...rest, ...matched.parameters })

/** Query values: one value stays text, repeated names become a list. */
function queryOf(url: URL): Record<string, unknown> {
  const query: Record<string, unknown> = {}
  for (const name of new Set(url.searchParams.keys())) {
    const values = url.searchParams.getAll(name)
    query[name] = values.length === 1 ? values[0] : values
  }
  return query
}

async function answerOf(kernel: Kernel, matched: Matched, call: Call, raw: unknown): Promise<{ response: Response; size: number }> {
  const { route } = matched
  const input = await parseInput(route.procedure, raw)
  const { result, size, isReplay } = await invoke(kernel.house, route, kernel.handlers[route.name]!, call, input)
  if (result instanceof Response) return { response: result, size }
  const status = (route.procedure['~orpc'].route.successStatus ?? 200)
  const headers: Record<string, string> = { 'content-type': 'application/json', 'log-position': String(size) }
  if (isReplay) headers['idempotent-replay'] = 'true'
  if (call.isDryRun) headers['dry-run'] = 'true'
  return { response: new Response(JSON.stringify(result), { status, headers }), size }
}

async function kept(response: Response): Promise<Kept> {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: new Uint8Array(await response.arrayBuffer()) }
}

/** A public read of everybody: from memory where it stands there. */
async function publicRead(kernel: Kernel, c: C, matched: Matched, url: URL, language: string): Promise<Response> {
  const { house } = kernel
  const today = civilDay(house.clock.now(), house.timeZone)
  const key = [kernel.build, house.facts.publicSize(), today, language, url.pathname, url.search].join('\n')
  if (kernel.cache.peek(key) === undefined) kernel.limit(addressOf(c, kernel.config), 'read')
  return respondKept(kernel, c, key, async () => {
    const call: Call = { actor: publicActor, language, isDryRun: false }
    return kept((await answerOf(kernel, matched, call, rawInput(matched, { language, ...queryOf(url) }))).response)
  })
}

async function compressed(c: C, response: Response): Promise<Response> {
  const coding = codingFor(c.req.header('accept-encoding'))
  if (coding === 'identity' || !isCompressible(response.headers.get('content-type') ?? undefined) || response.headers.has('content-encoding')) return response
  const body = new Uint8Array(await response.arrayBuffer())
  if (body.byteLength < 1024) return new Response(body, response)
  const headers = new Headers(response.headers)
  headers.set('content-encoding', coding)
  headers.delete('content-length')
  return new Response(await compress(body, coding), { status: response.status, headers })
}

async function otherCall(kernel: Kernel, c: C, matched: Matched, url: URL, actor: Actor, language: string): Promise<Response> {
  const { meta } = matched.route
  kernel.limit(addressOf(c, kernel.config), meta.mode === 'read' ? 'read' : actor.kind === 'public' ? 'public-write' : 'write')
  if (meta.mode === 'write' && isForeignOrigin(c.req.raw.headers, kernel.config.publicUrl) && !c.req.header('authorization') && !c.req.header('x-api-key')) {
    throw new Refused(refuse('foreign-origin', 'This write came from a page of another site. Programs use an API key.'))
  }
  const key = c.req.header('idempotency-key')
  if (key !== undefined && (key.length < 1 || key.length > 200)) throw new Refused(refuse('input-invalid', 'Idempotency-Key: has between 1 and 200 characters.'))
  const dryRun = c.req.header('dry-run') ?? url.searchParams.get('dry-run')
  const call: Call = {
    actor, language, idempotencyKey: key, isDryRun: dryRun !== null && dryRun !== undefined && dryRun !== 'false',
    ...(meta.stream === 'upload' ? { upload: readUpload(c.req.raw) } : {}),
  }
  if (meta.lines !== undefined && areLines(c.req.raw)) {
    const input = await parseInput(matched.route.procedure, rawInput(matched, { language, ...queryOf(url) }))
    return answerLines({ house: kernel.house, route: matched.route, handler: kernel.handlers[matched.route.name]!, call, input: input as Record<string, unknown>, lines: meta.lines, folder: kernel.config.dataFolder, logFault: (error) => kernel.logFault(c.get('requestId'), error) }, c.req.raw)
  }
  const hasBody = meta.stream !== 'upload' && c.req.method !== 'GET' && c.req.method !== 'HEAD'
  const rest = { language, ...queryOf(url), ...(hasBody ? await readJson(c.req.raw) : {}) }
  const { response } = await answerOf(kernel, matched, call, rawInput(matched, rest))
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return compressed(c, response)
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const plainHeaders = {
  'x-content-type-options': 'nosniff', 'referrer-policy': 'strict-origin-when-cross-origin', 'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()', 'content-security-policy': policy,
} as const
const secureHeaders = { ...plainHeaders, 'strict-transport-security': 'max-age=31536000; includeSubDomains' } as const
const crossOrigin = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'access-control-expose-headers': 'etag, log-position, x-request-id' } as const
const sameOrigin = { 'cross-origin-resource-policy': 'same-origin' } as const

/** Mounts every operation of the contract under `/api/v1`. */
export function mountOperations(app: Hono<Env>, kernel: Kernel): void {
  app.all(`${API}/*`, async (c) => {
    try {
      const url = new URL(c.req.url)
      const matched = matchRoute(kernel.routes, c.req.method, url.pathname.slice(API.length))
      if (matched === undefined) throw new Refused(refuse('operation-absent', `There is no operation ${c.req.method} ${url.pathname}. ${kernel.config.publicUrl}/docs lists them.`))
      const language = languageOf(c, kernel.languages)
      const isAnonymous = headerOf(c, 'authorization') === undefined && headerOf(c, 'x-api-key') === undefined && headerOf(c, 'cookie')?.includes('cupel.') !== true
      const actor = isAnonymous ? publicActor : await kernel.accounts.actorOf(c.req.raw.headers)
      requirePermit(actor, matched.route.meta.permit)
      const isCommon = actor.kind === 'public' && matched.route.method === 'GET' && isKeptPermit(matched.route.meta.permit)
      return isCommon ? await publicRead(kernel, c, matched, url, language) : await otherCall(kernel, c, matched, url, actor, language)
    } catch (error) { return failureResponse(kernel, c, error) }
  })
}


/** What every answer carries, whatever it says. @param ownPolicy of a file that is handed out: a sandbox is narrower than ours and stays */
function guardHeaders(kernel: Kernel, c: C, ownPolicy?: string | null): Record<string, string> {
  const { path, method } = c.req
  const isOpenRead = path.startsWith('/api/') && (method === 'GET' || method === 'HEAD') && !path.startsWith('/api/auth')
  return {
    ...(kernel.config.publicUrl.startsWith('https://') ? secureHeaders : plainHeaders),
    ...(isOpenRead ? crossOrigin : sameOrigin),
    ...(ownPolicy?.startsWith('sandbox') === true ? { 'content-security-policy': ownPolicy } : {}),
    'x-request-id': c.get('requestId'),
  }
}

/** Request ids, security headers, CORS of the public read API, and the count of every answer. */
export function mountGuards(app: Hono<Env>, kernel: Kernel): void {
  app.use('*', async (c, next) => {
    const began = kernel.metrics.begin()
    const given = headerOf(c, 'x-request-id')
    c.set('requestId', given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : kernel.newRequestId())
    if (c.req.method === 'OPTIONS' && c.req.path.startsWith('/api/')) {
      return new Response(null, { status: 204, headers: { ...crossOrigin, 'access-control-allow-methods': 'GET, HEAD', 'access-control-allow-headers': 'accept, if-none-match', 'access-control-max-age': '86400' } })
    }
    await next()
    if (c.get('isSealed') !== true) for (const [name, value] of Object.entries(guardHeaders(kernel, c, c.res.headers.get('content-security-policy')))) c.res.headers.set(name, value)
    kernel.metrics.end(began, c.req.method, c.res.status)
  })
  app.notFound((c) => problemResponse(kernel, c as C, refuse('operation-absent', `There is nothing at ${c.req.path}.`)))
  app.onError((error, c) => failureResponse(kernel, c as C, error))
}
