// Participants, their sites, and their commitments to bring in all of them.
import type { Context } from '#src/access/context.ts'
import { canOn, requireOn } from '#src/access/policy.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { page } from '#src/kernel/page.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { allParticipants, participantsOf, setAllSitesBy, type Participant } from '#src/parties/participant.store.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import type { z } from 'zod'
import { casesOfOrganisations, type CaseBrief } from './case.store.ts'
import { awardedStates } from './cycle.ts'
import { progressOf } from './participation.ts'
import type { ParticipantRow, ParticipantView, participationContract } from './participation.contract.ts'

type KnownSite = { readonly siteId: string; readonly site: Site }

const absent = (organisationId: string): Refused => new Refused(refuse('participant-absent', `There is no participant ${organisationId} that this account may see.`))

/** The registry's sites by the organisation they name. */
async function registrySites(ctx: Context): Promise<Map<string, KnownSite[]>> {
  const found = new Map<string, KnownSite[]>()
  for (const [siteId, { value: site }] of (await ctx.facts()).of(siteFact)) {
    if (site.organisationId === undefined || site.mergedInto !== undefined) continue
    const list = found.get(site.organisationId)
    if (list === undefined) found.set(site.organisationId, [{ siteId, site }])
    else list.push({ siteId, site })
  }
  return found
}

/** The case that tells where each site stands: the award that is held, else the newest that came to something. */
function standingCases(cases: readonly CaseBrief[]): Map<string, CaseBrief> {
  const standing = new Map<string, CaseBrief>()
  for (const one of cases) {
    const before = standing.get(one.siteId)
    const isBetter = before === undefined || (awardedStates.includes(one.state) && !awardedStates.includes(before.state))
      || ((before.state === 'applied' || before.state === 'rejected') && one.state !== 'applied' && one.state !== 'rejected')
    if (isBetter) standing.set(one.siteId, one)
  }
  return standing
}

type Known = { readonly sites: readonly KnownSite[]; readonly cases: readonly CaseBrief[] }

function rowOf(ctx: Context, one: Participant, { sites, cases }: Known): z.infer<typeof ParticipantRow> {
  const standing = standingCases(cases)
  const commitment = { allSitesBy: one.allSitesBy, allSitesCount: one.allSitesCount ?? null }
  const known = new Set([...sites.map(({ siteId }) => siteId), ...[...standing].filter(([, { state }]) => state !== 'applied' && state !== 'rejected').map(([siteId]) => siteId)])
  return {
    organisationId: one.organisationId, name: one.name, country: one.country, ...commitment, createdAt: one.createdAt,
    progress: progressOf(commitment, known, new Map([...standing].map(([siteId, { state }]) => [siteId, state])), ctx.today),
  }
}

async function viewOf(ctx: Context, one: Participant): Promise<z.infer<typeof ParticipantView>> {
  const cases = await casesOfOrganisations(ctx.sql, [one.organisationId])
  const sites = (await registrySites(ctx)).get(one.organisationId) ?? []
  const standing = standingCases(cases)
  const rows = [
    ...[...standing.values()].map(({ siteId, siteName, country, caseId, cycle, state }) => ({ siteId, siteName, country, caseId, cycle, state })),
    ...sites.filter(({ siteId }) => !standing.has(siteId)).map(({ siteId, site }) => ({ siteId, siteName: site.name, country: site.country, caseId: null, cycle: null, state: null })),
  ]
  return {
    ...rowOf(ctx, one, { sites, cases }), sites: rows.sort((a, b) => a.siteName < b.siteName ? -1 : a.siteName > b.siteName ? 1 : 0),
    mayChange: canOn(ctx.actor, 'participant:write', { organisationId: one.organisationId }),
  }
}

async function participantFor(ctx: Context, organisationId: string, permit: string): Promise<Participant> {
  const found = (await participantsOf(ctx.sql, [organisationId])).get(organisationId)
  if (found === undefined) throw absent(organisationId)
  requireOn(ctx.actor, permit, { organisationId }, 'participant:read', () => absent(organisationId))
  return found
}

export const participationHandlers: Handlers<typeof participationContract, Context> = {
  async listParticipants(ctx, query) {
    const seen = (await allParticipants(ctx.sql)).filter(({ organisationId }) => canOn(ctx.actor, 'participant:read', { organisationId }))
    const keyOf = ({ name, organisationId }: Participant): string => `${name} ${organisationId}`
    const { items, next } = page([...seen].sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1), keyOf, query)
    const cases = await casesOfOrganisations(ctx.sql, items.map(({ organisationId }) => organisationId))
    const sites = await registrySites(ctx)
    return {
      items: items.map((one) => rowOf(ctx, one, { sites: sites.get(one.organisationId) ?? [], cases: cases.filter(({ organisationId }) => organisationId === one.organisationId) })), next,
    }
  },

  async getParticipant(ctx, { organisationId }) {
    return viewOf(ctx, await participantFor(ctx, organisationId, 'participant:read'))
  },

  async setAllSitesCommitment(ctx, { organisationId, allSitesBy, allSitesCount }) {
    const before = await participantFor(ctx, organisationId, 'participant:write')
    if (allSitesBy !== null && allSitesBy !== before.allSitesBy && allSitesBy < ctx.today) {
      throw new Refused(refuse('commitment-past', `${allSitesBy} has passed. A company commits to a day that is still to come.`))
    }
    await setAllSitesBy(ctx.sql, organisationId, allSitesBy, allSitesCount)
    ctx.record({
      kind: 'participant-commitment.set', subject: organisationId, isPublic: false,
      body: { before: { allSitesBy: before.allSitesBy, allSitesCount: before.allSitesCount ?? null }, after: { allSitesBy, allSitesCount } },
    })
    return viewOf(ctx, { ...before, allSitesBy, allSitesCount })
  },
}
