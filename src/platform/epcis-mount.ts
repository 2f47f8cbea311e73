// The REST bindings of EPCIS 2.0 (section 12) under /epcis: the standard's addresses, headers, documents and exceptions put over
// the operations of `custody/epcis.contract.ts`, which answer beneath /api/v1/epcis as every other operation does.
import type { Hono, Context as HonoContext } from 'hono'
import { CUPEL_NAMESPACE, EPCIS_CONTEXT } from '#src/exchange/epcis/context.ts'
import { LIMITS, queryDocument, type ShownEvent } from '#src/exchange/epcis/document.ts'
import { bareWord } from '#src/exchange/epcis/vocabulary.ts'
import type { Capture, CaptureAnswer } from '#src/custody/epcis.contract.ts'
import { API, type Env, type Kernel } from './http.ts'
import { version } from './house.ts'
import type { Problem } from './problems.ts'

type C = HonoContext<Env>
const VERSION = '2.0.0'
const standardHeaders: Readonly<Record<string, string>> = {
  'GS1-EPCIS-Version': VERSION, 'GS1-EPCIS-Min': VERSION, 'GS1-EPCIS-Max': VERSION, 'GS1-CBV-Version': VERSION, 'GS1-CBV-Min': VERSION, 'GS1-CBV-Max': VERSION,
  'GS1-EPC-Format': 'Never_Translates', 'GS1-CBV-XML-Format': 'Never_Translates', 'GS1-Extensions': `cupel=${CUPEL_NAMESPACE}`, 'GS1-Vendor-Version': version,
  'GS1-EPCIS-Capture-Limit': String(LIMITS.events), 'GS1-EPCIS-Capture-File-Size-Limit': String(LIMITS.bytes), 'GS1-Capture-Error-Behaviour': 'rollback',
  'access-control-expose-headers': '*', 'cache-control': 'no-store',
}

const answer = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(body === null ? null : JSON.stringify(body), { status, headers: { ...standardHeaders, ...(body === null ? {} : { 'content-type': 'application/json' }), ...headers } })

// Exceptions --------------------------------------------------------------------------------------------------------------

const exception = (name: string, status: number, title: string, detail: string, more: object = {}): Response =>
  answer({ type: `epcisException:${name}`, title, status, detail, ...more }, status, { 'content-type': 'application/problem+json' })

/** Which exception of the standard a refusal is, by the status it has here. */
function exceptionOf(status: number, code: string): readonly [name: string, status: number] {
  if (status === 401 || status === 403) return ['SecurityException', status]
  if (status === 404) return ['NoSuchResourceException', 404]
  if (status === 413) return [code === 'epcis-result-too-large' ? 'QueryTooLargeException' : 'CaptureLimitExceededException', 413]
  if (status === 429) return ['QueryTooComplexException', 429]
  if (status >= 500) return ['ImplementationException', status]
  if (code === 'epcis-event-id-taken' || code === 'epcis-capture-running') return ['ResourceAlreadyExistsException', 409]
  if (code.startsWith('epcis-query') || code.startsWith('epcis-page-token') || code === 'epcis-book-unnamed') return ['QueryParameterException', 400]
  return ['ValidationException', 400]
}
/** Carries an answer that is a no out of a route. */
class Said extends Error {
  readonly response: Response
  constructor(response: Response) { super('said'); this.response = response }
}

// Asking the operations ---------------------------------------------------------------------------------------------------

type Asked = { readonly method?: string; readonly query?: Readonly<Record<string, string | undefined>>; readonly hasBody?: boolean }

