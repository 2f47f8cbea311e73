// Who sees which evidence. An organisation sees all of its own; beyond it, the layer that the organisation chose decides:
// private nobody, assessor whoever works on a case in which it is linked, partner those the organisation named, public
// everybody. Each layer holds the ones before it.
import { grantsOf, type Actor } from '#src/access/actor.ts'
import type { Role } from '#src/access/role.ts'
import type { Evidence } from './evidence.ts'

export type Reach = {
  readonly userId: string | null
  /** Organisations of which the reader is, as a whole. */
  readonly organisations: ReadonlySet<string>
  /** Single sites of which the reader is. */
  readonly sites: ReadonlySet<string>
  /** The organisations of those sites: what is of a whole organisation is theirs to read. */
  readonly organisationsOfSites: ReadonlySet<string>
  /** Cases that the reader assesses or reviews. */
  readonly cases: ReadonlySet<string>
  /** Runs the scheme, reviews or decides in every case. */
  readonly isHouse: boolean
  readonly partnerOf: ReadonlySet<string>
}

const own: readonly Role[] = ['site-owner', 'site-contributor']
const ofCases: readonly Role[] = ['lead-assessor', 'assessor', 'technical-reviewer']
const ofHouse: readonly Role[] = ['operator', 'technical-reviewer', 'decision-member']

/** @param organisationOfSite the organisation of each site that the reader may know of */
export function reachOf(actor: Actor, organisationOfSite: ReadonlyMap<string, string>): Reach {
  const grants = grantsOf(actor)
  const ids = (roles: readonly Role[], kind: string): Set<string> =>
    new Set(grants.filter(({ role, scope }) => scope.kind === kind && roles.includes(role)).map(({ scope }) => scope.id))
  const sites = ids(own, 'site')
  return {
    userId: actor.kind === 'public' ? null : actor.userId,
    organisations: ids(own, 'organisation'), sites,
    organisationsOfSites: new Set([...sites].flatMap((siteId) => organisationOfSite.get(siteId) ?? [])),
    cases: ids(ofCases, 'case'), isHouse: grants.some(({ role, scope }) => scope.kind === 'house' && ofHouse.includes(role)),
    partnerOf: ids(['partner'], 'organisation'),
  }
}

type Placed = Pick<Evidence, 'organisationId' | 'siteId' | 'layer' | 'addedBy' | 'ownerId'>

const isOwn = (reach: Reach, one: Placed): boolean =>
  reach.organisations.has(one.organisationId) || (one.siteId === null ? reach.organisationsOfSites.has(one.organisationId) : reach.sites.has(one.siteId))

/** @param linkingCases the cases in which the item is linked */
export function mayRead(reach: Reach, one: Placed, linkingCases: readonly string[]): boolean {
  if (isOwn(reach, one) || one.layer === 'public') return true
  if (one.layer === 'private') return false
  if (one.layer === 'partner' && reach.partnerOf.has(one.organisationId)) return true
  return reach.isHouse ? linkingCases.length > 0 : linkingCases.some((caseId) => reach.cases.has(caseId))
}

/** Somebody of one site changes what is of that site, and of the whole organisation what they brought or keep themselves. */
export const mayWrite = (reach: Reach, one: Placed): boolean =>
  reach.organisations.has(one.organisationId)
  || (one.siteId !== null ? reach.sites.has(one.siteId) : reach.organisationsOfSites.has(one.organisationId) && (one.addedBy === reach.userId || one.ownerId === reach.userId))

/** Where a new item may be put. */
export const mayAdd = (reach: Reach, organisationId: string, siteId: string | null): boolean =>
  reach.organisations.has(organisationId) || (siteId === null ? reach.organisationsOfSites.has(organisationId) : reach.sites.has(siteId))
