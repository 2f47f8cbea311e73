// The on-site record as it is shown: with titles in the reader's language, the site's own answer, what is recognised, and
// numbers of interviews that point at nobody.
import type { Context } from '#src/access/context.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { namesOf, personOf } from './acting-person.ts'
import { recognitionChecksOf } from './desk-review.store.ts'
import { isAssessor, isLead, isRecordOpen, submittedAnswers, type LoadedRecord } from './on-site-load.handlers.ts'
import { closingIn, conflictsIn, findingsIn, interviewsIn, mediaIn, ratingIn, shownCount, standingFindings, type RecordedRating } from './on-site.ts'
import type { OnSiteRecord, RecordCriterion } from './on-site-view.ts'
import { coverageOf, leastInterviews } from './plan.ts'
import { planOf } from './plan.store.ts'
import { pathOf } from './report.store.ts'
import { scopingOf } from './scoping.handlers.ts'
import { interviewFactor, interviewGroups, minimumGroupSize } from './settings-assessment.ts'
import { keyText, readingOf } from './sheet.ts'
import { NOT_APPLICABLE, answerOf, lineKey, mayBeLeftOut, textIn } from './workbook.ts'

/** Rated in full: a level with its rationale, or a reason why it does not apply. */
export const isRated = ({ rating, rationale, notApplicableReason }: Pick<RecordedRating, 'rating' | 'rationale' | 'notApplicableReason'>): boolean =>
  rating === NOT_APPLICABLE ? notApplicableReason !== null : rating !== null && rationale !== null

export const stateOfRating = (one: RecordedRating): RecordCriterion['state'] =>
  one.conflicts.length > 0 ? 'conflict' : isRated(one) ? 'rated' : one.rating !== null || one.rationale !== null || one.notes !== null || one.evidenceIds.length > 0 ? 'begun' : 'unrated'

/** Interviews of every group the scheme or the plan names, against plan and minimum. */
export async function interviewRows(ctx: Context, record: LoadedRecord) {
  const plan = (await planOf(ctx.sql, record.case.caseId, record.round))?.content
  const factor = await ctx.setting(interviewFactor)
  const coverage = coverageOf({ interviews: plan?.interviews ?? [] }, { groups: await ctx.setting(interviewGroups), interviewFactor: factor })
  const counted = new Map(interviewsIn(record.cells).map((row) => [row.group, row]))
  const known = coverage.map(({ group, isEmployees, size, planned }) => ({
    group, isEmployees, planned: plan === undefined ? null : planned, least: isEmployees && size !== null ? leastInterviews(size, factor) : null,
  }))
  const further = [...counted.keys()].filter((group) => !known.some((one) => one.group === group)).map((group) => ({ group, isEmployees: false, planned: null, least: null }))
  return [...known, ...further].map((row) => ({ ...row, ...(counted.get(row.group) ?? { count: null, shortfallReason: null, conflicts: [], seen: [] }) }))
}

