// A refusal is the scheme saying no: a value named for its fact, never a status code.
// `platform/http.ts` turns it into an RFC 9457 problem; nothing else knows about HTTP statuses.

/** What kind of no it is. `platform/problems.ts` holds the one table from kind to HTTP status. */
export type RefusalKind = 'absent' | 'forbidden' | 'unauthenticated' | 'conflict' | 'unmet' | 'invalid' | 'too-large' | 'too-many' | 'unavailable'

/** One place that is wrong: a JSON pointer into the input (RFC 6901), or a file position such as `line 12`. */
export type Fault = { readonly pointer: string; readonly detail: string }

export type Refusal = { readonly code: string; readonly detail: string; readonly errors?: readonly Fault[]; readonly retryAfterSeconds?: number }

/** One entry of a slice's `refusals.ts`: what the code means, and what to do about it. */
export type RefusalMeaning = {
  readonly kind: RefusalKind
  readonly title: string
  /** When it is given, why, and what to do now: the text of `/problems/<code>`. */
  readonly meaning: string
}

export type RefusalCatalogue = Readonly<Record<string, RefusalMeaning>>

/** Carries a refusal out of a handler; the only error class that is not a bug. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`${refusal.code}: ${refusal.detail}`)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

export const refuse = (code: string, detail: string, errors?: readonly Fault[]): Refusal =>
  errors === undefined ? { code, detail } : { code, detail, errors }
