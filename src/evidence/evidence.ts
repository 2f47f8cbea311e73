// The law of evidence: an item of an organisation that serves many criteria, standards and cycles; how long it holds, who
// sees it, and what becomes of what leaned on it. State follows from dates and decisions, so that nothing has to run for
// an item to lapse.
import { z } from 'zod'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { SiteId } from '#src/kernel/id.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'

export const EvidenceId = z.string().regex(/^evd_[0-9a-z]{26}$/, 'an evidence number looks like evd_ and 26 characters')

export const EvidenceKind = z.enum([
  'permit', 'certificate', 'policy', 'procedure', 'record', 'report', 'training', 'plan', 'map', 'photograph', 'contract', 'correspondence', 'other',
])
export type EvidenceKind = z.infer<typeof EvidenceKind>

/** Who sees it besides its organisation, each layer wider than the one before. */
export const DisclosureLayer = z.enum(['private', 'assessor', 'partner', 'public'])
export type DisclosureLayer = z.infer<typeof DisclosureLayer>

export const EvidenceState = z.enum(['valid', 'lapsed', 'superseded', 'withdrawn'])
export type EvidenceState = z.infer<typeof EvidenceState>

/** What a scanner said; a file that it refused is not kept. */
export const ScanState = z.enum(['not-scanned', 'clean'])
export type ScanState = z.infer<typeof ScanState>

/** A language of the content, as BCP 47 has it. */
export const EvidenceLanguage = z.string().max(20).regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language is a code such as es, pt-BR or zh')

export const EvidenceFile = z.object({
  revision: z.number().int().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  byteCount: z.number().int(),
  mediaType: z.string(),
  filename: z.string(),
  scan: ScanState,
  /** The bytes are gone since; what stood there stays told. */
  erasedOn: Day.nullable(),
  addedAt: Instant,
  addedBy: z.string(),
})
export type EvidenceFile = z.infer<typeof EvidenceFile>

export const Evidence = z.object({
  evidenceId: EvidenceId,
  organisationId: z.string(),
  /** The one site it belongs to; null where it is of the whole organisation. */
  siteId: SiteId.nullable(),
  title: shortText(200),
  kind: EvidenceKind,
  /** The language of its content. */
  writtenIn: EvidenceLanguage,
  /** The account of the person who keeps it current. */
  ownerId: z.string(),
  validFrom: Day.nullable(),
  /** The last day on which it holds; null where it has no end. */
  validUntil: Day.nullable(),
  layer: DisclosureLayer,
  state: EvidenceState,
  supersededBy: EvidenceId.nullable(),
  supersededOn: Day.nullable(),
  withdrawnOn: Day.nullable(),
  withdrawalReason: z.string().nullable(),
  /** The newest revision. */
  file: EvidenceFile,
  version: z.number().int(),
  addedAt: Instant,
  addedBy: z.string(),
})
export type Evidence = z.infer<typeof Evidence>

/** Why what leaned on an item must be looked at again. */
export const LeaningCause = z.object({
  kind: z.enum(['superseded', 'lapsed', 'withdrawn', 'erased']),
  /** Since this day. */
  on: Day,
  /** What took its place, where something did. */
  supersededBy: EvidenceId.nullable(),
  reason: z.string().nullable(),
})
export type LeaningCause = z.infer<typeof LeaningCause>

type Standing = Pick<Evidence, 'validUntil' | 'supersededBy' | 'withdrawnOn'>

/** A decision of a person weighs more than a date: withdrawn, then superseded, then lapsed. */
export const stateOn = (one: Standing, today: Day): EvidenceState =>
  one.withdrawnOn !== null ? 'withdrawn' : one.supersededBy !== null ? 'superseded' : one.validUntil !== null && one.validUntil < today ? 'lapsed' : 'valid'

/** What has become of an item for those who lean on it; null where it holds. */
export function causeOf(one: Evidence, nextDay: (day: Day) => Day): LeaningCause | null {
  const because = (kind: LeaningCause['kind'], on: Day, reason: string | null = null): LeaningCause => ({ kind, on, supersededBy: one.supersededBy, reason })
  if (one.state === 'withdrawn') return because('withdrawn', one.withdrawnOn!, one.withdrawalReason)
  if (one.state === 'superseded') return because('superseded', one.supersededOn!)
  if (one.state === 'lapsed') return because('lapsed', nextDay(one.validUntil!))
  return one.file.erasedOn === null ? null : because('erased', one.file.erasedOn)
}

/** Whether it holds on a day that may lie ahead: an assessor looks at it then. */
export const holdsOn = (one: Pick<Evidence, 'validFrom' | 'validUntil' | 'supersededBy' | 'withdrawnOn'>, day: Day): boolean =>
  stateOn(one, day) === 'valid' && (one.validFrom === null || one.validFrom <= day)

export function orderedDays(validFrom: Day | null, validUntil: Day | null): Outcome<null> {
  return validFrom === null || validUntil === null || validFrom <= validUntil ? accept(null)
    : deny(refuse('evidence-days-reversed', `It would hold from ${validFrom} until ${validUntil}, which is earlier. Exchange or correct the days.`))
}

/** What may still be changed: an item that was withdrawn, or whose place another took, stands as it is. */
export function standing(one: Evidence): Outcome<null> {
  if (one.state === 'withdrawn') return deny(refuse('evidence-withdrawn', `"${one.title}" was withdrawn on ${one.withdrawnOn}. Add a new item instead.`))
  if (one.state === 'superseded') return deny(refuse('evidence-superseded', `Another item took the place of "${one.title}" on ${one.supersededOn}. Change that one.`))
  return accept(null)
}

/**
 * Whether one item may take the place of another. Each is superseded once and its successor stands, so that the way from
 * old to new never turns in a circle.
 */
export function supersession(old: Evidence, successor: Evidence): Outcome<null> {
  const stands = standing(old)
  if (!stands.accepted) return stands
  if (successor.evidenceId === old.evidenceId) return deny(refuse('successor-unfit', 'An item cannot take its own place. Add a revision instead.'))
  if (successor.organisationId !== old.organisationId) return deny(refuse('successor-unfit', 'Both items must be of the same organisation.'))
  if (successor.state !== 'valid') return deny(refuse('successor-unfit', `"${successor.title}" is ${successor.state} itself. Name an item that holds.`))
  if (old.layer !== 'private' && successor.layer === 'private') return deny(refuse('successor-unfit', `"${successor.title}" is private, and assessors see the item whose place it would take. Show it to assessors first.`))
  return accept(null)
}
