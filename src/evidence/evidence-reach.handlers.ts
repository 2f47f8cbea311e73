// How every handler of evidence finds out what its actor may see and change, and shows an item.
import type { Context } from '#src/access/context.ts'
import { can } from '#src/access/policy.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addDays } from '#src/kernel/time.ts'
import { participantsOf } from '#src/parties/participant.store.ts'
import { mayRead, mayWrite, reachOf, type Reach } from './disclosure.ts'
import type { EvidenceDetail, EvidenceRow } from './evidence.contract.ts'
import { causeOf, type Evidence } from './evidence.ts'
import { casesLinking, evidenceByIds, linkCounts, readEvidence, revisionsOf } from './evidence.store.ts'

export type SiteOfOrganisation = { readonly siteId: string; readonly siteName: string; readonly organisationId: string }
/** The sites that an actor may know of; cases stand in a later slice, which hands this in. */
export type SitesOf = (ctx: Context) => Promise<readonly SiteOfOrganisation[]>

export async function reachFor(ctx: Context, sitesOf: SitesOf): Promise<Reach> {
  const alone = reachOf(ctx.actor, new Map())
  if (alone.sites.size === 0) return alone
  return reachOf(ctx.actor, new Map((await sitesOf(ctx)).map(({ siteId, organisationId }) => [siteId, organisationId])))
}

export const evidenceAbsent = (evidenceId: string): Refused => new Refused(refuse('evidence-absent', `There is no item of evidence ${evidenceId} that this account may see.`))

/** @throws Refused `evidence-absent` */
export async function readable(ctx: Context, reach: Reach, evidenceId: string, isForUpdate = false): Promise<Evidence> {
  const one = await readEvidence(ctx.sql, evidenceId, ctx.today, isForUpdate)
  if (one === undefined || !mayRead(reach, one, (await casesLinking(ctx.sql, [evidenceId])).get(evidenceId)!)) throw evidenceAbsent(evidenceId)
  return one
}

/**
 * An item that the actor may change, locked.
 * @throws Refused `evidence-absent`, `permit-missing`, `evidence-changed`
 */
export async function writable(ctx: Context, reach: Reach, evidenceId: string, version?: number): Promise<Evidence> {
  const one = await readable(ctx, reach, evidenceId, true)
  if (!mayWrite(reach, one)) throw new Refused(refuse('permit-missing', 'This account may read the item, and not change it.'))
  if (version !== undefined && version !== one.version) {
    throw new Refused(refuse('evidence-changed', `"${one.title}" is at version ${one.version}, and version ${version} was read. Load it again.`))
  }
  return one
}

/** Rows as a reader sees them: the names of persons are for their own organisation. */
export async function rowsOf(ctx: Context, reach: Reach, items: readonly Evidence[]): Promise<EvidenceRow[]> {
  const writes = can(ctx.actor, 'evidence:write')
  const isOwn = (one: Evidence): boolean => reach.organisations.has(one.organisationId) || reach.organisationsOfSites.has(one.organisationId)
  const people = await ctx.accounts.people([...new Set(items.filter(isOwn).map(({ ownerId }) => ownerId))])
  const organisations = await participantsOf(ctx.sql, [...new Set(items.map(({ organisationId }) => organisationId))])
  const counts = await linkCounts(ctx.sql, items.map(({ evidenceId }) => evidenceId))
  return items.map((one) => ({
    ...one, ownerName: isOwn(one) ? people.get(one.ownerId)?.name ?? null : null, organisationName: organisations.get(one.organisationId)?.name ?? one.organisationId,
    linkCount: counts.get(one.evidenceId)!, cause: causeOf(one, (day) => addDays(day, 1)), mayWrite: writes && mayWrite(reach, one),
  }))
}

export async function detailOf(ctx: Context, reach: Reach, evidenceId: string): Promise<EvidenceDetail> {
  const one = (await readEvidence(ctx.sql, evidenceId, ctx.today))!
  const [row] = await rowsOf(ctx, reach, [one])
  const next = one.supersededBy === null ? undefined : (await evidenceByIds(ctx.sql, [one.supersededBy], ctx.today)).get(one.supersededBy)
  const seesNext = next !== undefined && mayRead(reach, next, (await casesLinking(ctx.sql, [next.evidenceId])).get(next.evidenceId)!)
  return { ...row!, revisions: await revisionsOf(ctx.sql, evidenceId), successor: seesNext ? { evidenceId: next.evidenceId, title: next.title } : null }
}
