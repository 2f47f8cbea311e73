// Longer due dates: asking, deciding, taking back.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { aCase } from './case.contract.ts'
import { Extension, ExtensionReason } from './extension.ts'

const tag = 'Extensions'
const anExtension = { ...aCase, extensionId: z.string().regex(/^ext_[0-9a-z]{26}$/, 'an extension number looks like ext_ and 26 characters') }

export const extensionContract = {
  listExtensions: operation({
    method: 'GET', path: '/cases/{caseId}/extensions', tag, permit: 'case:read', summary: 'List the extensions of a case, the newest first',
    input: z.object(aCase), result: z.object({ items: z.array(Extension), next: z.null(), latest: z.array(z.object({ clock: Slug, dueOn: Day, latest: Day })) }),
    refusals: ['case-absent', 'standard-absent'],
  }),
  listAskedExtensions: operation({
    method: 'GET', path: '/extensions', tag, permit: 'extension:decide', summary: 'List the extensions that wait for a decision',
    input: z.object(PageQuery.shape), result: pageOf(Extension.extend({ siteName: z.string() })), refusals: ['cursor-invalid'],
  }),
  requestExtension: operation({
    method: 'POST', path: '/cases/{caseId}/extensions', tag, permit: 'extension:request', status: 201, summary: 'Ask for a longer due date',
    description: 'If granted, the class of the reason becomes public; its words never do.',
    input: z.object({ ...aCase, clock: Slug, until: Day, reasonClass: ExtensionReason, reason: shortText(2000) }), result: Extension,
    refusals: ['case-absent', 'clock-not-running', 'extension-not-later', 'extension-asked'],
  }),
  withdrawExtension: operation({
    method: 'POST', path: '/cases/{caseId}/extensions/{extensionId}/withdrawal', tag, permit: 'extension:request', summary: 'Take back a request for a longer due date',
    input: z.object(anExtension), result: Extension, refusals: ['case-absent', 'extension-absent', 'extension-decided'],
  }),
  decideExtension: operation({
    method: 'POST', path: '/cases/{caseId}/extensions/{extensionId}/decision', tag, permit: 'extension:decide', summary: 'Decide on a longer due date',
    description: 'Beyond the longest time of the rule the body that approved it has to be named. A granted extension is public: clock, days and class of reason.',
    input: z.object({
      ...anExtension, isGranted: z.boolean(), until: Day.optional().describe('the new due day; as asked where none is given'),
      text: shortText(2000).describe('why; seen by the site'), approvedBy: longText(200).optional().describe('the body that approved a time beyond the rule'),
    }),
    result: Extension,
    refusals: ['case-absent', 'extension-absent', 'extension-decided', 'clock-not-running', 'extension-not-later', 'extension-too-long', 'standard-absent'],
  }),
  eraseExtensionReason: operation({
    method: 'POST', path: '/cases/{caseId}/extensions/{extensionId}/erasure', tag, permit: 'extension:decide', summary: 'Erase the private words of an extension',
    input: z.object(anExtension), result: Extension, refusals: ['case-absent', 'extension-absent'],
  }),
} as const
