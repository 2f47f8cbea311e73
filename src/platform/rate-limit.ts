// A token bucket per address and kind of request. It guards work, not bytes: answers from memory are never counted.
import { Refused, refuse } from '#src/kernel/refusal.ts'

export type RateLimit = (address: string, kind: 'read' | 'write' | 'public-write') => void

const perMinute = { read: 1200, write: 600, 'public-write': 20 } as const
const MOST_ADDRESSES = 20_000

/** @param now milliseconds; a steady clock is enough */
export function rateLimit(now: () => number): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>()
  return (address, kind) => {
    const key = `${kind} ${address}`
    const limit = perMinute[kind]
    const time = now()
    const bucket = buckets.get(key) ?? { tokens: limit, at: time }
    bucket.tokens = Math.min(limit, bucket.tokens + (time - bucket.at) / 60_000 * limit)
    bucket.at = time
    if (bucket.tokens < 1) {
      const retryAfterSeconds = Math.ceil((1 - bucket.tokens) / limit * 60)
      throw new Refused({ ...refuse('rate-exceeded', `More than ${limit} requests of this kind in a minute. Try again in ${retryAfterSeconds} s.`), retryAfterSeconds })
    }
    bucket.tokens -= 1
    buckets.delete(key)
    buckets.set(key, bucket)
    if (buckets.size > MOST_ADDRESSES) buckets.delete(buckets.keys().next().value!)
  }
}
