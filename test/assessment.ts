// A case on its way through an assessment, for tests: people with grants, an approved firm, a site that committed itself.
// Operations are called by name, with the input read by their contract and the grants that stand at that moment.
import { actorWith, type Actor } from '#src/access/actor.ts'
import { grantsOfUser } from '#src/access/grant.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { insertCase } from '#src/assurance/case.store.ts'
import type { Context } from '#src/access/context.ts'
import { metaOf, type InputOf } from '#src/kernel/operation.ts'
import type { z } from 'zod'
import { insertParticipant, participantsOf } from '#src/parties/participant.store.ts'
import { contract, type HouseContract, type OperationName } from '#src/platform/contract.ts'
import { handlers } from '#src/platform/handlers.ts'
import { giveGrants, grant } from './people.ts'
import { operator, type World } from './world.ts'

export const RRA = { standard: 'risk-readiness-assessment', standardVersion: '3.0' } as const
export const JDDS = { standard: 'joint-due-diligence-standard', standardVersion: '2022' } as const

type InputSchema<P> = P extends { '~orpc': { inputSchema?: infer S } } ? S extends z.ZodType ? S : never : never
export type Answer<N extends OperationName> = Exclude<Awaited<ReturnType<(typeof handlers)[N]>>, Response>

/** Calls an operation as somebody; a refusal comes out as `Refused`. */
export async function call<N extends OperationName>(world: World, who: string | Actor, name: N, input: z.input<InputSchema<HouseContract[N]>>, upload?: Uint8Array): Promise<Answer<N>> {
  const actor = typeof who === 'string' ? await actorOf(world, who) : who
  const procedure = contract[name]
  const parsed = (procedure['~orpc'] as { inputSchema: z.ZodType }).inputSchema.parse(input) as InputOf<HouseContract[N]>
  const run = (ctx: Context) => (handlers[name] as (ctx: Context, input: unknown) => Promise<unknown>)(ctx, parsed)
  return (metaOf(procedure).mode === 'read' ? await world.read(actor, run) : await world.transact(actor, run, upload === undefined ? {} : { upload })) as Answer<N>
}

/** The actor of an account with the grants it holds now. */
export const actorOf = async (world: World, userId: string): Promise<Actor> =>
  actorWith({ userId, via: 'session', grants: await grantsOfUser(world.house.database.sql, userId) })

/** The code of the refusal that a call ends in. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then((value) => `accepted: ${JSON.stringify(value)?.slice(0, 200)}`, (error: { refusal?: { code: string } }) => error.refusal?.code ?? String(error))

export type Assessed = {
  readonly one: Case
  readonly firmId: string
  readonly owner: string
  readonly admin: string
  readonly lead: string
  readonly second: string
  readonly reviewer: string
}

let count = 0

/** A case of an invented smelter in a state, with a firm that is approved and independent. */
export async function openCase(world: World, change: Partial<Case> = {}): Promise<Assessed> {
  const n = ++count
  const sql = world.house.database.sql
  const now = world.house.clock.now()
  const siteId = change.siteId ?? world.house.ids.newSiteId('CHL')
  const organisationId = change.organisationId ?? `org_marrick_${n}`
  if (!(await participantsOf(sql, [organisationId])).has(organisationId)) {
    await insertParticipant(sql, { organisationId, name: `Marrick Metals ${n}`, country: 'CHL', allSitesBy: null, createdAt: now })
  }
  const one: Case = {
    caseId: world.house.ids.newId('cas'), siteId, organisationId, cycle: 1, state: 'self-assessed', round: 0, roundKind: null, siteName: 'Marrick Smelter', country: 'CHL',
    siteTypes: ['smelter'], metals: ['copper', 'molybdenum'], firmId: null, cohort: null, appliedOn: '2026-01-10', letterSignedOn: '2026-02-01', previousCaseId: null,
    version: 1, openedAt: now, changedAt: now,
    standards: [{ ...RRA, marks: ['copper-mark'], isGoverning: true }, { ...JDDS, marks: [], isGoverning: false }], ...change,
  }
  await insertCase(sql, one)
  const person = async (name: string, ...grants: Parameters<typeof giveGrants>[2][number][]): Promise<string> => {
    await giveGrants(world, `${name}-${n}`, grants)
    return `${name}-${n}`
  }
  const owner = await person('owner', grant('site-owner', 'site', siteId))
  const { firmId } = await call(world, operator, 'registerFirm', { name: `Halden Assurance ${n}`, country: 'NOR' })
  const admin = await person('admin', grant('firm-admin', 'firm', firmId))
  const lead = await person('lead', grant('assessor', 'firm', firmId))
  const second = await person('second', grant('assessor', 'firm', firmId))
  const reviewer = await person('reviewer', grant('technical-reviewer', 'case', one.caseId))
  for (const userId of [null, lead, second]) {
    for (const { standard } of one.standards) {
      await call(world, operator, 'grantApproval', { firmId, userId, matter: 'standard', subject: standard, validFrom: '2025-01-01', validUntil: '2027-12-31' })
    }
    for (const subject of ['en', 'es']) await call(world, operator, 'grantApproval', { firmId, userId, matter: 'language', subject, validFrom: '2025-01-01', validUntil: '2027-12-31' })
  }
  return { one, firmId, owner, admin, lead, second, reviewer }
}

/** The whole handshake, so that the team holds its rights. */
export async function engage(world: World, { one, firmId, owner, admin, lead, second }: Assessed): Promise<string> {
  const { engagementId } = await call(world, operator, 'proposeEngagement', { caseId: one.caseId, firmId })
  const accepted = await call(world, admin, 'acceptEngagement', { engagementId, leadUserId: lead, assessorUserIds: [second], isIndependent: true, version: 1 })
  await call(world, owner, 'acceptTeam', { engagementId, version: accepted.version })
  await call(world, operator, 'confirmEngagement', { engagementId })
  return engagementId
}
