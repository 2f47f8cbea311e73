// The equivalence matrix: what of another scheme's standard stands for which of our requirements, wholly or in part, under
// which conditions, and what stays to be looked at (equivalency and recognition). A row is data that somebody here
// approved for a time. Rows that come with the program are examples and decide nothing until they are approved.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'

/** From weakest to strongest. */
export const EquivalenceValue = z.enum(['none', 'partial', 'full'])
export type EquivalenceValue = z.infer<typeof EquivalenceValue>

/** Whether the left side accepts the right one, is accepted by it, or both. Only what accepts reduces a scope. */
export const EquivalenceDirection = z.enum(['recognises', 'recognised-by', 'both'])
export type EquivalenceDirection = z.infer<typeof EquivalenceDirection>

export const EquivalenceConditions = z.object({
  /** The certificate holds on the day of the assessment. */
  validAtAssessment: z.boolean(),
  /** It covers the ground of the site, not a part of it or another. */
  sameBoundary: z.boolean(),
  /** The body that issued it is accredited. */
  accreditedBody: z.boolean(),
  /** The certificate is no older than this on the day of the assessment. */
  maxAgeMonths: z.number().int().min(1).max(240).nullable(),
})
export type EquivalenceConditions = z.infer<typeof EquivalenceConditions>

/** How the two stand to one another, in the words (of SKOS) by which the vocabularies of UNTP are aligned. */
export const AlignmentTerm = z.enum(['exact-match', 'close-match', 'broad-match', 'narrow-match', 'related-match'])

const row = {
  /** The requirement that is to be met: of one of our standards, or of another scheme where the row is a link of a chain. */
  standard: Slug,
  standardVersion: Version,
  /** Null: the standard as a whole. */
  criterion: Slug.nullable(),
  /** A part of the criterion, in our words; null: the whole criterion. */
  part: shortText(200).nullable(),
  /** What stands for it. */
  externalScheme: Slug,
  externalVersion: Version,
  /** The clauses of the other standard that are meant; empty: the standard as a whole. */
  clauses: z.array(shortText(60)).max(40),
  value: EquivalenceValue,
  direction: EquivalenceDirection,
  conditions: EquivalenceConditions,
  /** What stays to be looked at; asked for where the value is partial. */
  gap: shortText(2000).nullable(),
  /** What must be shown besides the certificate. */
  evidenceRequired: z.array(shortText(300)).max(20),
  alignment: AlignmentTerm.nullable(),
  note: shortText(1000).nullable(),
}
export const EquivalenceStatement = z.object(row)
export type EquivalenceStatement = z.infer<typeof EquivalenceStatement>

export const EquivalenceState = z.enum(['proposed', 'approved', 'expired', 'revoked'])
export type EquivalenceState = z.infer<typeof EquivalenceState>

export const EquivalenceId = z.string().regex(/^[a-z0-9][a-z0-9_.-]{2,79}$/, 'the number of a row is 3 to 80 of a-z, 0-9, dot, hyphen and underscore')

export const Equivalence = z.object({
  equivalenceId: EquivalenceId,
  ...row,
  /** It came with the program and was not approved here. */
  isExample: z.boolean(),
  state: EquivalenceState,
  approvedBy: z.string().nullable(),
  approvedOn: Day.nullable(),
  /** The last day of the approval. */
  validUntil: Day.nullable(),
  revokedOn: Day.nullable(),
  revocationReason: z.string().nullable(),
  version: z.number().int(),
  changedAt: Instant,
})
export type Equivalence = z.infer<typeof Equivalence>

export const equivalenceStateOn = (one: Pick<Equivalence, 'approvedOn' | 'validUntil' | 'revokedOn'>, today: Day): EquivalenceState =>
  one.revokedOn !== null ? 'revoked' : one.approvedOn === null ? 'proposed' : one.validUntil !== null && one.validUntil < today ? 'expired' : 'approved'

/** What a row must say to be one. */
export function soundEquivalence(one: EquivalenceStatement): Outcome<null> {
  const fault = (detail: string) => deny(refuse('equivalence-unsound', detail))
  if (one.value === 'partial' && one.gap === null) return fault('A partial equivalence says what stays to be looked at: fill in the gap.')
  if (one.value !== 'partial' && one.gap !== null) return fault(`A row of value "${one.value}" leaves no gap. Set it to partial, or take the gap out.`)
  if (one.part !== null && one.criterion === null) return fault('A part is of a criterion: name the criterion.')
  if (one.standard === one.externalScheme && one.standardVersion === one.externalVersion) return fault('A standard does not stand for itself.')
  return accept(null)
}

