// A cohort is a group of cases with rules of its own: a pilot, or a joint commitment. It changes how long clocks run and
// whether its cases count in the figures; the criteria and the award rule are the standard's, always.
import { z } from 'zod'
import { longText, shortText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { Slug } from '#src/standards/award-rule.ts'
import type { Standard } from '#src/standards/standard.ts'

export const Cohort = z.object({
  cohort: Slug,
  title: shortText(200),
  /** Length in months by clock, where it differs from the standard. */
  clockMonths: z.record(Slug, z.number().int().min(1).max(600)),
  /** Clocks of the standard that do not run in it. */
  withoutClocks: z.array(Slug).max(30),
  /** Whether its cases count in the figures of the programme. */
  isCounted: z.boolean(),
  /** Whether cases may still be put into it. */
  isOpen: z.boolean(),
  note: longText(2000).nullable(),
  version: z.number().int(),
  changedAt: Instant,
})
export type Cohort = z.infer<typeof Cohort>

/** The standard with the clocks that run in a cohort. */
export function withCohort(standard: Standard, cohort: Pick<Cohort, 'clockMonths' | 'withoutClocks'> | undefined): Standard {
  if (cohort === undefined) return standard
  return {
    ...standard,
    clocks: standard.clocks.filter(({ slug }) => !cohort.withoutClocks.includes(slug)).map((clock) => {
      const months = cohort.clockMonths[clock.slug]
      return months === undefined ? clock : { ...clock, length: { ...clock.length, months } }
    }),
  }
}

/** A rule for a clock that no standard has would do nothing. @returns the cohort, or the refusal `cohort-clock-unknown` */
export function checkedCohort<T extends Pick<Cohort, 'clockMonths' | 'withoutClocks'>>(cohort: T, standards: readonly Standard[]): Outcome<T> {
  const known = new Set(standards.flatMap(({ clocks }) => clocks.map(({ slug }) => slug)))
  const unknown = [...Object.keys(cohort.clockMonths), ...cohort.withoutClocks].find((clock) => !known.has(clock))
  if (unknown === undefined) return accept(cohort)
  return deny(refuse('cohort-clock-unknown', `No standard of this installation has a clock "${unknown}". Use one of ${[...known].sort().join(', ')}.`))
}
