import { describe, expect, test } from 'vitest'
import { barAt, layoutOf, outputWithoutFigure, roundTicks, stepTo, type Curve } from './curve-layout.ts'

const bar = (x0: number, x1: number, intensity: number) => ({ x0, x1, intensity, outputTonnes: x1 - x0 })
const curve = {
  bars: [bar(0, 100, 1), bar(100, 400, 2)],
  total: { outputTonnes: 400 },
  withoutFigure: [
    { siteId: 'A', output: { tonnes: 60, reportedWith: 'together' } },
    { siteId: 'B', output: { tonnes: 60, reportedWith: 'together' } },
    { siteId: 'C', output: { tonnes: 40, reportedWith: null } },
    { siteId: 'D', output: null },
  ],
} as unknown as Curve

describe('the layout of the emission curve', () => {
  test('the area of a bar is in proportion to its emissions', () => {
    const { x, y, base } = layoutOf(curve, 800)
    const area = ({ x0, x1, intensity }: { x0: number; x1: number; intensity: number }) =>
      (x(x1) - x(x0)) * (base - y(intensity))
    const [a, b] = [bar(0, 100, 1), bar(100, 400, 2)].map(area) as [number, number]
    expect(b / a).toBeCloseTo(6, 9)
  })

  test('output reported together is counted once, and unknown output adds nothing', () => {
    expect(outputWithoutFigure(curve.withoutFigure)).toBe(100)
  })

  test('a point finds the bar it lies in, and none outside', () => {
    const layout = layoutOf(curve, 800)
    expect(barAt(curve, layout, layout.x(50))).toBe(0)
    expect(barAt(curve, layout, layout.x(399))).toBe(1)
    expect(barAt(curve, layout, layout.x(401))).toBeUndefined()
  })

  test('keys walk the bars and stop at the ends', () => {
    expect(stepTo('ArrowRight', undefined, 3)).toBe(0)
    expect(stepTo('ArrowLeft', undefined, 3)).toBe(2)
    expect(stepTo('ArrowRight', 2, 3)).toBe(2)
    expect(stepTo('End', 0, 3)).toBe(2)
    expect(stepTo('a', 0, 3)).toBeUndefined()
    expect(stepTo('Home', undefined, 0)).toBeUndefined()
  })

  test('ticks are round and begin at zero', () => {
    expect(roundTicks(9.5, 6)).toEqual([0, 2, 4, 6, 8])
    expect(roundTicks(0, 6)).toEqual([0])
  })
})
