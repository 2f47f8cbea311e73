// The settings of the scheme in the browser: each with its default, where that comes from, and who changed it and why.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { Instant } from '#src/kernel/time.ts'
import { PageName } from './settings-pages.ts'

const tag = 'Settings'
const aSetting = { name: z.string().max(100) }

export const SettingRow = z.object({
  ...aSetting,
  value: z.unknown(),
  /** The default that the code brings. */
  standard: z.unknown(),
  /** Whether the default was read in a source or deduced. */
  basis: z.enum(['found', 'inferred']),
  /** What the value looks like, as JSON Schema, so that a form can be made of it. */
  shape: z.record(z.string(), z.unknown()),
  /** Set or confirmed by somebody; an inferred default that nobody looked at is assumed. */
  isSet: z.boolean(),
  isAssumed: z.boolean(),
  changedAt: Instant.nullable(),
  changedBy: z.string().nullable(),
})
export type SettingRow = z.infer<typeof SettingRow>

export const SettingChange = z.object({
  at: Instant, by: z.string(), kind: z.enum(['setting.changed', 'setting.confirmed']),
  old: z.unknown(), new: z.unknown(), reason: z.string().nullable(),
})

/** What the writer saw, so that nobody overwrites what somebody else set meanwhile. */
const seen = { seenAt: Instant.nullable().describe('`changedAt` as it was read') }

export const settingsContract = {
  listSettings: operation({
    method: 'GET', path: '/settings', tag, permit: 'setting:read', summary: 'Every setting of the scheme, with what is only assumed',
    input: z.object({}), result: z.object({ items: z.array(SettingRow), next: z.null(), assumed: z.number().int() }),
  }),
  changeSetting: operation({
    method: 'PUT', path: '/settings/{name}', tag, permit: 'setting:write', summary: 'Set a setting of the scheme, with the reason',
    input: z.object({ ...aSetting, value: z.unknown(), reason: shortText(1000), ...seen }), result: SettingRow,
    refusals: ['setting-absent', 'setting-value-invalid', 'setting-changed-meanwhile'],
  }),
  confirmSetting: operation({
    method: 'POST', path: '/settings/{name}/confirmations', tag, permit: 'setting:write', summary: 'Confirm an assumed default: the scheme means it so',
    input: z.object({ ...aSetting, ...seen }), result: SettingRow, refusals: ['setting-absent', 'setting-changed-meanwhile'],
  }),
  listSettingChanges: operation({
    method: 'GET', path: '/settings/{name}/changes', tag, permit: 'setting:read', summary: 'Who changed a setting when, from what to what and why',
    input: z.object(aSetting), result: z.object({ items: z.array(SettingChange), next: z.null() }), refusals: ['setting-absent'],
  }),
  getPageText: operation({
    method: 'GET', path: '/page-texts/{page}', tag, permit: 'registry:read', summary: 'Imprint, privacy notice or terms of this installation',
    input: z.object({ page: PageName, language: z.string().max(20).optional() }),
    result: z.object({ page: PageName, text: z.string().nullable().describe('null: the operator has not written it yet'), language: z.string().nullable() }),
  }),
}
