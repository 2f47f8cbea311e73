// Calibration: whether an assessor rates a criterion as peers do. Levels are counted, and their mean rank compared; nothing
// is shown below the set numbers of ratings and peers, and a distance is called one only where chance explains it badly. It
// tells where to talk to one another, and grades nobody.
import { z } from 'zod'
import { Slug } from '#src/standards/award-rule.ts'
import { Version } from '#src/standards/standard.ts'

const Distribution = z.object({ n: z.number().int(), counts: z.record(z.string(), z.number().int()) })
export type Distribution = z.infer<typeof Distribution>

export const CriterionCalibration = z.object({
  criterion: Slug, title: z.string(),
  /** Null where too few ratings or peers stand behind it. */
  own: Distribution.nullable(), peers: Distribution.nullable(), peerCount: z.number().int().nullable(),
  /** Mean rank of the own ratings less that of the peers, in levels; below zero is stricter. */
  difference: z.number().nullable(),
  /** The distance in standard errors of the difference; null where all ratings are the same. */
  standardErrors: z.number().nullable(),
  standing: z.enum(['too-few', 'like-peers', 'stricter', 'milder']),
})
export const Calibration = z.object({
  userId: z.string(), name: z.string(), standard: Slug, standardVersion: Version,
  levels: z.array(z.object({ slug: Slug, title: z.string() })),
  leastRatings: z.number().int(), leastPeers: z.number().int(),
  /** Over all criteria that are shown. */
  overall: CriterionCalibration.omit({ criterion: true, title: true }),
  criteria: z.array(CriterionCalibration),
  /** Assessors who can be chosen: all for the operator, oneself for an assessor. */
  assessors: z.array(z.object({ userId: z.string(), name: z.string(), n: z.number().int() })),
})
export type Calibration = z.infer<typeof Calibration>

export type RatingCount = { readonly ratedBy: string; readonly criterion: string; readonly level: string; readonly count: number }
type Rules = { readonly leastRatings: number; readonly leastPeers: number }
type Compared = z.infer<typeof Calibration.shape.overall>

/** Beyond this many standard errors chance is a bad explanation: about one time in twenty. */
const APART = 2

function distribution(counts: readonly RatingCount[]): Distribution {
  const found: Record<string, number> = {}
  for (const { level, count } of counts) found[level] = (found[level] ?? 0) + count
  return { n: counts.reduce((sum, { count }) => sum + count, 0), counts: found }
}

/** Mean and variance of the ranks; the variance is of the sample. */
function moments({ n, counts }: Distribution, rank: ReadonlyMap<string, number>): { mean: number; variance: number } {
  const of = Object.entries(counts).map(([level, count]) => ({ at: rank.get(level) ?? 0, count }))
  const mean = of.reduce((sum, { at, count }) => sum + at * count, 0) / n
  return { mean, variance: n < 2 ? 0 : of.reduce((sum, { at, count }) => sum + count * (at - mean) ** 2, 0) / (n - 1) }
}

/** Compares the ratings of one with those of all others. */
export function compared(counts: readonly RatingCount[], userId: string, levels: readonly string[], { leastRatings, leastPeers }: Rules): Compared {
  const own = distribution(counts.filter(({ ratedBy }) => ratedBy === userId))
  const others = counts.filter(({ ratedBy }) => ratedBy !== userId)
  const peers = distribution(others)
  const peerCount = new Set(others.map(({ ratedBy }) => ratedBy)).size
  if (own.n < leastRatings || peers.n < leastRatings || peerCount < leastPeers) {
    return { own: own.n < leastRatings ? null : own, peers: null, peerCount: null, difference: null, standardErrors: null, standing: 'too-few' }
  }
  const rank = new Map(levels.map((level, index) => [level, index]))
  const [mine, theirs] = [moments(own, rank), moments(peers, rank)]
  const difference = mine.mean - theirs.mean
  const error = Math.sqrt(mine.variance / own.n + theirs.variance / peers.n)
  const standardErrors = error === 0 ? null : difference / error
  const isApart = standardErrors === null ? difference !== 0 : Math.abs(standardErrors) > APART
  return { own, peers, peerCount, difference, standardErrors, standing: !isApart ? 'like-peers' : difference < 0 ? 'stricter' : 'milder' }
}

export const comparedByCriterion = (counts: readonly RatingCount[], userId: string, levels: readonly string[], rules: Rules): Map<string, Compared> =>
  new Map([...Map.groupBy(counts, ({ criterion }) => criterion)].map(([criterion, own]) => [criterion, compared(own, userId, levels, rules)]))
