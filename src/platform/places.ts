// What the scopes of roles are called and by which identities they are reached: the people's slice stands above sites,
// firms and cases, so this is handed to it.
import { localOperator } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { scopeKey, type Place } from '#src/access/people.ts'
import type { Scheme } from '#src/access/people.handlers.ts'
import { house, type Scope } from '#src/access/role.ts'
import { subjectOf, type Case } from '#src/assurance/case.ts'
import { casesVisibleTo } from '#src/assurance/case.store.ts'
import { allFirms, firmsOf } from '#src/parties/assessor-firm.store.ts'
import { allParticipants, participantsOf } from '#src/parties/participant.store.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { siteFact } from '#src/parties/site.ts'

/** Looks at every case: what of it may be told is decided by who asks for people. */
const everywhere = localOperator('cupel')

const idsOf = (scopes: readonly Scope[], kind: Scope['kind']): string[] => [...new Set(scopes.filter((scope) => scope.kind === kind).map(({ id }) => id))]

/** The newest case of each site says whose it is; the published record does where no case was opened. */
async function sitePlaces(ctx: Context, siteIds: readonly string[], cases: readonly Case[]): Promise<[string, Place][]> {
  if (siteIds.length === 0) return []
  const facts = await ctx.facts()
  const newest = new Map(cases.toReversed().map((one) => [one.siteId, one]))
  return siteIds.flatMap((siteId): [string, Place][] => {
    const one = newest.get(siteId)
    const site = facts.of(siteFact).get(siteId)?.value
    if (one === undefined && site === undefined) return []
    return [[scopeKey({ kind: 'site', id: siteId }), { subject: { siteId, organisationId: one?.organisationId ?? site?.organisationId }, name: site?.name ?? one!.siteName }]]
  })
}

async function organisationPlaces(ctx: Context, organisationIds: readonly string[]): Promise<[string, Place][]> {
  const participants = await participantsOf(ctx.sql, organisationIds)
  const facts = organisationIds.every((id) => participants.has(id)) ? undefined : await ctx.facts()
  return organisationIds.flatMap((organisationId): [string, Place][] => {
    const name = participants.get(organisationId)?.name ?? facts?.of(organisationFact).get(organisationId)?.value.name
    return name === undefined ? [] : [[scopeKey({ kind: 'organisation', id: organisationId }), { subject: { organisationId }, name }]]
  })
}

const allCases = (ctx: Context, scopes: readonly Scope[]): Promise<Case[]> =>
  scopes.some(({ kind }) => kind === 'site' || kind === 'case') ? casesVisibleTo(ctx.sql, everywhere) : Promise.resolve([])

export const scheme: Scheme = {
  places: async (ctx, scopes) => {
    const cases = await allCases(ctx, scopes)
    const [sites, organisations, firms] = await Promise.all([
      sitePlaces(ctx, idsOf(scopes, 'site'), cases), organisationPlaces(ctx, idsOf(scopes, 'organisation')), firmsOf(ctx.sql, idsOf(scopes, 'firm')),
    ])
    const caseIds = new Set(idsOf(scopes, 'case'))
    return new Map<string, Place>([
      [scopeKey(house), { subject: {}, name: '' }], ...sites, ...organisations,
      ...[...firms.values()].map(({ firmId, name }): [string, Place] => [scopeKey({ kind: 'firm', id: firmId }), { subject: { firmId }, name }]),
      ...cases.filter(({ caseId }) => caseIds.has(caseId)).map((one): [string, Place] => [scopeKey({ kind: 'case', id: one.caseId }), { subject: subjectOf(one), name: one.siteName }]),
    ])
  },
  scopes: async (ctx) => {
    const [participants, firms, cases] = await Promise.all([allParticipants(ctx.sql), allFirms(ctx.sql), casesVisibleTo(ctx.sql, everywhere)])
    return [
      house,
      ...participants.map(({ organisationId }): Scope => ({ kind: 'organisation', id: organisationId })),
      ...[...new Set(cases.map(({ siteId }) => siteId))].map((id): Scope => ({ kind: 'site', id })),
      ...firms.map(({ firmId }): Scope => ({ kind: 'firm', id: firmId })),
    ]
  },
}