const strength = (value: EquivalenceValue): number => EquivalenceValue.options.indexOf(value)
export const weaker = (a: EquivalenceValue, b: EquivalenceValue): EquivalenceValue => strength(a) <= strength(b) ? a : b
export const isStronger = (a: EquivalenceValue, b: EquivalenceValue): boolean => strength(a) > strength(b)
const earlier = (a: Day | null, b: Day | null): Day | null => a === null ? b : b === null || a < b ? a : b
const fewer = (a: number | null, b: number | null): number | null => a === null ? b : b === null ? a : Math.min(a, b)

/** Rows joined end to end: ours from B, B from C, so ours from C. */
export type Chain = {
  readonly hops: readonly Equivalence[]
  readonly externalScheme: string
  readonly externalVersion: string
  readonly value: EquivalenceValue
  readonly conditions: EquivalenceConditions
  readonly gaps: readonly string[]
  readonly evidenceRequired: readonly string[]
  readonly validUntil: Day | null
  /** Every hop was approved here and still is. */
  readonly isApproved: boolean
}

export const chainOf = (one: Equivalence): Chain => ({
  hops: [one], externalScheme: one.externalScheme, externalVersion: one.externalVersion, value: one.value, conditions: one.conditions,
  gaps: one.gap === null ? [] : [one.gap], evidenceRequired: one.evidenceRequired, validUntil: one.validUntil, isApproved: one.state === 'approved',
})

/** A chain with one hop more: as strong as the weaker of both, under the conditions of both, for the shorter time. */
export const extended = (chain: Chain, hop: Equivalence): Chain => {
  const next = chainOf(hop)
  return {
    hops: [...chain.hops, hop], externalScheme: hop.externalScheme, externalVersion: hop.externalVersion,
    value: weaker(chain.value, next.value),
    conditions: {
      validAtAssessment: chain.conditions.validAtAssessment || next.conditions.validAtAssessment,
      sameBoundary: chain.conditions.sameBoundary || next.conditions.sameBoundary,
      accreditedBody: chain.conditions.accreditedBody || next.conditions.accreditedBody,
      maxAgeMonths: fewer(chain.conditions.maxAgeMonths, next.conditions.maxAgeMonths),
    },
    gaps: [...chain.gaps, ...next.gaps], evidenceRequired: [...new Set([...chain.evidenceRequired, ...next.evidenceRequired])],
    validUntil: earlier(chain.validUntil, next.validUntil), isApproved: chain.isApproved && next.isApproved,
  }
}

const accepts = (one: Equivalence): boolean => one.direction !== 'recognised-by' && one.state !== 'revoked' && one.state !== 'expired'
const nodeOf = (scheme: string, version: string): string => `${scheme} ${version}`

/** More hops than this carry nothing that an assessor could follow. */
export const MOST_HOPS = 4

/** Every chain that begins at one of our criteria, the shortest first; a chain never passes a standard twice. */
export function chainsFrom(rows: readonly Equivalence[], requirement: { standard: string; standardVersion: string; criterion: string }): Chain[] {
  const hopsAt = Map.groupBy(rows.filter((one) => accepts(one) && one.criterion === null), (one) => nodeOf(one.standard, one.standardVersion))
  const first = rows.filter((one) => accepts(one) && one.standard === requirement.standard && one.standardVersion === requirement.standardVersion && one.criterion === requirement.criterion)
  const found: Chain[] = first.map(chainOf)
  for (let at = 0; at < found.length; at++) {
    const chain = found[at]!
    if (chain.hops.length >= MOST_HOPS || chain.value === 'none') continue
    const passed = new Set([nodeOf(requirement.standard, requirement.standardVersion), ...chain.hops.map((hop) => nodeOf(hop.externalScheme, hop.externalVersion))])
    for (const hop of hopsAt.get(nodeOf(chain.externalScheme, chain.externalVersion)) ?? []) {
      if (!passed.has(nodeOf(hop.externalScheme, hop.externalVersion))) found.push(extended(chain, hop))
    }
  }
  return found
}
