// The law of assessor firms: assessment is done by independent third parties that the scheme approved, firm and assessor
// each for standards and languages, each for a time. Whoever is not approved on the day is not assigned, and is told why.
import { z } from 'zod'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { factKind } from '#src/transparency/fact.ts'
import { Country } from './site.ts'

export const FirmId = z.string().regex(/^frm_[0-9a-z]{26}$/, 'a firm number looks like frm_ and 26 characters')

export const AssessorFirm = z.object({
  firmId: FirmId, name: shortText(200), country: Country, website: z.string().max(2000).nullable(),
  /** Counts changes, so that two writers cannot both correct it. */
  version: z.number().int(), registeredAt: Instant,
})
export type AssessorFirm = z.infer<typeof AssessorFirm>

export const ApprovalMatter = z.enum(['standard', 'language'])

export const Approval = z.object({
  approvalId: z.string(), firmId: z.string(),
  /** Null: of the firm itself. */
  userId: z.string().nullable(),
  matter: ApprovalMatter,
  /** Slug of a standard, or code of a language. */
  subject: shortText(80),
  /** Null: every version of the standard. */
  standardVersion: z.string().max(40).nullable(),
  validFrom: Day, validUntil: Day, grantedAt: Instant,
  withdrawnOn: Day.nullable(), withdrawalReason: z.string().nullable(),
})
export type Approval = z.infer<typeof Approval>

/** The last day on which an approval holds; a withdrawn one ends the day before. */
export const holdsOn = (approval: Approval, day: Day): boolean =>
  approval.validFrom <= day && day <= approval.validUntil && (approval.withdrawnOn === null || day < approval.withdrawnOn)

export type NeededStandard = { readonly standard: string; readonly standardVersion: string }

const isFor = (approval: Approval, { standard, standardVersion }: NeededStandard): boolean =>
  approval.matter === 'standard' && approval.subject === standard && (approval.standardVersion === null || approval.standardVersion === standardVersion)

/** Why an approval is missing on a day. */
export type ApprovalGap = {
  readonly standard: string
  readonly standardVersion: string
  readonly state: 'never' | 'lapsed' | 'withdrawn' | 'not-yet'
  /** The day it lapsed, was withdrawn, or begins. */
  readonly on: Day | null
}

/** @returns the gap, or null where one of the approvals holds on the day */
export function approvalGap(approvals: readonly Approval[], needed: NeededStandard, day: Day): ApprovalGap | null {
  const those = approvals.filter((one) => isFor(one, needed))
  if (those.some((one) => holdsOn(one, day))) return null
  const last = [...those].sort((a, b) => a.validUntil < b.validUntil ? 1 : -1)[0]
  if (last === undefined) return { ...needed, state: 'never', on: null }
  if (last.withdrawnOn !== null && last.withdrawnOn <= day) return { ...needed, state: 'withdrawn', on: last.withdrawnOn }
  return last.validFrom > day ? { ...needed, state: 'not-yet', on: last.validFrom } : { ...needed, state: 'lapsed', on: last.validUntil }
}

export const gapText = ({ standard, standardVersion, state, on }: ApprovalGap): string => {
  const of = `${standard} ${standardVersion}`
  return state === 'never' ? `no approval for ${of}` : state === 'lapsed' ? `the approval for ${of} lapsed on ${on}`
    : state === 'withdrawn' ? `the approval for ${of} was withdrawn on ${on}` : `the approval for ${of} begins on ${on}`
}

/** Languages in which somebody with these approvals may assess on a day. */
export const languagesOn = (approvals: readonly Approval[], day: Day): string[] =>
  [...new Set(approvals.filter((one) => one.matter === 'language' && holdsOn(one, day)).map(({ subject }) => subject))].sort()

/** What the public reads of an approved firm; its people never. Id: the firm's number. */
export const ApprovedFirm = z.object({
  name: shortText(200), country: Country, website: z.string().max(2000).nullable(),
  standards: z.array(z.object({ standard: shortText(80), standardVersion: z.string().max(40).nullable(), validFrom: Day, validUntil: Day })).max(200),
  languages: z.array(z.object({ language: shortText(20), validFrom: Day, validUntil: Day })).max(200),
})
export type ApprovedFirm = z.infer<typeof ApprovedFirm>
export const approvedFirmFact = factKind('assessor-firm', ApprovedFirm)

/** The public face of a firm: approvals of the firm itself, without those that were withdrawn. */
export function publicFace(firm: AssessorFirm, approvals: readonly Approval[]): ApprovedFirm {
  const own = approvals.filter((one) => one.firmId === firm.firmId && one.userId === null && one.withdrawnOn === null)
    .sort((a, b) => a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.validFrom < b.validFrom ? -1 : 1)
  return {
    name: firm.name, country: firm.country, website: firm.website,
    standards: own.filter((one) => one.matter === 'standard').map(({ subject, standardVersion, validFrom, validUntil }) => ({ standard: subject, standardVersion, validFrom, validUntil })),
    languages: own.filter((one) => one.matter === 'language').map(({ subject, validFrom, validUntil }) => ({ language: subject, validFrom, validUntil })),
  }
}
