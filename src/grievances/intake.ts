// What somebody says without an account: a concern about an assessment, or a grievance. The source is protected by what
// is not kept (no instant, no address, no account) and by what is not shown: a group smaller than the scheme's minimum is
// never named or counted (ISO 10002 and the UNGP criteria of effectiveness ask for confidentiality; the number is a setting).
import { z } from 'zod'
import { schemeSetting } from '#src/access/scheme-setting.ts'
import { prefixedId } from '#src/kernel/id.ts'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { Day } from '#src/kernel/time.ts'
import { longText } from '#src/kernel/text.ts'
import { Language } from '#src/standards/standard.ts'

export const SourceGroup = z.enum(['worker', 'contractor', 'union', 'community', 'indigenous-people', 'organisation', 'public-body', 'business-partner', 'other', 'not-said'])
export type SourceGroup = z.infer<typeof SourceGroup>

export const IntakeKind = z.enum(['concern', 'grievance'])
export type IntakeKind = z.infer<typeof IntakeKind>

/** The words; long enough to say something, bounded so that nobody fills the disk. */
export const Statement = longText(10_000).refine((text) => text.trim().length >= 10, 'say in at least ten characters what it is about')
export const Contact = longText(300)

export const Receipt = z.string().regex(/^[0-9a-hjkmnp-tv-z]{5}(-[0-9a-hjkmnp-tv-z]{5}){4}$/, 'a receipt is five groups of five letters and digits')

export const IntakeMessage = z.object({ direction: z.enum(['from-source', 'to-source']), text: z.string().nullable(), sentOn: Day })
export type IntakeMessage = z.infer<typeof IntakeMessage>

export type Intake = {
  readonly intakeId: string
  readonly kind: IntakeKind
  readonly receiptHash: string
  readonly language: string
  readonly group: SourceGroup
  /** Null once erased. */
  readonly statement: string | null
  readonly contact: string | null
  readonly sharesContact: boolean
  readonly receivedOn: Day
  readonly closedOn: Day | null
  readonly erasedOn: Day | null
}

/** What every intake takes. */
export const intakeInput = {
  language: Language,
  group: SourceGroup,
  statement: Statement,
  contact: Contact.optional(),
  /** Whether the contact may be shown to those who look into it; without it only the secretariat sees it. */
  sharesContact: z.boolean().default(false),
}

const bytesOf = (hex: string, count: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16))

/**
 * Number and receipt of a new intake. Both are hashes of a fresh identifier, since an identifier by itself tells the
 * millisecond at which it was made.
 * @param freshId never shown and never kept
 */
export function numbered(kind: IntakeKind, freshId: string): { intakeId: string; receipt: string; receiptHash: string } {
  const intakeId = prefixedId(kind === 'concern' ? 'cnc' : 'grv', bytesOf(sha256Hex(`number ${freshId}`), 16))
  const characters = prefixedId('', bytesOf(sha256Hex(`receipt ${freshId}`), 16)).slice(-25)
  const receipt = characters.match(/.{5}/g)!.join('-')
  return { intakeId, receipt, receiptHash: sha256Hex(receipt) }
}

export const minimumGroup = schemeSetting('concern.minimum-group', z.number().int().min(2).max(50), 5, 'inferred')
export const retentionMonths = schemeSetting('concern.retention-months', z.number().int().min(1).max(240), 60, 'inferred')

export type GroupCount = { readonly group: SourceGroup | 'too-few-to-tell'; readonly count: number }

/**
 * How many spoke, by group, so that no group smaller than `minimum` can be seen or found by subtraction: small groups are
 * joined until their sum reaches the minimum, and where even that stays small nothing is told at all.
 * @returns null where telling anything would tell of few
 */
export function protectedCounts(groups: readonly SourceGroup[], minimum: number): GroupCount[] | null {
  if (groups.length < minimum) return null
  const counts = [...new Set(groups)].map((group) => ({ group, count: groups.filter((one) => one === group).length }))
    .sort((a, b) => b.count - a.count || (a.group < b.group ? -1 : 1))
  const shown: GroupCount[] = counts.filter(({ count }) => count >= minimum)
  let hidden = groups.length - shown.reduce((sum, { count }) => sum + count, 0)
  // A rest below the minimum could be counted by subtraction from the total: the smallest shown group joins it.
  while (hidden > 0 && hidden < minimum) hidden += shown.pop()!.count
  return hidden === 0 ? shown : [...shown, { group: 'too-few-to-tell', count: hidden }]
}

/** The group of one intake as others may see it: named only where its group is large enough. */
export const shownGroup = (group: SourceGroup, counts: readonly GroupCount[] | null): GroupCount['group'] =>
  counts?.some((one) => one.group === group) === true ? group : 'too-few-to-tell'
