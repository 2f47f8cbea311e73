// A site asks that a standard be recognised which the matrix does not hold. The scheme takes the request up and answers it
// with an outcome; rows of the matrix are then written and approved on their own.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { SiteId } from '#src/kernel/id.ts'
import { Day } from '#src/kernel/time.ts'

export const RecognitionRequestId = z.string().regex(/^rrq_[0-9a-z]{26}$/, 'a request number looks like rrq_ and 26 characters')
export const RecognitionRequestState = z.enum(['received', 'under-review', 'answered'])
export const RecognitionOutcome = z.enum(['recognised', 'recognised-in-part', 'declined'])
export type RecognitionOutcome = z.infer<typeof RecognitionOutcome>

export const RecognitionRequest = z.object({
  requestId: RecognitionRequestId, caseId: z.string(), siteId: SiteId, organisationId: z.string(),
  schemeName: z.string(), schemeVersion: z.string(), webAddress: z.string().nullable(),
  /** Why the site holds that it stands for criteria, and for which. */
  words: z.string(),
  state: RecognitionRequestState, outcome: RecognitionOutcome.nullable(), answer: z.string().nullable(),
  askedOn: Day, askedBy: z.string(), takenUpOn: Day.nullable(), answeredOn: Day.nullable(), answeredBy: z.string().nullable(),
  version: z.number().int(),
})
export type RecognitionRequest = z.infer<typeof RecognitionRequest>

const stale = (one: RecognitionRequest, version: number): Outcome<never> | undefined => one.version === version ? undefined
  : deny(refuse('recognition-request-changed', `The request is at version ${one.version}, and version ${version} was read. Load it again.`))

export const takenUp = (one: RecognitionRequest, version: number, today: Day): Outcome<RecognitionRequest> =>
  stale(one, version) ?? (one.state === 'received' ? accept({ ...one, state: 'under-review', takenUpOn: today })
    : deny(refuse('recognition-request-not-open', `The request is ${one.state}; it is taken up once, after it was received.`)))

export const answered = (one: RecognitionRequest, version: number, outcome: RecognitionOutcome, answer: string, by: string, today: Day): Outcome<RecognitionRequest> =>
  stale(one, version) ?? (one.state === 'under-review' ? accept({ ...one, state: 'answered', outcome, answer, answeredOn: today, answeredBy: by })
    : deny(refuse('recognition-request-not-open', `The request is ${one.state}; take it up first, and answer it once.`)))
