// Evidence in a case. An item is linked once to a criterion and serves every reader of the case; whatever is linked is
// shown to assessors. What a rating names stays linked.
import type { Context } from '#src/access/context.ts'
import { mayRead } from '#src/evidence/disclosure.ts'
import { casesLinking, deleteLink, evidenceByIds, insertLink, linksOfCase, readLink, type EvidenceLink } from '#src/evidence/evidence.store.ts'
import { reachFor, readable, rowsOf, type SitesOf } from '#src/evidence/evidence-reach.handlers.ts'
import type { Evidence } from '#src/evidence/evidence.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { accept, deny, orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import type { Standard } from '#src/standards/standard.ts'
import type { Case } from './case.ts'
import { caseFor, standardOf } from './case-move.handlers.ts'
import { casesVisibleTo } from './case.store.ts'
import { endStates } from './cycle.ts'
import type { CaseEvidence, evidenceLinkContract } from './evidence-link.contract.ts'
import { leaningsOn } from './leaning.handlers.ts'
import { standingRatings } from './rating.store.ts'

/** The sites of the cases that an actor may see: how the library knows which organisation a site belongs to. */
export const sitesInCases: SitesOf = async (ctx) =>
  (await casesVisibleTo(ctx.sql, ctx.actor)).map(({ siteId, siteName, organisationId }) => ({ siteId, siteName, organisationId }))

function openCase(one: Case): Outcome<null> {
  return endStates.includes(one.state) ? deny(refuse('case-state-forbids', `The case is in state "${one.state}": it has ended, and its evidence stands as it was.`)) : accept(null)
}

/** Whether an item may serve a criterion of a case. */
export function linkable(one: Case, standard: Standard | undefined, criterion: string, evidence: Evidence): Outcome<null> {
  const unfit = (detail: string) => deny(refuse('evidence-unfit', detail))
  if (standard === undefined || !standard.criteria.some(({ slug }) => slug === criterion)) return unfit(`The case is assessed against no criterion "${criterion}" of that standard.`)
  if (evidence.organisationId !== one.organisationId) return unfit('The item is of another organisation than the case.')
  if (evidence.siteId !== null && evidence.siteId !== one.siteId) return unfit(`"${evidence.title}" belongs to another site. Let it belong to the whole organisation, or to this site.`)
  if (evidence.state === 'withdrawn' || evidence.state === 'superseded') return unfit(`"${evidence.title}" is ${evidence.state}. Link what took its place.`)
  if (evidence.layer === 'private') return deny(refuse('evidence-private', `"${evidence.title}" is private. Show it to assessors first, then link it.`))
  return accept(null)
}

async function ratedItems(ctx: Context, one: Case): Promise<Set<string>> {
  return new Set((await standingRatings(ctx.sql, one.caseId, one.round)).flatMap(({ standard, criterion, evidenceIds }) => evidenceIds.map((id) => `${standard} ${criterion} ${id}`)))
}
const ratedKey = ({ standard, criterion, evidenceId }: EvidenceLink): string => `${standard} ${criterion} ${evidenceId}`

/** Links as a reader sees them. */
async function shownLinks(ctx: Context, one: Case, links: readonly EvidenceLink[]): Promise<CaseEvidence[]> {
  const reach = await reachFor(ctx, sitesInCases)
  const ids = links.map(({ evidenceId }) => evidenceId)
  const [items, linking, rated] = [await evidenceByIds(ctx.sql, ids, ctx.today), await casesLinking(ctx.sql, [...new Set(ids)]), await ratedItems(ctx, one)]
  const seen = [...items.values()].filter((item) => mayRead(reach, item, linking.get(item.evidenceId)!))
  const rows = new Map((await rowsOf(ctx, reach, seen)).map((row) => [row.evidenceId, row]))
  return links.flatMap((link) => {
    const evidence = rows.get(link.evidenceId)
    return evidence === undefined ? [] : [{ linkId: link.linkId, standard: link.standard, criterion: link.criterion, linkedAt: link.linkedAt, cause: link.cause, isRated: rated.has(ratedKey(link)), evidence }]
  })
}

export const evidenceLinkHandlers: Handlers<typeof evidenceLinkContract, Context> = {
  async linkEvidence(ctx, { caseId, evidenceId, standard, criterion }) {
    const one = await caseFor(ctx, caseId, 'evidence:write', true)
    orRefuse(openCase(one))
    const reach = await reachFor(ctx, sitesInCases)
    const evidence = await readable(ctx, reach, evidenceId, true)
    const inScope = one.standards.find((part) => part.standard === standard)
    orRefuse(linkable(one, inScope === undefined ? undefined : await standardOf(ctx, standard, inScope.standardVersion), criterion, evidence))
    const isNew = await insertLink(ctx.sql, { linkId: ctx.newId('evl'), evidenceId, caseId, standard, criterion, linkedAt: ctx.now, linkedBy: reach.userId! })
    if (isNew) ctx.record({ kind: 'evidence.linked', subject: caseId, isPublic: false, body: { evidenceId, standard, criterion } })
    const link = (await linksOfCase(ctx.sql, caseId, ctx.today)).find((found) => found.evidenceId === evidenceId && found.standard === standard && found.criterion === criterion)!
    return (await shownLinks(ctx, one, [link]))[0]!
  },

  async unlinkEvidence(ctx, { caseId, linkId }) {
    const one = await caseFor(ctx, caseId, 'evidence:write', true)
    orRefuse(openCase(one))
    const link = await readLink(ctx.sql, linkId, ctx.today)
    if (link === undefined || link.caseId !== caseId) throw new Refused(refuse('link-absent', 'The case has no such link. Somebody may have taken it away.'))
    if ((await ratedItems(ctx, one)).has(ratedKey(link))) throw new Refused(refuse('evidence-rated', 'The assessor\'s rating of the criterion names this item, so that the link stays.'))
    await deleteLink(ctx.sql, linkId)
    ctx.record({ kind: 'evidence.unlinked', subject: caseId, isPublic: false, body: { evidenceId: link.evidenceId, standard: link.standard, criterion: link.criterion } })
    return { linkId }
  },

  async listCaseEvidence(ctx, { caseId, standard, criterion }) {
    const one = await caseFor(ctx, caseId, 'evidence:read')
    const links = (await linksOfCase(ctx.sql, caseId, ctx.today)).filter((link) => (standard === undefined || link.standard === standard) && (criterion === undefined || link.criterion === criterion))
    return { items: await shownLinks(ctx, one, links), next: null }
  },

  async listLeanings(ctx, { evidenceId }) {
    const evidence = await readable(ctx, await reachFor(ctx, sitesInCases), evidenceId)
    return { ...await leaningsOn(ctx, evidence), next: null }
  },
}
