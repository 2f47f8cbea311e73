// Requests over HTTP as a person: with a key of the account, as a program sends it.
import type { World } from './world.ts'

export type Caller = {
  /** A JSON request; the path is below `/api/v1`. */
  json(method: string, path: string, body?: unknown): Promise<{ status: number; body: Record<string, unknown> }>
  upload(path: string, bytes: Uint8Array): Promise<{ status: number; body: Record<string, unknown> }>
  bytes(path: string): Promise<Uint8Array>
}

export async function callerOf(world: World, userId: string): Promise<Caller> {
  const { key } = await world.house.accounts.createKey(userId, { name: 'test', reach: 'write', expiresInDays: undefined })
  const authorization = `Bearer ${key}`
  const answer = async (response: Response) => ({ status: response.status, body: await response.json() as Record<string, unknown> })
  return {
    json: async (method, path, body) => answer(await world.fetch(`/api/v1${path}`, { method, headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })),
    upload: async (path, bytes) => answer(await world.fetch(`/api/v1${path}`, { method: 'POST', headers: { authorization, 'content-type': 'application/octet-stream' }, body: bytes as Uint8Array<ArrayBuffer> })),
    bytes: async (path) => new Uint8Array(await (await world.fetch(`/api/v1${path}`, { headers: { authorization } })).arrayBuffer()),
  }
}
