// What leans on an item of evidence, over every case of its organisation that the reader may see, and what becomes of it
// when the item no longer holds: it is marked with the cause, and the parties of the cases are told.
import type { Context, Decision } from '#src/access/context.ts'
import { causeOf, type Evidence } from '#src/evidence/evidence.ts'
import { casesLinking, linksOfEvidence, readEvidence } from '#src/evidence/evidence.store.ts'
import { addDays } from '#src/kernel/time.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { subjectOf, type Case } from './case.ts'
import { casesVisibleTo, readCase } from './case.store.ts'
import { certificatesWithEvidence } from './certificate.store.ts'
import { endStates } from './cycle.ts'
import type { Leaning } from './evidence-link.contract.ts'
import { gapsOfCases } from './improvement-plan.store.ts'
import { standingRatings } from './rating.store.ts'
import { newestScopings } from './scoping.store.ts'

const inCase = (one: Case, kind: Leaning['kind'], part: Partial<Leaning> = {}): Leaning => ({
  kind, caseId: one.caseId, siteId: one.siteId, siteName: one.siteName, cycle: one.cycle, caseState: one.state,
  standard: null, standardVersion: null, criterion: null, certificateId: null, until: null, ...part,
})
const versionIn = (one: Case, standard: string): string | null => one.standards.find((part) => part.standard === standard)?.standardVersion ?? null

/** Everything that leans on an item, by case, and why it must be looked at again. */
export async function leaningsOn(ctx: Context, evidence: Evidence): Promise<{ cause: ReturnType<typeof causeOf>; items: Leaning[] }> {
  const id = evidence.evidenceId
  const cases = await casesVisibleTo(ctx.sql, ctx.actor, { organisationId: evidence.organisationId })
  const byCase = new Map(cases.map((one) => [one.caseId, one]))
  const items: Leaning[] = []
  for (const link of await linksOfEvidence(ctx.sql, id, ctx.today)) {
    const one = byCase.get(link.caseId)
    if (one !== undefined) items.push(inCase(one, 'link', { standard: link.standard, standardVersion: versionIn(one, link.standard), criterion: link.criterion }))
  }
  const linking = new Set((await casesLinking(ctx.sql, [id])).get(id))
  for (const one of cases.filter(({ caseId }) => linking.has(caseId))) {
    for (const rating of (await standingRatings(ctx.sql, one.caseId, one.round)).filter(({ evidenceIds }) => evidenceIds.includes(id))) {
      items.push(inCase(one, 'rating', { standard: rating.standard, standardVersion: rating.standardVersion, criterion: rating.criterion, certificateId: rating.certificateId }))
    }
  }
  for (const certificate of await certificatesWithEvidence(ctx.sql, [id], ctx.today)) {
    const one = cases.find(({ siteId }) => siteId === certificate.siteId)
    if (one !== undefined) items.push({ ...inCase(one, 'certificate', { certificateId: certificate.certificateId, until: certificate.validUntil }), caseId: null, cycle: null, caseState: null })
  }
  for (const [caseId, snapshot] of await newestScopings(ctx.sql, [...byCase.keys()])) {
    for (const line of snapshot.lines.filter(({ evidenceIds }) => evidenceIds.includes(id))) {
      items.push(inCase(byCase.get(caseId)!, 'recognition', { standard: line.standard, standardVersion: line.standardVersion, criterion: line.criterion, certificateId: line.certificateIds[0] ?? null, until: line.lapsesOn }))
    }
  }
  for (const [caseId, gaps] of await gapsOfCases(ctx.sql, [...byCase.keys()])) {
    for (const gap of gaps.filter(({ closingEvidence }) => closingEvidence.includes(id))) {
      items.push(inCase(byCase.get(caseId)!, 'plan-closure', { standard: gap.standard, standardVersion: gap.standardVersion, criterion: gap.criterion }))
    }
  }
  return { cause: causeOf(evidence, (day) => addDays(day, 1)), items }
}

/** Tells the parties of every running case in which the item is linked that it no longer holds as it did. */
export async function tellWhoLeans(ctx: Context, { kind, subject }: Decision): Promise<void> {
  const evidence = await readEvidence(ctx.sql, subject, ctx.today)
  if (evidence === undefined) return
  const cause = causeOf(evidence, (day) => addDays(day, 1))
  for (const caseId of (await casesLinking(ctx.sql, [subject])).get(subject)!) {
    const one = await readCase(ctx.sql, caseId)
    if (one === undefined || endStates.includes(one.state)) continue
    await notifyRoles(ctx, ['site-owner', 'site-contributor', 'lead-assessor'], subjectOf(one), {
      kind: 'evidence.leaning', params: { site: one.siteName, title: evidence.title, cause: cause?.kind ?? 'revised' }, link: `/evidence/${subject}`, caseId,
      dedupeKey: `case:${caseId}:evidence:${subject}:${kind}:${evidence.version}`,
    })
  }
}
