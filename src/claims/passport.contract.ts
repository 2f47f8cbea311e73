// Passports of products: issued by the holder of a lot, read by anybody who has the number.
import { z } from 'zod'
import { LotId } from '#src/custody/lot.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { PassportContent, PassportId, PassportRelease, PassportState, PassportVersion, PublicPassport } from './passport.ts'

const aPassport = { passportId: PassportId }
const holder = { permit: 'passport:write', tag: 'Passports' } as const
const reader = { method: 'GET', permit: 'passport:read', tag: 'Passports' } as const

export const PassportRow = z.object({ passportId: z.string(), lotId: LotId, product: z.string(), state: PassportState, stateReason: z.string().nullable(), version: z.number().int(), issuedAt: Instant, release: PassportRelease, isSimulated: z.boolean() })
export type PassportRow = z.infer<typeof PassportRow>

const product = { product: shortText(120), description: shortText(400).nullable().default(null), release: PassportRelease.default(PassportRelease.parse({})) }

export const passportContract = {
  previewPassport: operation({
    ...holder, method: 'POST', isRead: true, path: '/passport-previews', summary: 'Show what a passport of a lot would say, before it is issued',
    description: 'What every party upstream did not release is shown as withheld, whatever is asked for here.',
    input: z.object({ lotId: LotId, ...product }), result: PassportContent, refusals: ['lot-absent', 'lineage-too-large'],
  }),
  issuePassport: operation({
    ...holder, method: 'POST', path: '/passports', status: 201, summary: 'Issue the passport of a lot',
    input: z.object({ lotId: LotId, ...product }), result: z.object({ passportId: z.string(), version: z.number().int(), digest: z.string() }), refusals: ['lot-absent', 'lineage-too-large'],
  }),
  renewPassport: operation({
    ...holder, method: 'POST', path: '/passports/{passportId}/versions', status: 201, summary: 'Issue a new version of a passport; the old ones stay readable',
    input: z.object({ ...aPassport, ...product, because: shortText(300) }), result: z.object({ version: z.number().int(), digest: z.string(), changed: z.array(z.string()) }),
    refusals: ['passport-absent', 'passport-withdrawn', 'passport-unchanged', 'lot-absent', 'lineage-too-large'],
  }),
  withdrawPassport: operation({
    ...holder, method: 'POST', path: '/passports/{passportId}/withdrawal', summary: 'Withdraw a passport: its address says so from then on',
    input: z.object({ ...aPassport, reason: shortText(300) }), result: z.object({ state: PassportState }), refusals: ['passport-absent', 'passport-withdrawn'],
  }),
  confirmPassport: operation({
    ...holder, method: 'POST', path: '/passports/{passportId}/confirmation', summary: 'Confirm a passport under review: what it says still holds',
    input: z.object({ ...aPassport, reason: shortText(300) }), result: z.object({ state: PassportState }), refusals: ['passport-absent', 'passport-withdrawn', 'passport-outdated', 'lot-absent', 'lineage-too-large'],
  }),
  listPassports: operation({
    ...holder, method: 'GET', path: '/passports', summary: 'List the passports of one\'s own lots, newest first',
    input: z.object({ lotId: LotId.optional(), passportId: PassportId.optional(), ...PageQuery.shape }), result: pageOf(PassportRow), refusals: ['cursor-invalid'],
  }),
  getPassport: operation({
    ...reader, path: '/passports/{passportId}', summary: 'Get what a passport says, by the number on the product',
    input: z.object(aPassport), result: PublicPassport, refusals: ['passport-absent'],
  }),
  getPassportVersion: operation({
    ...reader, path: '/passports/{passportId}/versions/{version}', summary: 'Get an earlier version of a passport as it was issued',
    input: z.object({ ...aPassport, version: z.coerce.number().int().positive() }), result: PassportVersion, refusals: ['passport-absent', 'passport-version-absent'],
  }),
}
