// Who asks. The policy (`policy.ts`) says what each may do.
export type Actor =
  | { readonly kind: 'public' }
  | { readonly kind: 'operator'; readonly userId: string; readonly via: 'session' | 'api-key' | 'local' }

export const publicActor: Actor = { kind: 'public' }

/** How an actor is named in the log: by id, never by name or address. */
export const actorRef = (actor: Actor): string => actor.kind === 'public' ? 'public' : `${actor.kind}:${actor.userId}`
