// The one policy: which actor holds which permit. `docs/permissions.md` is made from it and read in review.
import type { Actor } from './actor.ts'

/** Everybody, without an account. */
const publicPermits: ReadonlySet<string> = new Set([
  'registry:read', 'standard:read', 'log:read', 'error-report:write', 'operator:create', 'actor:read',
])

/** May this actor use this permit? The operator holds every permit of this installation. */
export const can = (actor: Actor, permit: string): boolean => publicPermits.has(permit) || actor.kind === 'operator'

export const isPublicPermit = (permit: string): boolean => publicPermits.has(permit)