export async function recordView(ctx: Context, record: LoadedRecord): Promise<OnSiteRecord> {
  const { case: one, round, loaded, lines, cells, inRound, earlier } = record
  const [path, scoping, checks, own, interviews, least] = await Promise.all([
    pathOf(ctx.sql, one.caseId, round), scopingOf(ctx, one), recognitionChecksOf(ctx.sql, one.caseId, round), submittedAnswers(ctx, one, round),
    interviewRows(ctx, record), ctx.setting(minimumGroupSize),
  ])
  const wordings = new Map(loaded.map((standard) => [standard.standard.standard, wordingFor(standard.standard, standard.packs, ctx.language)]))
  const recognised = new Map(scoping.map((line) => [lineKey(line), line]))
  const checked = new Map(checks.map((check) => [lineKey(check), check]))
  const findings = findingsIn(cells)
  const conflicts = conflictsIn(cells).map((key) => ({ ...key, values: readingOf(cells.get(keyText(key))!).values }))
  const ratings = new Map([...lines].map(([key, { standard, criterion }]) => [key, ratingIn(cells, standard.standard, criterion.slug)]))
  const names = await namesOf(ctx, [
    ...[...ratings.values()].flatMap(({ ratedBy }) => ratedBy ?? []), ...findings.flatMap(({ writtenBy }) => writtenBy ?? []), ...conflicts.flatMap(({ values }) => values.map(({ author }) => author)),
  ])
  const nameOf = (userId: string | null): string | null => userId === null ? null : names[userId] ?? userId
  const ofTeam = isAssessor(ctx, one)
  const states = [...ratings].filter(([key]) => inRound.has(key)).map(([, rating]) => stateOfRating(rating))
  return {
    caseId: one.caseId, siteName: one.siteName, state: one.state, round, roundKind: one.roundKind, path, mayWrite: ofTeam && isRecordOpen(one), isLead: isLead(ctx, one),
    mayComplete: isLead(ctx, one) && one.state === 'desk-reviewed', me: personOf(ctx),
    standards: loaded.map(({ standard }, index) => {
      const wording = wordings.get(standard.standard)!
      return {
        standard: standard.standard, standardVersion: standard.version, title: wording.standard.title, isGoverning: one.standards[index]!.isGoverning,
        levels: standard.ratingScale.levels.map(({ slug, title }) => ({ slug, title: wording.of('levels', slug, title) })),
        groups: standard.groups.map(({ slug, title }) => ({ slug, title: wording.of('groups', slug, title) })),
      }
    }),
    criteria: [...lines].map(([key, line]): RecordCriterion => {
      const { standard, criterion } = line
      const rating = ratings.get(key)!
      const answer = answerOf(own, key)
      const { title, meaning } = wordings.get(standard.standard)!.criterion(criterion.slug, criterion)
      const before = earlier.get(key)
      const line0 = recognised.get(key)
      const check = checked.get(key)
      return {
        ...rating, evidenceIds: [...rating.evidenceIds], conflicts: [...rating.conflicts], seen: [...rating.seen],
        number: criterion.number, title, meaning, group: criterion.group.slug, mayBeExcluded: mayBeLeftOut(line), isInRound: inRound.has(key), ratedByName: nameOf(rating.ratedBy),
        self: { rating: textIn(answer.rating), rationale: textIn(answer.rationale), notApplicableReason: textIn(answer['not-applicable-reason']) },
        earlier: before === undefined ? null : { level: before.level, rationale: before.rationale },
        recognition: line0 === undefined ? null : { standing: line0.standing, remains: line0.remains, lapsesOn: line0.lapsesOn, certificateIds: line0.certificateIds, isApproved: line0.isApproved },
        check: check === undefined ? null : { certificateId: check.certificateId, isAccepted: check.isAccepted, note: check.note },
        findingIds: standingFindings(findings).filter(({ clauses }) => clauses.some((clause) => clause.standard === standard.standard && clause.criterion === criterion.slug)).map(({ findingId }) => findingId),
        state: stateOfRating(rating),
      }
    }),
    findings: findings.map((finding) => ({ ...finding, writtenByName: nameOf(finding.writtenBy) })),
    media: mediaIn(cells),
    interviews: interviews.map((row) => ({ ...row, ...(ofTeam ? { count: row.count, isBelowMinimum: false } : shownCount(row.count, least)) })),
    minimumGroupSize: least, closing: closingIn(cells),
    conflicts: conflicts.map(({ values, ...key }) => ({
      ...key, values: values.map(({ changeId, value, author, at, source }) => ({ changeId, value, author, authorName: nameOf(author)!, at, source })),
    })),
    progress: {
      criteria: inRound.size, rated: states.filter((state) => state === 'rated').length, begun: states.filter((state) => state === 'begun').length, conflicts: conflicts.length,
    },
  }
}
