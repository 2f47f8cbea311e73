// The on-site record: read, written row by row, and the end of the visit.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { notifyRoles } from '#src/notices/notify.handlers.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { subjectOf } from './case.ts'
import { caseFor, moveCase } from './case-move.handlers.ts'
import type { onSiteContract } from './on-site.contract.ts'
import { onSiteFiles } from './on-site-file.handlers.ts'
import { loadRecord, recordableCase } from './on-site-load.handlers.ts'
import { interviewRows, recordView } from './on-site-reading.handlers.ts'
import { CLOSING, closingIn, findingsIn, interviewsIn, keyStandard, mappedClauses, mediaIn, seenOf } from './on-site.ts'
import { writeRows } from './on-site-writing.handlers.ts'

/** @param pageScript of the portable archive's page */
export const onSiteHandlers = (pageScript: string): Handlers<typeof onSiteContract, Context> => ({
  ...onSiteFiles(pageScript),

  async getOnSiteRecord(ctx, { caseId }) {
    return recordView(ctx, await loadRecord(ctx, await caseFor(ctx, caseId, 'finding:read')))
  },

  async proposeClauses(ctx, { caseId, standard, criterion }) {
    const record = await loadRecord(ctx, await caseFor(ctx, caseId, 'finding:read'))
    if (!record.lines.has(`${standard}/${criterion}`)) throw new Refused(refuse('criterion-unknown', `${standard}/${criterion} is no criterion of this case. Take it from the record.`))
    const wordings = new Map(record.loaded.map((one) => [one.standard.standard, wordingFor(one.standard, one.packs, ctx.language)]))
    return {
      items: mappedClauses([...record.lines.values()], { standard, criterion }).map((clause) => {
        const { criterion: one } = record.lines.get(`${clause.standard}/${clause.criterion}`)!
        return { ...clause, title: wordings.get(clause.standard)!.criterion(one.slug, one).title }
      }),
    }
  },

  async recordFinding(ctx, { caseId, findingId: asked, grade, statement, clauses, evidenceIds, withdrawnReason, seen }) {
    const one = await recordableCase(ctx, caseId, 'finding:write')
    if (clauses.length === 0) throw new Refused(refuse('finding-clause-missing', 'Choose at least one criterion that the finding touches.'))
    const findingId = asked ?? ctx.newId('fnd')
    await writeRows(ctx, await loadRecord(ctx, one), [{
      part: 'finding', standard: keyStandard('finding'), criterion: findingId, seen,
      values: { grade, statement, clauses: [...new Map(clauses.map((clause) => [`${clause.standard}/${clause.criterion}`, clause])).values()], evidence: evidenceIds, 'withdrawn-reason': withdrawnReason },
    }])
    return findingsIn((await loadRecord(ctx, one)).cells).find((finding) => finding.findingId === findingId)!
  },

  async recordMediaFind(ctx, { caseId, entryId: asked, source, searchedOn, words, found, relevance, seen }) {
    const one = await recordableCase(ctx, caseId, 'finding:write')
    const entryId = asked ?? ctx.newId('med')
    await writeRows(ctx, await loadRecord(ctx, one), [{
      part: 'media', standard: keyStandard('media'), criterion: entryId, seen, values: { source, 'searched-on': searchedOn, words, found, relevance },
    }])
    return mediaIn((await loadRecord(ctx, one)).cells).find((entry) => entry.entryId === entryId)!
  },

  async recordInterviews(ctx, { caseId, group, count, shortfallReason, seen }) {
    const one = await recordableCase(ctx, caseId, 'finding:write')
    await writeRows(ctx, await loadRecord(ctx, one), [{
      part: 'interviews', standard: keyStandard('interviews'), criterion: group, seen, values: { count, 'shortfall-reason': shortfallReason },
    }])
    const after = interviewsIn((await loadRecord(ctx, one)).cells).find((row) => row.group === group)!
    return { group, count: after.count ?? 0, seen: after.seen }
  },

  async recordClosingMeeting(ctx, { caseId, heldOn, attendees, differences, seen }) {
    const one = await recordableCase(ctx, caseId, 'finding:write')
    if (heldOn > ctx.today) throw new Refused(refuse('day-ahead', `${heldOn} lies ahead; today is ${ctx.today}. Record the meeting when it was held.`))
    await writeRows(ctx, await loadRecord(ctx, one), [{
      part: 'closing', standard: keyStandard('closing'), criterion: CLOSING, seen, values: { 'held-on': heldOn, attendees, differences },
    }])
    ctx.record({ kind: 'closing-meeting.recorded', subject: caseId, isPublic: false, body: { round: one.round, heldOn, attendees: attendees.reduce((sum, { count }) => sum + count, 0) } })
    return { heldOn, seen: seenOf((await loadRecord(ctx, one)).cells, 'closing', keyStandard('closing'), CLOSING) }
  },

  async completeSiteVisit(ctx, { caseId }) {
    const one = await caseFor(ctx, caseId, 'site-visit:complete', true)
    if (one.state !== 'desk-reviewed') {
      throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a visit is completed in "desk-reviewed" only. The case page names what comes next.`))
    }
    const record = await loadRecord(ctx, one)
    const { heldOn } = closingIn(record.cells)
    if (heldOn === null) throw new Refused(refuse('closing-meeting-missing', 'Record the day of the closing meeting and who was there first.'))
    const short = (await interviewRows(ctx, record)).filter(({ least, planned, count, shortfallReason }) => (count ?? 0) < (least ?? Math.min(planned ?? 0, 1)) && shortfallReason === null)
    if (short.length > 0) {
      throw new Refused(refuse('interviews-short', `Fewer interviews than asked: ${short.map(({ group, least }) => `${group}${least === null ? '' : ` (at least ${least})`}`).join(', ')}. Record those held, or why fewer were possible.`))
    }
    const after = await moveCase(ctx, one, 'site-visit.completed', { on: heldOn < ctx.today ? heldOn : ctx.today })
    await notifyRoles(ctx, ['operator', 'site-owner'], subjectOf(one), { kind: 'site-visit.completed', params: { site: one.siteName, on: heldOn }, link: `/cases/${caseId}/assessment`, caseId, dedupeKey: `case:${caseId}:site-visit` })
    return recordView(ctx, await loadRecord(ctx, after))
  },
})