/** Calls an operation as the same request would. @throws Said where it answers a problem */
async function ask<T>(app: Hono<Env>, c: C, path: string, { method = 'GET', query = {}, hasBody = false }: Asked = {}): Promise<T> {
  const url = new URL(`${API}/epcis${path}`, c.req.url)
  for (const [name, value] of Object.entries({ organisationId: c.req.header('organisation-id') ?? c.req.query('organisationId'), 'dry-run': c.req.query('dry-run'), ...query })) if (value !== undefined) url.searchParams.set(name, value)
  const init: RequestInit & { duplex?: 'half' } = { method, headers: c.req.raw.headers, ...(hasBody ? { body: c.req.raw.body, duplex: 'half' } : {}) }
  // Node's own headers stay with the environment, so that the door sees who asks; what is compressed is compressed outside.
  const request = new Request(url, init)
  for (const name of ['accept-encoding', 'if-none-match']) request.headers.delete(name)
  const response = await app.fetch(request, c.env)
  if (response.ok) return await response.json() as T
  const problem = await response.json() as Problem
  const [name, status] = exceptionOf(response.status, problem.code)
  throw new Said(exception(name, status, problem.title, problem.detail, { code: problem.code, instance: problem.instance, ...(problem.errors === undefined ? {} : { errors: problem.errors }), help: problem.type }))
}

// What is asked of a request before anything else -------------------------------------------------------------------------

const asNumber = (text: string): number => { const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number); return major * 1e6 + minor * 1e3 + patch }

function assertSpoken(c: C): void {
  const ours = asNumber(VERSION)
  for (const family of ['EPCIS', 'CBV']) {
    const [least, most, exact] = [c.req.header(`GS1-${family}-Min`), c.req.header(`GS1-${family}-Max`), c.req.header(`GS1-${family}-Version`)]
    const isAbove = [least, exact].some((text) => text !== undefined && !(asNumber(text) <= ours))
    const isBelow = [most, exact].some((text) => text !== undefined && !(asNumber(`${text}${/^\d+\.\d+$/.test(text) ? '.999' : ''}`) >= ours))
    if (isAbove || isBelow) throw new Said(exception('NotAcceptableException', 406, 'Another version', `${family} ${VERSION} is spoken here.`))
  }
  const format = c.req.header('GS1-EPC-Format')
  if (format !== undefined && !['No_Preference', 'Never_Translates'].includes(format)) throw new Said(exception('NotAcceptableException', 406, 'Identifiers are not translated', `Events come back as they were sent (GS1-EPC-Format: Never_Translates); ${format.slice(0, 40)} is not supported.`))
  const accept = c.req.header('accept')
  if (accept !== undefined && !/json|\*\/\*|application\/\*/i.test(accept)) throw new Said(exception('NotAcceptableException', 406, 'JSON only', 'Answers are JSON (application/json or application/ld+json).'))
  if (c.req.method === 'POST' && !/^application\/(ld\+)?json\b/i.test(c.req.header('content-type') ?? '')) throw new Said(exception('UnsupportedMediaTypeException', 415, 'JSON only', 'Documents and events are read as application/json or application/ld+json; XML is not supported.'))
  if (c.req.url.length > 10_000) throw new Said(exception('URITooLongException', 414, 'The address is too long', 'Ask for less at once.'))
}

// Captures ----------------------------------------------------------------------------------------------------------------

/** A capture job as the standard has it; what became of each event stands beside. */
const jobOf = (capture: Capture) => ({
  captureID: capture.captureId, createdAt: capture.createdAt, ...(capture.finishedAt === null ? {} : { finishedAt: capture.finishedAt }), running: capture.isRunning, success: capture.isSuccess,
  captureErrorBehaviour: capture.errorBehaviour, eventCount: capture.events,
  errors: capture.answers.filter(({ state }) => state === 'refused').map((one) => ({ type: 'epcisException:ValidationException', title: one.reason!.code, status: 400, detail: one.reason!.detail, instance: `#/epcisBody/eventList/${one.event - 1}`, code: one.reason!.code })),
  events: capture.answers,
})
const captureUrl = (kernel: Kernel, captureId: string): string => `${kernel.config.publicUrl}/epcis/capture/${captureId}`
const eventUrl = (kernel: Kernel, eventId: string): string => eventId.startsWith(`${kernel.config.publicUrl}/epcis/events/`) ? eventId : `${kernel.config.publicUrl}/epcis/events/${encodeURIComponent(eventId)}`

