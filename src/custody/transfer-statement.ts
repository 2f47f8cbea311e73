// A transfer statement: hands a characteristic on with the metal. It is one debit here and one credit of the same quantity
// there, has a number that is used once for ever, and is never edited: a wrong one is voided and another issued in its place
// (custody notes 2.6, invariants 14 and 15).
import { z } from 'zod'
import { checkCharacter, SiteId } from '#src/kernel/id.ts'
import { accept, deny, type Outcome } from '#src/kernel/outcome.ts'
import { refuse } from '#src/kernel/refusal.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Country } from '#src/parties/site.ts'
import { Characteristic } from './balance-profile.ts'
import { CustodyModel } from './custody-model.ts'
import { Material, Ref } from './lot.ts'
import { Substance } from './substance.ts'

/** `TS-7K2QXM4R9T-C`: ten characters without look-alikes and a check character (ISO 7064 MOD 37,36). */
export const StatementNumber = z.string().regex(/^TS-[0-9A-HJKMNP-TV-Z]{10}-[0-9A-Z]$/, 'the number of a statement looks like TS-7K2QXM4R9T-C')
  .refine((number) => checkCharacter(number.slice(0, -1)) === number.at(-1), 'the check character of this number does not fit: a character is wrong or two are exchanged')
export type StatementNumber = z.infer<typeof StatementNumber>

/** @param id an identifier of the house, whose last characters are random */
export function statementNumberFrom(id: string): StatementNumber {
  const body = `TS-${id.slice(-10).toUpperCase()}-`
  return body + checkCharacter(body)
}

export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'a check sum is 64 hexadecimal digits')

/** How far the statement tells where the metal is from. */
export const OriginLevel = z.enum(['none', 'country', 'mine'])
export type OriginLevel = z.infer<typeof OriginLevel>

export const StatementParty = z.object({ name: shortText(300), organisationId: z.string().max(100).nullable(), siteId: SiteId.nullable(), siteName: z.string().nullable(), country: Country.nullable() })

/** What stands on the statement, for ever. */
export const StatementDocument = z.object({
  number: StatementNumber,
  profile: z.string(), profileVersion: z.string(), profileTitle: z.string(),
  model: CustodyModel, metal: Substance, characteristic: Characteristic,
  issuer: z.object({ ...StatementParty.shape, /** Award or status that the issuer holds, as known on the day of dispatch. */ certificates: z.array(z.object({ register: z.string(), id: z.string().nullable(), validUntil: Day.nullable() })) }),
  receiver: StatementParty,
  dispatchOn: Day,
  product: Material.nullable(), netMass: z.string().nullable(),
  /** What was claimed of the account: contained metal. */
  quantity: z.string(), claimedShare: z.string().nullable(),
  accountId: z.string(), period: z.object({ from: Day, to: Day }),
  shipment: z.string().nullable(), lots: z.array(z.string()),
  originLevel: OriginLevel, origin: z.array(z.string()),
  dueDiligenceStatement: z.string().nullable(), footprint: z.string().nullable(), scrapDeclaration: z.string().nullable(),
  supersedes: StatementNumber.nullable(),
  /** Of an invented book. */
  isSimulated: z.boolean(),
  issuedAt: Instant,
})
export type StatementDocument = z.infer<typeof StatementDocument>

export const StatementState = z.enum(['issued', 'accepted', 'void'])
export type StatementState = z.infer<typeof StatementState>

export type HeldStatement = {
  readonly number: StatementNumber
  readonly accountNo: number
  readonly organisationId: string
  readonly siteId: string
  readonly profile: string
  readonly metal: Substance
  readonly characteristic: Characteristic
  readonly unit: 'g' | 'mg'
  readonly quantity: number
  readonly dispatchOn: Day
  readonly toOrganisationId: string | null
  readonly toName: string | null
  readonly toSiteId: string | null
  readonly shipment: string | null
  readonly document: StatementDocument
  readonly text: string
  readonly digest: string
  readonly supersedes: StatementNumber | null
  readonly issuedAt: Instant
  readonly issuedBy: string
  readonly state: StatementState
  readonly acceptedAccountNo: number | null
  readonly answeredAt: Instant | null
  readonly answeredBy: string | null
  readonly voidReason: string | null
  /** The statement that took its place. */
  readonly supersededBy: StatementNumber | null
}

export const StatementView = z.object({
  number: StatementNumber, state: StatementState, role: z.enum(['issuer', 'receiver', 'both']), document: StatementDocument, digest: Digest, checkAddress: z.string(),
  acceptedAccountId: z.string().nullable(), answeredAt: Instant.nullable(), voidReason: z.string().nullable(), supersededBy: StatementNumber.nullable(),
  mayAccept: z.boolean(), mayVoid: z.boolean(),
})
export type StatementView = z.infer<typeof StatementView>

/** What anybody may know of a statement whose number and check sum they hold. */
export const StatementStanding = z.enum(['valid', 'void', 'superseded'])
export type StatementStanding = z.infer<typeof StatementStanding>
export const standingOf = ({ state, supersededBy }: Pick<HeldStatement, 'state' | 'supersededBy'>): StatementStanding =>
  supersededBy !== null ? 'superseded' : state === 'void' ? 'void' : 'valid'

/** Accepted and void are for ever. */
export function answerable({ number, state, answeredAt }: Pick<HeldStatement, 'number' | 'state' | 'answeredAt'>): Outcome<true> {
  if (state === 'accepted') return deny(refuse('statement-accepted', `The statement ${number} was accepted on ${answeredAt!.slice(0, 10)}.`))
  if (state === 'void') return deny(refuse('statement-void', `The statement ${number} was voided on ${answeredAt!.slice(0, 10)}.`))
  return accept(true)
}

export const StatementRequest = z.object({
  accountId: z.string().max(100), quantity: z.string().max(60), dispatchOn: Day,
  to: z.union([z.object({ organisationId: z.string().min(1).max(100), siteId: SiteId.optional() }), z.object({ name: shortText(200), country: Country.optional() })]),
  product: Material.optional(), netMass: z.string().max(60).optional(), shipment: Ref.optional(), lots: z.array(Ref).max(200).default([]),
  originLevel: OriginLevel.default('none'), origin: z.array(shortText(120)).max(50).default([]),
  dueDiligenceStatement: shortText(200).optional(), footprint: shortText(200).optional(), scrapDeclaration: shortText(200).optional(),
  supersedes: StatementNumber.optional(),
})
export type StatementRequest = z.infer<typeof StatementRequest>
