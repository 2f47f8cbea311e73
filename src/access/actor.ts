// Who asks. The policy (`policy.ts`) says what each may do.
import { house, type Grant } from './role.ts'

/** How far an API key goes: `read` opens reads only. */
export type KeyReach = 'read' | 'write'

type Signed = {
  readonly userId: string
  readonly via: 'session' | 'api-key' | 'local'
  readonly grants: readonly Grant[]
  /** Which sign-in it is, where it is one. */
  readonly sessionId?: string
  /** Absent: as far as the grants go. */
  readonly keyReach?: KeyReach
}
export type Actor =
  | { readonly kind: 'public' }
  /** Somebody who runs the scheme; may hold further grants. */
  | { readonly kind: 'operator' } & Signed
  /** Everybody else with an account: of a site, a firm, a body, a partner. */
  | { readonly kind: 'member' } & Signed

export const publicActor: Actor = { kind: 'public' }

const operatorGrant: Grant = { role: 'operator', scope: house }

/** The actor of an account with these grants. */
export const actorWith = (signed: Signed): Actor =>
  ({ kind: signed.grants.some(({ role }) => role === 'operator') ? 'operator' : 'member', ...signed })

/** An operator by another way than a grant in a table: the program itself, or the local token of the command line. */
export const localOperator = (userId: string): Actor => ({ kind: 'operator', userId, via: 'local', grants: [operatorGrant] })

export const grantsOf = (actor: Actor): readonly Grant[] => actor.kind === 'public' ? [] : actor.grants

/** How an actor is named in the log: by id, never by name or address. */
export const actorRef = (actor: Actor): string => actor.kind === 'public' ? 'public' : `${actor.kind}:${actor.userId}`
