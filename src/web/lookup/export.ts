// The answer as a file. The names go in the body of the request, never in an address, so that they stand in no log.
import { routes } from 'virtual:routes'
import { addressOf, bodyOf } from '../api/request.ts'
import { problemOf, unreachable } from '../api/problem.ts'
import type { InputFor } from '../api/client.ts'

/** @throws Problem */
export async function saveLookup(input: InputFor<'exportLookup'>): Promise<void> {
  const route = routes.exportLookup
  if (route === undefined) throw unreachable()
  let response: Response
  try {
    response = await fetch(addressOf(route, input), {
      method: route.method,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: bodyOf(route, input) ?? '{}',
    })
  } catch {
    throw unreachable()
  }
  if (!response.ok) throw await problemOf(response)
  const name =
    /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ??
    `lookup.${input.format ?? 'csv'}`
  const address = URL.createObjectURL(await response.blob())
  Object.assign(document.createElement('a'), { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
