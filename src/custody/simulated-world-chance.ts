// Chance from a seed: the same seed gives the same numbers on every machine (sfc32, a small generator in the public domain).
export type Chance = {
  /** At least 0, below 1. */
  readonly next: () => number
  /** A whole number at least 0, below the limit. */
  readonly below: (limit: number) => number
  /** A whole number between two, both included. */
  readonly between: (least: number, most: number) => number
}

export function chance(seed: number): Chance {
  let [a, b, c, count] = [0x9e3779b9 | 0, seed | 0, Math.imul(seed, 0x85ebca6b) | 0, 1]
  const next32 = (): number => {
    const sum = (a + b | 0) + count | 0
    count = count + 1 | 0
    a = b ^ b >>> 9
    b = c + (c << 3) | 0
    c = (c << 21 | c >>> 11) + sum | 0
    return sum >>> 0
  }
  for (let i = 0; i < 12; i++) next32()
  const next = () => next32() / 4_294_967_296
  const below = (limit: number) => Math.floor(next() * limit)
  return { next, below, between: (least, most) => least + below(most - least + 1) }
}

/** A place in a list of weights, each as likely as its weight. @param sums running sums of the weights */
export function weighted(sums: Float64Array, at: number): number {
  const wanted = at * sums[sums.length - 1]!
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = low + high >> 1
    if (sums[middle]! > wanted) high = middle
    else low = middle + 1
  }
  return low
}

export function runningSums(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (const [i, weight] of weights.entries()) sums[i] = sum += weight
  return sums
}
