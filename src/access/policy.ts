// The one policy: which role holds which permit. `docs/permissions.md` is made from it and read in review.
// `can` asks whether an actor may use a permit at all (the front door); `canOn` whether it may on one subject (the
// handler, once it knows what is asked for).
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { grantsOf, type Actor } from './actor.ts'
import { memberPermits, publicPermits, unkeptPermits } from './permits.ts'
import { rolesOn, type Role, type Subject } from './role.ts'

const isRead = (permit: string): boolean => permit.endsWith(':read')

/** The operator holds every permit but those that separation of duties keeps from it. */
const holds = (role: Role, permit: string): boolean => {
  const holders = memberPermits[permit]
  if (holders === undefined) return role === 'operator'
  return holders.includes(role)
}

/** Everybody with an account holds these, whatever their role. */
const isOwnPermit = (permit: string): boolean => memberPermits[permit]?.length === 0

/** May this actor use this permit on something? */
export function can(actor: Actor, permit: string): boolean {
  if (publicPermits.has(permit)) return true
  if (actor.kind === 'public') return false
  if (actor.keyReach === 'read' && !isRead(permit)) return false
  return isOwnPermit(permit) || grantsOf(actor).some(({ role }) => holds(role, permit))
}

/** May this actor use this permit on this subject? */
export function canOn(actor: Actor, permit: string, subject: Subject): boolean {
  if (!can(actor, permit)) return false
  if (publicPermits.has(permit) || isOwnPermit(permit)) return true
  return [...rolesOn(grantsOf(actor), subject)].some((role) => holds(role, permit))
}

/**
 * Asks for a permit on a subject whose existence the actor may or may not know.
 * @param seeing the permit to see the subject: without it, the subject is absent for this actor
 * @param absent the refusal of a subject that is not there, so that both answers are the same
 * @throws Refused `absent` (404) or `permit-missing` (403)
 */
export function requireOn(actor: Actor, permit: string, subject: Subject, seeing: string, absent: () => Refused): void {
  if (!canOn(actor, seeing, subject)) throw absent()
  if (!canOn(actor, permit, subject)) throw new Refused(refuse('permit-missing', `This account does not hold the permit ${permit} here.`))
}

export const isPublicPermit = (permit: string): boolean => publicPermits.has(permit)

/** Whether what the public reads under a permit changes with public log entries only, so that its answers may be kept. */
export const isKeptPermit = (permit: string): boolean => publicPermits.has(permit) && !unkeptPermits.has(permit)

/** Which roles hold a permit, for the table in `docs/permissions.md`. */
export const holdersOf = (permit: string): readonly Role[] | 'everybody' | 'every account' =>
  publicPermits.has(permit) ? 'everybody' : isOwnPermit(permit) ? 'every account' : memberPermits[permit] ?? ['operator']
