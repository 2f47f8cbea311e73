// How shares of one lot add up. It stands apart from the shape of a passport because screens use it, and a page that
// shows figures should not carry the checker of shapes.
import type { PassportShare } from './passport.ts'

/** Two parts of one lot as one. What each is physically at least, both are together. */
export function sharesTogether(a: PassportShare, b: PassportShare): PassportShare {
  const [low, high, isBanded] = [Math.min(1, a.low + b.low), Math.min(1, a.high + b.high), a.isBanded || b.isBanded]
  if (isBanded || (a.physical === null && b.physical === null)) return { low, high, isBanded, physical: null }
  const [one, other] = [a.physical ?? a, b.physical ?? b]
  return { low, high, isBanded, physical: { low: Math.min(1, one.low + other.low), high: Math.min(1, one.high + other.high) } }
}
