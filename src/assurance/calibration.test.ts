import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compared, comparedByCriterion, type RatingCount } from './calibration.ts'

const levels = ['does-not-meet', 'partially-meets', 'fully-meets']
const rules = { leastRatings: 5, leastPeers: 3 }
const counted = (ratedBy: string, ...counts: [number, number, number]): RatingCount[] =>
  counts.flatMap((count, index) => count === 0 ? [] : [{ ratedBy, criterion: 'pollution', level: levels[index]!, count }])
const peers = [...counted('a', 0, 4, 16), ...counted('b', 0, 3, 17), ...counted('c', 0, 5, 15)]

describe('an assessor beside peers', () => {
  test('is not compared on too few ratings or too few peers', () => {
    expect(compared([...counted('me', 0, 0, 4), ...peers], 'me', levels, rules)).toMatchObject({ own: null, peers: null, standing: 'too-few' })
    expect(compared([...counted('me', 0, 0, 20), ...counted('a', 0, 10, 20), ...counted('b', 0, 10, 20)], 'me', levels, rules)).toMatchObject({ own: { n: 20 }, peers: null, standing: 'too-few' })
  })

  test('is like peers, stricter or milder by the distance of the means, with n told', () => {
    expect(compared([...counted('me', 0, 4, 16), ...peers], 'me', levels, rules)).toMatchObject({ standing: 'like-peers', own: { n: 20 }, peers: { n: 60 }, peerCount: 3, difference: expect.closeTo(0, 9) })
    expect(compared([...counted('me', 6, 12, 2), ...peers], 'me', levels, rules)).toMatchObject({ standing: 'stricter', difference: expect.closeTo(-1, 9) })
    expect(compared([...counted('me', 0, 0, 20), ...counted('a', 5, 10, 5), ...counted('b', 5, 10, 5), ...counted('c', 5, 10, 5)], 'me', levels, rules)).toMatchObject({ standing: 'milder' })
  })

  test('with ratings all the same is apart only where the peers are all the same elsewhere', () => {
    const same = (level: number) => ['a', 'b', 'c'].flatMap((one) => counted(one, ...[0, 1, 2].map((index) => index === level ? 5 : 0) as [number, number, number]))
    expect(compared([...counted('me', 0, 0, 5), ...same(2)], 'me', levels, rules)).toMatchObject({ standing: 'like-peers', standardErrors: null })
    expect(compared([...counted('me', 0, 0, 5), ...same(1)], 'me', levels, rules)).toMatchObject({ standing: 'milder', standardErrors: null })
  })

  test('shows no peers whatever the numbers, where one of them could be read from it', () => {
    const row = fc.record({ ratedBy: fc.constantFrom('me', 'a', 'b', 'c', 'd'), criterion: fc.constantFrom('x', 'y'), level: fc.constantFrom(...levels), count: fc.integer({ min: 1, max: 9 }) })
    fc.assert(fc.property(fc.array(row, { maxLength: 40 }), (counts) => {
      for (const [criterion, one] of comparedByCriterion(counts, 'me', levels, rules)) {
        const others = counts.filter((count) => count.criterion === criterion && count.ratedBy !== 'me')
        if (new Set(others.map(({ ratedBy }) => ratedBy)).size < 3 || others.reduce((sum, { count }) => sum + count, 0) < 5) expect(one.peers).toBeNull()
        expect(one.own === null || one.own.n >= 5).toBe(true)
      }
    }))
  })
})
