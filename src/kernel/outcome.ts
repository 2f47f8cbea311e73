import { Refused, type Refusal } from './refusal.ts'

/** What a decision function returns: the accepted value, or the reason it was refused. */
export type Outcome<T> = { readonly accepted: true; readonly value: T } | { readonly accepted: false; readonly refusal: Refusal }

export const accept = <T>(value: T): Outcome<T> => ({ accepted: true, value })
export const deny = (refusal: Refusal): Outcome<never> => ({ accepted: false, refusal })

/** Unwraps an outcome at the rim of the house. @throws Refused */
export function orRefuse<T>(outcome: Outcome<T>): T {
  if (outcome.accepted) return outcome.value
  throw new Refused(outcome.refusal)
}