function behaviourOf(c: C): string {
  const asked = c.req.header('GS1-Capture-Error-Behaviour') ?? 'rollback'
  if (asked === 'rollback' || asked === 'proceed') return asked
  throw new Said(exception('ValidationException', 400, 'No such behaviour', 'GS1-Capture-Error-Behaviour is rollback or proceed.'))
}

/** The address of the next page: the same question with the token. */
function nextLink(kernel: Kernel, c: C, token: string | null, expiresAt?: string | null): Record<string, string> {
  if (token === null) return {}
  const url = new URL(c.req.url)
  url.searchParams.set('nextPageToken', token)
  return { link: `<${kernel.config.publicUrl}${url.pathname}${url.search}>; rel="next"`, ...(expiresAt === undefined || expiresAt === null ? {} : { 'GS1-Next-Page-Token-Expires': expiresAt }) }
}

// Events ------------------------------------------------------------------------------------------------------------------

const OURS = new Set(['organisationId', 'dry-run', 'language', 'lang'])
/** The question without what belongs to this installation. */
const questionOf = (c: C, more: Readonly<Record<string, string>> = {}): string => {
  const asked = new URL(c.req.url).searchParams
  for (const name of OURS) asked.delete(name)
  for (const [name, value] of Object.entries(more)) asked.append(name, value)
  return asked.toString()
}

type EventList = { items: ShownEvent[]; next: string | null; expiresAt: string | null }
async function eventsAnswer(app: Hono<Env>, kernel: Kernel, c: C, more: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { items, next, expiresAt } = await ask<EventList>(app, c, '/events', { query: { query: questionOf(c, more) } })
  return answer(queryDocument(items, kernel.house.clock.now()), 200, nextLink(kernel, c, next, expiresAt))
}

/** Resources by which events are found: what the terms are called, and the parameter that asks for one. */
const RESOURCES: Readonly<Record<string, { readonly of: string; readonly parameter: string; readonly bare?: 'bizStep' | 'disposition' }>> = {
  eventTypes: { of: 'event-types', parameter: 'eventType' }, epcs: { of: 'epcs', parameter: 'MATCH_anyEPC' }, bizSteps: { of: 'biz-steps', parameter: 'EQ_bizStep', bare: 'bizStep' },
  bizLocations: { of: 'biz-locations', parameter: 'EQ_bizLocation' }, readPoints: { of: 'read-points', parameter: 'EQ_readPoint' }, dispositions: { of: 'dispositions', parameter: 'EQ_disposition', bare: 'disposition' },
}
const collection = (member: readonly string[]) => ({ '@context': EPCIS_CONTEXT, type: 'Collection', member })

async function termsAnswer(app: Hono<Env>, kernel: Kernel, c: C, name: string): Promise<Response> {
  const { of, bare } = RESOURCES[name]!
  const { items, next } = await ask<{ items: string[]; next: string | null }>(app, c, '/terms', { query: { of, limit: c.req.query('perPage'), cursor: c.req.query('nextPageToken') } })
  return answer(collection(bare === undefined ? items : items.map((term) => bareWord(bare, term))), 200, nextLink(kernel, c, next))
}

const unsupported = (): Response => exception('ImplementationException', 501, 'Not supported', 'Named queries, subscriptions and master data are not supported. Supported are capture (POST /epcis/capture, POST /epcis/events) and the simple event query (GET /epcis/events with the parameters that GET /epcis lists). For news, ask GET /epcis/events?GE_recordTime=… from time to time.')

