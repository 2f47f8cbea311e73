// What the owner of a site may know of its metal in the books of others (users G5, G7): how many lots of how many organisations it
// went into, how much of it they hold or sold. No row, no name: each figure rests on as many parties as a share must that is told
// exactly (`disclosure.parties`), none of them the reader, or is withheld; of nobody it is withheld too, since nothing before and
// withheld after would tell of one. Figures are bands of one fixed grid (1, 2, 5, 10 …), and neither days nor a least share may be
// asked for, so that no two questions differ by the lots of one party; within a band nobody's volume moves the answer.
import { z } from 'zod'
import type { BandRule } from './disclosure-shares.ts'
import { AnswerVersions } from './lot-answer.ts'

/** A count or a mass as it may be told: from (with) to (without), or withheld where too few parties stand behind it. */
export const CoarseFigure = z.discriminatedUnion('state', [
  z.object({ state: z.literal('banded'), from: z.number(), to: z.number() }),
  z.object({ state: z.literal('withheld') }),
])
export type CoarseFigure = z.infer<typeof CoarseFigure>

export const RecallTotal = z.object({
  lots: CoarseFigure.describe('lots of others that hold some of it, or held some'),
  organisations: CoarseFigure.describe('whose lots they are'),
  tonnes: CoarseFigure.describe('contained metal that others hold or sold to the end market'),
  tonnesSold: CoarseFigure.describe('of it, sold to the end market'),
  isWhole: z.boolean().describe('false where very many lots hold some: then the figures are of the first of them'),
  versions: AnswerVersions,
})
export type RecallTotal = z.infer<typeof RecallTotal>

/** Metal of a site in one book of another organisation, in quanta. */
export type HeldElsewhere = { readonly organisationId: string; readonly lots: number; readonly held: number; readonly sold: number }

const STEPS = [5, 2, 1] as const

/** The band of the grid 1, 2, 5, 10, 20, 50 … that a figure above nothing lies in. */
export function coarseBand(value: number): { readonly from: number; readonly to: number } {
  // A figure that was summed may lie a rounding below its edge.
  const sure = value * (1 + 1e-9)
  const decade = Math.floor(Math.log10(sure))
  const power = sure < 10 ** decade ? decade - 1 : decade
  const step = STEPS.find((one) => sure >= one * 10 ** power) ?? 1
  const exactly = (figure: number): number => Number(figure.toPrecision(3))
  return { from: exactly(step * 10 ** power), to: exactly((step === 5 ? 10 : step === 2 ? 5 : 2) * 10 ** power) }
}

/** @param quantaPerTonne of the metal */
export function recallTotalOf(books: readonly HeldElsewhere[], { parties }: Pick<BandRule, 'parties'>, quantaPerTonne: number): Omit<RecallTotal, 'isWhole' | 'versions'> {
  const figureOf = (of: (book: HeldElsewhere) => number, sum: (counted: readonly HeldElsewhere[]) => number): CoarseFigure => {
    const counted = books.filter((book) => of(book) > 0)
    return counted.length < parties ? { state: 'withheld' } : { state: 'banded', ...coarseBand(sum(counted)) }
  }
  const summed = (of: (book: HeldElsewhere) => number): CoarseFigure => figureOf(of, (counted) => counted.reduce((sum, book) => sum + of(book), 0))
  return {
    lots: summed(({ lots }) => lots),
    organisations: figureOf(({ lots }) => lots, (counted) => counted.length),
    tonnes: summed(({ held, sold }) => (held + sold) / quantaPerTonne),
    tonnesSold: summed(({ sold }) => sold / quantaPerTonne),
  }
}
