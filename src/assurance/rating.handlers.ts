// Rating a criterion, and comparing assessors.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import { wordingFor } from '#src/standards/language-pack.ts'
import { namesOf, personOf } from './acting-person.ts'
import { compared, comparedByCriterion } from './calibration.ts'
import { recognitionChecksOf } from './desk-review.store.ts'
import { coveredLines } from './desk-review.handlers.ts'
import { loadRecord, recordableCase, type LoadedRecord } from './on-site-load.handlers.ts'
import { writeRows } from './on-site-writing.handlers.ts'
import { ratingIn } from './on-site.ts'
import type { ratingContract } from './rating.contract.ts'
import { ratingCounts } from './rating.store.ts'
import { calibrationPeers, calibrationRatings } from './settings-assessment.ts'
import { NOT_APPLICABLE, lineKey } from './workbook.ts'

const library = standardLibrary()

/** A criterion is accepted on a certificate only after its desk check. @throws Refused `recognition-not-usable` */
async function requireRecognised(ctx: Context, record: LoadedRecord, standard: string, criterion: string, certificateId: string): Promise<void> {
  const at = lineKey({ standard, criterion })
  const line = (await coveredLines(ctx, record.case)).find((one) => lineKey(one) === at)
  const check = (await recognitionChecksOf(ctx.sql, record.case.caseId, record.round)).find((one) => lineKey(one) === at)
  if (line?.certificateIds.includes(certificateId) === true && check?.isAccepted === true && check.certificateId === certificateId) return
  throw new Refused(refuse('recognition-not-usable', line === undefined || !line.certificateIds.includes(certificateId)
    ? `${certificateId} does not cover ${at} in full by an approved equivalence. Rate it on its evidence.`
    : `The desk check of ${certificateId} for ${at} was not accepted. Make it in the desk review, or rate the criterion on its evidence.`))
}

function requireSaid(record: LoadedRecord, at: string, rating: string, rationale: string, notApplicableReason: string): void {
  const line = record.lines.get(at)
  if (line === undefined) throw new Refused(refuse('criterion-unknown', `${at} is no criterion of this case. Take it from the record.`))
  const levels = [...line.standard.ratingScale.levels.map(({ slug }) => slug), NOT_APPLICABLE]
  if (!levels.includes(rating)) throw new Refused(refuse('rating-level-unknown', `"${rating}" is not on the scale of ${line.standard.standard}. Use one of ${levels.join(', ')}.`))
  if (rating === NOT_APPLICABLE ? notApplicableReason.trim() === '' : rationale.trim() === '') {
    throw new Refused(refuse('rating-rationale-missing', rating === NOT_APPLICABLE ? `Say why ${at} does not apply.` : `Say why ${at} is rated "${rating}".`))
  }
}

export const ratingHandlers: Handlers<typeof ratingContract, Context> = {
  async rateCriterion(ctx, { caseId, standard, criterion, rating, rationale, notApplicableReason, notes, evidenceIds, certificateId, reason, seen }) {
    const one = await recordableCase(ctx, caseId, 'rating:write')
    const record = await loadRecord(ctx, one)
    requireSaid(record, lineKey({ standard, criterion }), rating, rationale, notApplicableReason)
    if (certificateId !== null) await requireRecognised(ctx, record, standard, criterion, certificateId)
    const isLeftOut = rating === NOT_APPLICABLE
    await writeRows(ctx, record, [{
      part: 'criterion', standard, criterion, seen,
      values: {
        rating, rationale, 'not-applicable-reason': isLeftOut ? notApplicableReason : null, evidence: [...new Set(evidenceIds)], certificate: isLeftOut ? null : certificateId,
        ...(notes === null ? {} : { notes }),
      },
    }], reason)
    const { ratedBy, ...after } = ratingIn((await loadRecord(ctx, one)).cells, standard, criterion)
    return { ...after, ratedBy, evidenceIds: [...after.evidenceIds], conflicts: [...after.conflicts], seen: [...after.seen] }
  },

  async getCalibration(ctx, { standard, version, userId: asked }) {
    const me = personOf(ctx)
    const isOperator = ctx.actor.kind === 'operator'
    const userId = asked ?? me
    if (!isOperator && userId !== me) throw new Refused(refuse('calibration-hidden', 'The comparison with peers is seen by the secretariat and the assessor concerned alone.'))
    const loaded = (await library.read(ctx.sql)).find((one) => one.standard.standard === standard && one.standard.version === version)
    if (loaded === undefined) throw new Refused(refuse('standard-absent', `This installation holds no standard ${standard} ${version}.`))
    const wording = wordingFor(loaded.standard, loaded.packs, ctx.language)
    const counts = await ratingCounts(ctx.sql, standard, version)
    const levels = loaded.standard.ratingScale.levels.map(({ slug }) => slug)
    const rules = { leastRatings: await ctx.setting(calibrationRatings), leastPeers: await ctx.setting(calibrationPeers) }
    const byCriterion = comparedByCriterion(counts, userId, levels, rules)
    const raters = Map.groupBy(counts, ({ ratedBy }) => ratedBy)
    const names = await namesOf(ctx, isOperator ? [userId, ...raters.keys()] : [userId])
    const shown = isOperator ? [...raters.keys()] : [me]
    return {
      userId, name: names[userId] ?? userId, standard, standardVersion: version, ...rules,
      levels: loaded.standard.ratingScale.levels.map(({ slug, title }) => ({ slug, title: wording.of('levels', slug, title) })),
      overall: compared(counts, userId, levels, rules),
      criteria: loaded.standard.criteria.map((criterion) => ({
        criterion: criterion.slug, title: wording.criterion(criterion.slug, criterion).title,
        ...(byCriterion.get(criterion.slug) ?? compared([], userId, levels, rules)),
      })),
      assessors: shown.map((one) => ({ userId: one, name: names[one] ?? one, n: (raters.get(one) ?? []).reduce((sum, { count }) => sum + count, 0) })).sort((a, b) => a.name < b.name ? -1 : 1),
    }
  },
}