type Route = (app: Hono<Env>, kernel: Kernel, c: C, parts: readonly string[]) => Promise<Response>
const routes: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  ['GET', /^$/, async (app, _, c) => answer(await ask(app, c, ''))],
  ['POST', /^\/capture$/, async (app, kernel, c) => {
    const capture = await ask<Capture>(app, c, '/captures', { method: 'POST', query: { errorBehaviour: behaviourOf(c) }, hasBody: true })
    return answer(jobOf(capture), 202, { location: captureUrl(kernel, capture.captureId) })
  }],
  ['GET', /^\/capture$/, async (app, kernel, c) => {
    const { items, next } = await ask<{ items: Capture[]; next: string | null }>(app, c, '/captures', { query: { limit: c.req.query('perPage'), cursor: c.req.query('nextPageToken') } })
    return answer(items.map(jobOf), 200, nextLink(kernel, c, next))
  }],
  ['GET', /^\/capture\/([^/]+)$/, async (app, _, c, [id]) => answer(jobOf(await ask<Capture>(app, c, `/captures/${id}`)))],
  ['POST', /^\/events$/, async (app, kernel, c) => {
    const made = await ask<CaptureAnswer>(app, c, '/events', { method: 'POST', hasBody: true })
    return answer(made, 201, { location: eventUrl(kernel, made.eventId) })
  }],
  ['GET', /^\/events$/, (app, kernel, c) => eventsAnswer(app, kernel, c)],
  ['GET', /^\/events\/([^/]+)$/, async (app, kernel, c, [id]) => answer(queryDocument((await ask<{ items: ShownEvent[] }>(app, c, `/events/${id}`)).items, kernel.house.clock.now()))],
  ['GET', /^\/(eventTypes|epcs|bizSteps|bizLocations|readPoints|dispositions)$/, (app, kernel, c, [name]) => termsAnswer(app, kernel, c, name!)],
  ['GET', /^\/(eventTypes|epcs|bizSteps|bizLocations|readPoints|dispositions)\/[^/]+$/, async () => answer(collection(['events']))],
  ['GET', /^\/(eventTypes|epcs|bizSteps|bizLocations|readPoints|dispositions)\/([^/]+)\/events$/, (app, kernel, c, [name, value]) => eventsAnswer(app, kernel, c, { [RESOURCES[name!]!.parameter]: decodeURIComponent(value!) })],
  ['DELETE', /^\/nextPageToken\/[^/]+$/, async () => answer(null, 204)], // a token holds no place here that could be given free
  ['*', /^\/(queries|subscriptions|vocabularies)(\/.*)?$/, async () => unsupported()],
]

async function routed(app: Hono<Env>, kernel: Kernel, c: C): Promise<Response> {
  const path = new URL(c.req.url).pathname.replace(/^\/epcis/, '').replace(/\/$/, '')
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method
  const here = routes.filter(([, pattern]) => pattern.test(path))
  const allowed = ['OPTIONS', ...here.map(([name]) => name)].join(', ')
  if (here.length === 0) return exception('NoSuchResourceException', 404, 'There is no such resource', `There is nothing at /epcis${path}. GET /epcis says what there is.`)
  if (method === 'OPTIONS') return answer(null, 204, { allow: allowed })
  const found = here.find(([name]) => name === method || name === '*')
  if (found === undefined) return exception('ImplementationException', 405, 'Not possible here', `Possible are ${allowed}.`)
  if (found[0] !== '*') assertSpoken(c)
  return found[2](app, kernel, c, found[1].exec(path)!.slice(1))
}

/** Mounts the REST bindings. The operations beneath check who asks. */
export function mountEpcis(app: Hono<Env>, kernel: Kernel): void {
  const handle = async (c: C): Promise<Response> => {
    try {
      return await routed(app, kernel, c)
    } catch (error) {
      if (error instanceof Said) return error.response
      if (error instanceof URIError) return exception('ValidationException', 400, 'The address cannot be read', 'A part of the address is not percent-encoded as it should be.')
      throw error
    }
  }
  app.all('/epcis', handle)
  app.all('/epcis/*', handle)
}
