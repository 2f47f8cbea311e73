// A published figure beside the computed range: what the difference is, never who erred.
import { z } from 'zod'
import { Day } from '#src/kernel/time.ts'
import { PublishedFigure } from '#src/awards/milestone.ts'
import type { Fact } from '#src/transparency/fact.ts'

/** `inside`: some value that the published words allow lies in the computed range. */
export const Verdict = z.enum(['inside', 'above', 'below', 'not-computable'])
export type Verdict = z.infer<typeof Verdict>

export const ComparedFigure = z.object({
  publishedFigureId: z.string(),
  ...PublishedFigure.pick({
    asOf: true, isDateApproximate: true, measure: true, indicator: true, value: true, comparator: true, unit: true,
    dataset: true, citations: true,
  }).shape,
  metal: PublishedFigure.shape.metal.unwrap().nullable(),
  country: z.string().nullable(),
  note: z.string().nullable(),
  /** The range computed for the day and the year of output of the published figure, in its unit. */
  computed: z.object({
    statusOn: Day, low: z.number(), high: z.number(),
    /** Years of output it was computed for: two where the source does not say of which year it speaks. */
    productionYears: z.array(z.number().int()),
  }).nullable(),
  verdict: Verdict,
  /** From the nearer end of the range to the value as printed; 0 inside. */
  difference: z.number().nullable(),
  /** The verdict in a sentence. */
  statement: z.string(),
})
export type ComparedFigure = z.infer<typeof ComparedFigure>

/** What "almost" and "just above" may leave out, in the unit of the figure. */
const NEARLY = 1

/** The values a published figure allows: what it prints may be rounded by half of its last digit. */
export function allowedValues({ value, comparator }: PublishedFigure): { readonly from: number; readonly to: number } {
  const decimals = (String(value).split('.')[1] ?? '').length
  const half = 0.5 * 10 ** -decimals
  switch (comparator) {
    case '=': case '~': return { from: value - half, to: value + half }
    case '>': return { from: value, to: Infinity }
    case '<': return { from: -Infinity, to: value }
    case '<~': return { from: value - NEARLY - half, to: value + half }
    case '>~': return { from: value - half, to: value + NEARLY + half }
  }
}

export type ComputedRange = NonNullable<ComparedFigure['computed']>

/** @param between what lies between the two, told when the published figure is outside the range */
export function compareFigure(
  figure: Fact<PublishedFigure>, computed: ComputedRange | null, between: (verdict: 'above' | 'below') => string = () => '',
): ComparedFigure {
  const { metal, country, note, productionYear: _year, ...published } = figure.value
  const named = { publishedFigureId: figure.id, ...published, metal: metal ?? null, country: country ?? null, note: note ?? null }
  const said = `Published: ${printFigure(figure.value)}.`
  if (computed === null) {
    return { ...named, computed, verdict: 'not-computable', difference: null, statement: `${said} Nothing to compute it from was found.` }
  }
  const { from, to } = allowedValues(figure.value)
  const verdict: Verdict = from > computed.high ? 'above' : to < computed.low ? 'below' : 'inside'
  const difference = verdict === 'inside' ? 0 : published.value - (verdict === 'above' ? computed.high : computed.low)
  const sentences = [said, sentenceOf(verdict, difference, computed, published.unit), verdict === 'inside' ? '' : between(verdict)]
  return { ...named, computed, verdict, difference, statement: sentences.filter((text) => text !== '').join(' ') }
}

const COMPARATOR_WORDS: Readonly<Record<PublishedFigure['comparator'], string>> = {
  '=': '', '>': 'more than ', '<': 'less than ', '~': 'about ', '<~': 'almost ', '>~': 'just above ',
}

const printFigure = ({ value, comparator, unit }: PublishedFigure): string =>
  `${COMPARATOR_WORDS[comparator]}${value}${unit === 'percent' ? ' %' : ''}`

const print = (value: number, unit: PublishedFigure['unit']): string => unit === 'percent' ? value.toFixed(1) : String(value)

function sentenceOf(verdict: Verdict, difference: number, computed: ComputedRange, unit: PublishedFigure['unit']): string {
  const suffix = unit === 'percent' ? ' %' : ''
  const range = computed.low === computed.high
    ? `${print(computed.low, unit)}${suffix}` : `${print(computed.low, unit)} to ${print(computed.high, unit)}${suffix}`
  const years = computed.productionYears
  const year = years.length === 0 ? '' : `, output of ${years.join(' or ')}${years.length > 1 ? ' (the source does not say which)' : ''}`
  const basis = `Computed for ${computed.statusOn}${year}: ${range}`
  if (verdict === 'inside') return `${basis}. The published figure is inside the range.`
  const by = `${print(Math.abs(difference), unit)} ${unit === 'percent' ? 'points' : ''}`.trim()
  return `${basis}. The published figure is ${by} ${verdict} the range.`
}
