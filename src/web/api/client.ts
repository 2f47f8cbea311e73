// The typed client: `api.listSites({ metal: 'copper' })`. Types come from the contract and vanish in the build; method and
// path come from the table that the build makes of it.
import { routes } from 'virtual:routes'
import type { z } from 'zod'
import type { contract } from '#src/platform/contract.ts'
import type { ResultOf } from '#src/kernel/operation.ts'
import { currentLanguage } from '../messages/language.ts'
import { problemOf, unreachable } from './problem.ts'
import { addressOf, bodyOf, type Input, type Route } from './request.ts'

type Operations = typeof contract
export type OperationName = keyof Operations & string

type InputSchema<P> = P extends { '~orpc': { inputSchema?: infer S } } ? (S extends z.ZodType ? S : never) : never

/** As written on the wire: lists are comma-separated text; a coerced number is a number; a default may be left out. */
type Wire<S extends z.ZodType> = {
  [K in keyof z.input<S>]: unknown extends z.input<S>[K]
    ? K extends keyof z.output<S>
      ? z.output<S>[K] | undefined
      : unknown
    : z.input<S>[K] | (undefined extends z.input<S>[K] ? undefined : never)
}
export type InputFor<N extends OperationName> = Wire<InputSchema<Operations[N]>>
export type Result<N extends OperationName> = ResultOf<Operations[N]>

export type CallOptions = {
  readonly signal?: AbortSignal
  /** Makes a write safe to repeat: the same key and body give the same answer. */
  readonly idempotencyKey?: string
  readonly isDryRun?: boolean
}

const routeOf = (name: string): Route => {
  const route = routes[name]
  if (route === undefined) throw new Error(`no operation is called ${name}`)
  return route
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw unreachable()
  }
  if (!response.ok) throw await problemOf(response)
  return response
}

const headersFor = (route: Route, options: CallOptions): Record<string, string> => ({
  accept: 'application/json',
  'accept-language': currentLanguage(),
  ...(route.method === 'GET'
    ? {}
    : { 'content-type': 'application/json', 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() }),
  ...(options.isDryRun ? { 'dry-run': 'true' } : {}),
})

/** Calls an operation by name. @throws Problem */
export async function call<N extends OperationName>(
  name: N,
  input?: InputFor<N>,
  options: CallOptions = {},
): Promise<Result<N>> {
  const route = routeOf(name)
  const body = bodyOf(route, input as Input | undefined)
  const response = await send(addressOf(route, input as Input | undefined), {
    method: route.method,
    headers: headersFor(route, options),
    ...(body === undefined ? {} : { body }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return (response.status === 204 ? undefined : await response.json()) as Result<N>
}

/** Sends raw bytes to an operation marked `stream: 'upload'`. Its input goes into the query. @throws Problem */
export async function upload<N extends OperationName>(
  name: N,
  input: InputFor<N>,
  file: Blob,
  options: CallOptions = {},
): Promise<Result<N>> {
  const route = routeOf(name)
  const response = await send(addressOf({ ...route, method: 'GET' }, input as Input), {
    method: route.method,
    headers: { ...headersFor(route, options), 'content-type': file.type || 'application/octet-stream' },
    body: file,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return (await response.json()) as Result<N>
}

/** The address of an operation that answers a file or a feed, for a link. */
export const linkTo = <N extends OperationName>(name: N, input?: InputFor<N>): string =>
  addressOf(routeOf(name), input as Input | undefined)

type Client = { readonly [N in OperationName]: (input?: InputFor<N>, options?: CallOptions) => Promise<Result<N>> }

/** `api.getSite({ siteId })`. */
export const api = new Proxy({} as Client, {
  get: (_, name: OperationName) => (input?: InputFor<OperationName>, options?: CallOptions) =>
    call(name, input, options),
})
