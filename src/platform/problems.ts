// Refusals become RFC 9457 problems here and nowhere else: one table from kind to status, one catalogue of codes.
// A title is told in the reader's language (RFC 9457, 3.1.4, allows that and nothing else to change); the detail, which
// carries numbers and names, stays English. The titles are one area of messages, `problem`, by code: a problem takes its
// title from it, and whatever else bears a code (the answer to a line, a dry run, a preview) finds it there too, so that
// no answer has to change its shape and nothing that is kept has to know who will read it.
import { accessRefusals } from '#src/access/refusals.ts'
import type { Refusal, RefusalCatalogue, RefusalKind, RefusalMeaning } from '#src/kernel/refusal.ts'
import { sliceRefusals } from './slices.ts'

const statusOf: Readonly<Record<RefusalKind, number>> = {
  invalid: 422, unauthenticated: 401, forbidden: 403, absent: 404, conflict: 409, unmet: 409, 'too-large': 413, 'too-many': 429, unavailable: 503,
}

/** What every operation may answer, whatever it declares. */
export const commonRefusals = {
  ...accessRefusals,
  'input-invalid': { kind: 'invalid', title: 'The input does not have the right form', meaning: 'A field is missing, of the wrong kind, too long or outside its range. `errors` names each place and what is wanted there. Nothing was changed.' },
  'body-malformed': { kind: 'invalid', title: 'The body cannot be read', meaning: 'The body is not well-formed JSON in UTF-8, or its content type is not application/json. Nothing was changed.' },
  'body-too-large': { kind: 'too-large', title: 'The body is too large', meaning: 'A JSON body may have one megabyte; files are sent to the operations that take uploads.' },
  'upload-too-large': { kind: 'too-large', title: 'The file is too large', meaning: 'The file passes the limit of this operation, which the detail names. Split the file, or export only the columns that are needed. Nothing was read in.' },
  'upload-missing': { kind: 'invalid', title: 'No file was sent', meaning: 'The operation takes the bytes of a file as its body.' },
  'operation-absent': { kind: 'absent', title: 'There is no such operation', meaning: 'No operation has this method and path. `/docs` lists them all.' },
  'rate-exceeded': { kind: 'too-many', title: 'Too many requests', meaning: 'This address sent more requests in a minute than are answered. `Retry-After` says when to go on.' },
  'cursor-invalid': { kind: 'invalid', title: 'The cursor is not one of ours', meaning: 'A cursor is the `next` of an earlier page, sent back unchanged. Begin again without it.' },
  'idempotency-key-reused': { kind: 'conflict', title: 'The key was used for something else', meaning: 'An `Idempotency-Key` names one request for ever. This key came before with another operation or another input. Use a new key.' },
  'idempotency-key-running': { kind: 'conflict', title: 'The same request is still running', meaning: 'A request with this `Idempotency-Key` has not ended yet. Ask again in a moment.' },
  'fact-invalid': { kind: 'invalid', title: 'A fact cannot be published', meaning: 'What would be published does not have the shape of its kind; the detail names the fact and the field. Nothing was changed.' },
  'not-ready': { kind: 'unavailable', title: 'The registry is not ready', meaning: 'The database does not answer at the moment. Try again shortly.' },
  'unexpected': { kind: 'unavailable', title: 'Something went wrong here', meaning: 'A fault of the program, written to its log under the request id. Nothing was changed. Report the id to the operator.' },
} as const satisfies RefusalCatalogue

export const catalogue: ReadonlyMap<string, RefusalMeaning> = new Map<string, RefusalMeaning>([
  ...Object.entries(commonRefusals), ...sliceRefusals.flatMap((refusals) => Object.entries(refusals)),
])

/** The English of the area `problem`: written once, beside each code. */
export const englishTitles: Readonly<Record<string, string>> = Object.fromEntries([...catalogue].map(([code, { title }]) => [code, title]))

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: string
  readonly errors?: Refusal['errors']
}

/**
 * @param titles of the reader's language; a title that it lacks is English
 * @throws Error when the code stands in no catalogue: a bug, found by the contract tests
 */
export function problemOf(refusal: Refusal, requestId: string, publicUrl: string, titles: Readonly<Record<string, string>> = {}): Problem {
  const meaning = catalogue.get(refusal.code)
  if (meaning === undefined) throw new Error(`the refusal "${refusal.code}" stands in no catalogue`)
  const status = refusal.code === 'unexpected' ? 500 : statusOf[meaning.kind]
  return {
    type: `${publicUrl}/problems/${refusal.code}`, title: titles[refusal.code] ?? meaning.title, status, detail: refusal.detail, instance: `urn:request:${requestId}`, code: refusal.code,
    ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
  }
}

export const statusOfCode = (code: string): number => code === 'unexpected' ? 500 : statusOf[catalogue.get(code)?.kind ?? 'unavailable']
