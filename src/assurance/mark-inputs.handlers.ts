// What the engine is asked with: the ratings of an assessor once they are final, or the answers of the site itself.
import type { Context } from '#src/access/context.ts'
import { orRefuse, type Outcome } from '#src/kernel/outcome.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { linksOfCase } from '#src/evidence/evidence.store.ts'
import { applicable } from '#src/standards/applicability.ts'
import type { Standard } from '#src/standards/standard.ts'
import type { Case } from './case.ts'
import type { CaseEvent } from './case.store.ts'
import { standardOf } from './case-move.handlers.ts'
import { inputsText, markAnswer, type CriterionStanding, type MarkAnswer } from './mark-engine.ts'
import { standingRatings } from './rating.store.ts'
import { ruledBy } from './rating.ts'
import { readCells } from './sheet.store.ts'
import { NOT_APPLICABLE, answerOf, keyOfLine, linesOf, textIn, workbookRound } from './workbook.ts'

export type MarkInputs = {
  readonly standard: Standard
  readonly isGoverning: boolean
  /** The marks asked for under it; null alone for a standard that grants none. */
  readonly marks: readonly (string | null)[]
  readonly standings: ReadonlyMap<string, CriterionStanding>
  readonly applicable: ReadonlySet<string>
}

const marksOf = (marks: readonly string[]): readonly (string | null)[] => marks.length === 0 ? [null] : marks

/** From the ratings that stand after a round. */
export async function ratedInputs(ctx: Context, one: Case, round: number): Promise<MarkInputs[]> {
  const ratings = await standingRatings(ctx.sql, one.caseId, round)
  return Promise.all(one.standards.map(async (under) => {
    const standard = await standardOf(ctx, under.standard, under.standardVersion)
    const ruled = ruledBy(ratings.filter((rating) => rating.standard === under.standard), new Set(applicable(standard, one).map(({ slug }) => slug)))
    return {
      standard, isGoverning: under.isGoverning, marks: marksOf(under.marks), applicable: ruled.applicable,
      standings: new Map([...ruled.levels].map(([criterion, level]) => [criterion, { level, lacksEvidence: false }])),
    }
  }))
}

/** From the site's own answers: a rating above the lowest that no valid evidence stands behind is shown to nobody yet. */
export async function ownInputs(ctx: Context, one: Case): Promise<MarkInputs[]> {
  const standards = await Promise.all(one.standards.map(({ standard, standardVersion }) => standardOf(ctx, standard, standardVersion)))
  const cells = await readCells(ctx.sql, one.caseId, workbookRound(one), 'self-assessment')
  const valid = new Set((await linksOfCase(ctx.sql, one.caseId, ctx.today)).filter(({ cause }) => cause === null).map(({ standard, criterion }) => `${standard}/${criterion}`))
  return one.standards.map((under, index) => {
    const standard = standards[index]!
    const lowest = standard.ratingScale.levels[0]!.slug
    const levels = new Set(standard.ratingScale.levels.map(({ slug }) => slug))
    const lines = linesOf(one, [standard])
    const standings = new Map<string, CriterionStanding>()
    const left = new Set<string>()
    for (const line of lines) {
      const { rating } = answerOf(cells, keyOfLine(line))
      const level = rating.isConflict ? null : textIn(rating)
      if (level === NOT_APPLICABLE) left.add(line.criterion.slug)
      else if (level !== null && levels.has(level)) standings.set(line.criterion.slug, { level, lacksEvidence: level !== lowest && !valid.has(keyOfLine(line)) })
    }
    return {
      standard, isGoverning: under.isGoverning, marks: marksOf(under.marks), standings,
      applicable: new Set(lines.map(({ criterion }) => criterion.slug).filter((slug) => !left.has(slug))),
    }
  })
}

const asked = (inputs: readonly MarkInputs[]): Outcome<MarkAnswer>[] =>
  inputs.flatMap(({ standard, marks, standings, applicable: applies }) => marks.map((mark) => markAnswer(standard, mark, standings, applies)))

/** The engine's answer for every mark. @throws Refused `nothing-applies`, `rating-unknown` */
export const answersOf = (inputs: readonly MarkInputs[]): MarkAnswer[] => asked(inputs).map(orRefuse)

/** The same, without the marks about which nothing can be said. */
export const possibleAnswers = (inputs: readonly MarkInputs[]): MarkAnswer[] => asked(inputs).flatMap((one) => one.accepted ? [one.value] : [])

/** Names the engine and everything it was given. */
export const hashOf = (inputs: readonly MarkInputs[]): string =>
  sha256Hex(inputs.map(({ standard, standings, applicable: applies }) => inputsText(standard, standings, applies)).join('\n'))

/** The last round whose ratings are final; 0 while none is. */
export function finalRound(one: Pick<Case, 'state' | 'round'>, events: readonly Pick<CaseEvent, 'event' | 'round'>[]): number {
  if (['final', 'remediation', 'conditional', 'awarded'].includes(one.state)) return one.round
  let final = 0
  for (const { event, round } of events) {
    if (event === 'report.finalised' || event === 'case.decided') final = Math.max(final, round)
    if (event === 'decision.sent-back' && final === round) final = round - 1
  }
  return final
}
