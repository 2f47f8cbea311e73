// Where the bars of the emission curve stand. Width is output and height is intensity, so that area is emissions; both
// axes begin at zero. Mines without a figure stand beside the curve, as wide as their known output.
import type { Result } from '../api/client.ts'

export type Curve = Result<'getEmissionCurve'>
export type Bar = Curve['bars'][number]

export const MARGIN = { left: 46, right: 12, top: 78, bottom: 66 } as const
export const HEIGHT = 440
export const LANE = 10
const GAP = 14

export type Layout = {
  readonly width: number
  readonly base: number
  readonly x: (tonnes: number) => number
  readonly y: (intensity: number) => number
  readonly yTicks: readonly number[]
  readonly xTicks: readonly number[]
  /** The block of mines without a figure; null where none of them has a known output. */
  readonly beside: { readonly x: number; readonly width: number; readonly tonnes: number } | null
}

/** Steps of 1, 2 or 5 times a power of ten, at most `most` of them. */
export function roundTicks(highest: number, most: number): number[] {
  if (!(highest > 0)) return [0]
  const rough = highest / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? 10 * power
  return Array.from({ length: Math.floor(highest / step + 1e-9) + 1 }, (_, index) => index * step)
}

/** Output reported for several mines together counts once. */
export function outputWithoutFigure(mines: Curve['withoutFigure']): number {
  const once = new Map(
    mines.flatMap(({ siteId, output }) =>
      output === null ? [] : [[output.reportedWith ?? siteId, output.tonnes] as const],
    ),
  )
  return [...once.values()].reduce((sum, tonnes) => sum + tonnes, 0)
}

export function layoutOf(curve: Curve, width: number): Layout {
  const total = curve.total.outputTonnes
  const missing = outputWithoutFigure(curve.withoutFigure)
  const gap = missing > 0 ? GAP : 0
  const free = Math.max(1, width - MARGIN.left - MARGIN.right - gap)
  const perTonne = free / Math.max(1, total + missing)
  const highest = Math.max(0.1, ...curve.bars.map(({ intensity }) => intensity)) * 1.03
  const base = HEIGHT - MARGIN.bottom
  const x = (tonnes: number): number => MARGIN.left + tonnes * perTonne
  return {
    width,
    base,
    x,
    y: (intensity) => base - (intensity / highest) * (base - MARGIN.top),
    yTicks: roundTicks(highest, 6),
    xTicks: roundTicks(total, width < 700 ? 4 : 7),
    beside: missing > 0 ? { x: x(total) + gap, width: missing * perTonne, tonnes: missing } : null,
  }
}

/** The bar under a point of the chart, or nothing. */
export function barAt(curve: Curve, layout: Layout, x: number): number | undefined {
  const index = curve.bars.findIndex(({ x0, x1 }) => x >= layout.x(x0) && x < layout.x(x1))
  return index < 0 ? undefined : index
}

/** Where a key leads from a bar; nothing for other keys. */
export function stepTo(key: string, at: number | undefined, count: number): number | undefined {
  const from = at ?? -1
  const goals: Readonly<Record<string, number>> = {
    ArrowRight: from + 1,
    ArrowLeft: at === undefined ? count - 1 : from - 1,
    PageDown: from + 10,
    PageUp: from - 10,
    Home: 0,
    End: count - 1,
  }
  const goal = goals[key]
  return goal === undefined || count === 0 ? undefined : Math.max(0, Math.min(count - 1, goal))
}
