// Milestones that were published beside the decisions here, by an import or its undoing, by a correction or a change of systems:
// where the standing of a site is another after them, what rests on it is looked at as after a decision (issue paragraph 2.4).
import type { Context, Decision } from '#src/access/context.ts'
import { survivorOf } from '#src/awards/holding.ts'
import { milestoneFact, type Milestone, type MilestoneKind } from '#src/awards/milestone.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import type { Day } from '#src/kernel/time.ts'
import { siteFact } from '#src/parties/site.ts'
import { noteAwardChange } from '#src/provenance/impact.handlers.ts'
import { lotsStartedAt } from '#src/provenance/lineage.store.ts'
import type { FactLine, FactSet } from '#src/transparency/fact.ts'
import { reviewSites } from './claim-review.handlers.ts'

/** What a standing follows from; planned and promised gives none. */
const TELLING: ReadonlySet<MilestoneKind> = new Set(['award', 're-award', 'extension', 'follow-up', 'suspension', 'withdrawal', 'custody-conformance', 'due-diligence-conformance'])

/** By site, the first day that the change speaks of; null where that is not known. */
export function standingsMoved(facts: FactSet, lines: readonly FactLine[]): Map<string, Day | null> {
  const known = facts.of(milestoneFact)
  const told = new Map<string, { siteId: string; from: Day | null; count: number }>()
  const tell = (milestone: Milestone | undefined, by: number): void => {
    if (milestone?.siteId === undefined || !TELLING.has(milestone.kind)) return
    const { register, kind, mark, date, validUntil, origin } = milestone
    const siteId = survivorOf(facts.of(siteFact), milestone.siteId)
    // Wording, citations and numbers of the same milestone change no standing.
    const text = canonicalText({ siteId, register, kind, mark: mark ?? null, from: date.from, to: date.to, validUntil: validUntil ?? null, origin })
    told.set(text, { siteId, from: date.from, count: (told.get(text)?.count ?? 0) + by })
  }
  for (const line of new Map(lines.filter(({ kind }) => kind === milestoneFact.kind).map((one) => [one.id, one])).values()) {
    tell(known.get(line.id)?.value, -1)
    if (line.op === 'put') tell(line.value as Milestone, 1)
  }
  const moved = new Map<string, Day | null>()
  for (const { siteId, from, count } of told.values()) {
    if (count === 0) continue
    const before = moved.get(siteId)
    moved.set(siteId, before === null || from === null ? null : before === undefined || from < before ? from : before)
  }
  return moved
}

/** Who holds what rests on these sites is told; the effect on what was made of their metal is worked out by the sweep. */
export async function whenMilestonesPublished(ctx: Context, _decision: Decision, lines: readonly FactLine[]): Promise<void> {
  if (!lines.some(({ kind }) => kind === milestoneFact.kind)) return
  const moved = standingsMoved(await ctx.facts(), lines)
  await reviewSites(ctx, [...moved.keys()])
  await ctx.acrossBooks(async (sql) => {
    for (const [siteId, on] of moved) {
      if ((await lotsStartedAt(sql, { siteId, since: null }, 0, 1)).length > 0) await noteAwardChange(ctx, { kind: 'award.changed', subject: siteId, isPublic: true, body: on === null ? {} : { on } })
    }
  })
}
