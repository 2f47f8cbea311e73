// Balance accounts of a test world: people with keys, sites that hold marks, accounts and entries over HTTP.
import type { z } from 'zod'
import type { AccountRow } from '#src/custody/balance-view.ts'
import { milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { siteFact, type SiteType } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import { addPerson, grant } from './people.ts'
import type { World } from './world.ts'

export type Answer = { readonly status: number; readonly body: Record<string, never> & { code?: string; detail?: string; account: z.infer<typeof AccountRow>; [name: string]: unknown } }
export type Clerk = {
  readonly userId: string
  post(path: string, body: unknown, options?: { isDryRun?: boolean }): Promise<Answer>
  get(path: string): Promise<Answer>
  upload(path: string, bytes: Uint8Array | string, options?: { isDryRun?: boolean }): Promise<Answer>
  bytes(path: string): Promise<Uint8Array>
}

/** Somebody of an organisation, with a key, as a program sends it. */
export async function clerkOf(world: World, organisationId: string, role: 'site-owner' | 'site-contributor' = 'site-owner'): Promise<Clerk> {
  const { userId } = await addPerson(world, `Clerk of ${organisationId} ${role}`, [grant(role, 'organisation', organisationId)])
  const { key } = await world.house.accounts.createKey(userId, { name: 'test', reach: 'write', expiresInDays: undefined })
  const headers = (isDryRun: boolean | undefined, type: string) => ({ authorization: `Bearer ${key}`, 'content-type': type, ...(isDryRun === true ? { 'dry-run': 'true' } : {}) })
  const answer = async (response: Response): Promise<Answer> => {
    const body = await response.json() as Record<string, unknown>
    if (typeof body['type'] === 'string' && response.status >= 400) body['code'] = body['type'].split('/').at(-1)
    return { status: response.status, body: body as Answer['body'] }
  }
  return {
    userId,
    post: async (path, body, options = {}) => answer(await world.fetch(`/api/v1${path}`, { method: 'POST', headers: headers(options.isDryRun, 'application/json'), body: JSON.stringify(body) })),
    get: async (path) => answer(await world.fetch(`/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })),
    upload: async (path, bytes, options = {}) => answer(await world.fetch(`/api/v1${path}`, { method: 'POST', headers: headers(options.isDryRun, 'application/octet-stream'), body: bytes as Uint8Array<ArrayBuffer> })),
    bytes: async (path) => new Uint8Array(await (await world.fetch(`/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).arrayBuffer()),
  }
}

const citations = [{ text: 'invented for a test' }]
const on = (day: string): Milestone['date'] => ({ from: day, to: day, precision: 'day', printed: day })
let count = 0

/** A site with what it does; it belongs to the organisation where one is named. */
export const publishSite = (world: Pick<World, 'publish'>, siteId: string, types: readonly SiteType[], organisationId?: string): Promise<void> => world.publish([putFact(siteFact, siteId, {
  name: `Invented ${types[0]} ${siteId}`, aliases: [], identifiers: [], types: [...types], country: siteId.slice(0, 3), metals: ['copper'], dataset: 'invented', citations, ...(organisationId === undefined ? {} : { organisationId }),
})])

/** An event of a site in a register, as its owner recorded it. */
export const publishStanding = (world: Pick<World, 'publish'>, siteId: string, what: Pick<Milestone, 'register' | 'kind'> & Partial<Milestone>, day: string): Promise<void> => world.publish([putFact(milestoneFact, `mst_test_${++count}`, {
  siteId, subjectAsFound: siteId, date: on(day), asFound: 'invented', origin: 'mark-owner', dataset: 'invented', citations, ...what,
})])

export const awarded = (world: Pick<World, 'publish'>, siteId: string, day = '2025-06-01', more: Partial<Milestone> = {}): Promise<void> =>
  publishStanding(world, siteId, { register: 'mark', kind: 'award', mark: 'copper', validUntil: '2028-06-01', ...more }, day)
export const inCustody = (world: Pick<World, 'publish'>, siteId: string, day = '2025-06-01'): Promise<void> => publishStanding(world, siteId, { register: 'chain-of-custody', kind: 'custody-conformance' }, day)

export const opened = async (clerk: Clerk, organisationId: string, siteId: string, profile: string, more: object = {}): Promise<string> => {
  const { status, body } = await clerk.post('/balance-accounts', { organisationId, siteId, profile, metal: 'copper', characteristic: 'awarded-mined', beginsOn: '2026-01-01', ...more })
  if (status !== 201) throw new Error(JSON.stringify(body))
  return (body['account'] as unknown as { accountId: string }).accountId
}
let delivery = 0
/** A credit that rests on the papers of a delivery. */
export const paper = (supplierSite: string, contained: string, more: object = {}) => ({ kind: 'paper', delivery: `D-${++delivery}`, contained, supplierSite, ...more })
