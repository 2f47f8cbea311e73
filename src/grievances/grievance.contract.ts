import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { GrievanceForSite, GrievanceOutcome, GrievanceState, GrievanceSubject, GrievanceView, PublishedOutcome } from './grievance.ts'
import { intakeInput } from './intake.ts'

const grievanceId = z.string().regex(/^grv_[0-9a-z]{26}$/, 'the number of a grievance looks like grv_ and 26 characters')
const said = (max: number) => longText(max).refine((text) => text.trim().length >= 10, 'say it in at least ten characters')
const version = z.coerce.number().int().describe('the version that was read; an older one is refused')
const changed = z.object({ grievanceId: z.string(), state: GrievanceState })
const refusals = ['grievance-absent', 'grievance-state-forbids', 'grievance-changed'] as const

export const grievanceContract = {
  createGrievance: operation({
    method: 'POST', path: '/grievances', tag: 'Grievances', permit: 'grievance:create', summary: 'Make a grievance, without an account', status: 201,
    description: 'Against the scheme, a site, an assessor or a claim. The receipt is shown once: whoever holds it can follow the steps and write.',
    input: z.object({ subject: GrievanceSubject, siteId: SiteId.optional(), subjectText: shortText(300), ...intakeInput }),
    result: z.object({ receipt: z.string() }), refusals: ['site-unknown', 'grievance-without-site'], hasSecretAnswer: true,
  }),
  listGrievances: operation({
    method: 'GET', path: '/grievances', tag: 'Grievances', permit: 'grievance:read', summary: 'Grievances with their steps and time limits',
    input: z.object({ state: GrievanceState.optional() }), result: z.object({ items: z.array(GrievanceView), next: z.null() }),
  }),
  getGrievance: operation({
    method: 'GET', path: '/grievances/{grievanceId}', tag: 'Grievances', permit: 'grievance:read', summary: 'One grievance',
    input: z.object({ grievanceId }), result: GrievanceView, refusals: ['grievance-absent'],
  }),
  admitGrievance: operation({
    method: 'POST', path: '/grievances/{grievanceId}/admissions', tag: 'Grievances', permit: 'grievance:write', summary: 'Admit a grievance: it will be looked into', status: 201,
    input: z.object({ grievanceId, version }), result: changed, refusals: [...refusals],
  }),
  askSiteAboutGrievance: operation({
    method: 'POST', path: '/grievances/{grievanceId}/site-questions', tag: 'Grievances', permit: 'grievance:write', summary: 'Tell the site what is said of it and ask for its answer', status: 201,
    input: z.object({ grievanceId, version, summary: said(4000) }), result: changed, refusals: [...refusals, 'grievance-without-site'],
  }),
  writeToComplainant: operation({
    method: 'POST', path: '/grievances/{grievanceId}/messages', tag: 'Grievances', permit: 'grievance:write', summary: 'Write to whoever made the grievance', status: 201,
    input: z.object({ grievanceId, text: said(4000) }), result: changed, refusals: ['grievance-absent', 'intake-full'],
  }),
  decideGrievance: operation({
    method: 'POST', path: '/grievances/{grievanceId}/outcomes', tag: 'Grievances', permit: 'grievance:decide', summary: 'Decide a grievance, in words that name nobody', status: 201,
    input: z.object({
      grievanceId, version, outcome: GrievanceOutcome, text: said(5000),
      touchesAward: z.boolean().default(false).describe('the outcome is taken to the body that decides on the award'),
      namesNobody: z.literal(true, 'confirm that the text names no person and lets none be recognised'),
    }),
    result: changed, refusals: [...refusals, 'grievance-judges-itself', 'site-not-heard'],
  }),
  publishGrievanceOutcome: operation({
    method: 'POST', path: '/grievances/{grievanceId}/publications', tag: 'Grievances', permit: 'grievance:write', summary: 'Close a grievance and publish its outcome', status: 201,
    input: z.object({ grievanceId, version }), result: changed, refusals: [...refusals],
  }),
  eraseGrievance: operation({
    method: 'POST', path: '/grievances/{grievanceId}/erasures', tag: 'Grievances', permit: 'grievance:erase', summary: 'Erase the words and the contact of a grievance', status: 201,
    input: z.object({ grievanceId, reason: longText(600) }), result: changed, refusals: ['grievance-absent', 'grievance-state-forbids'],
  }),
  listGrievancesForSite: operation({
    method: 'GET', path: '/site-grievances', tag: 'Grievances', permit: 'grievance:respond', summary: 'What your sites are asked to answer',
    input: z.object({}), result: z.object({ items: z.array(GrievanceForSite), next: z.null() }),
  }),
  answerGrievance: operation({
    method: 'POST', path: '/site-grievances/{grievanceId}/answers', tag: 'Grievances', permit: 'grievance:respond', summary: 'Answer what is said of your site', status: 201,
    input: z.object({ grievanceId, answer: said(8000) }), result: z.object({ grievanceId: z.string() }), refusals: ['grievance-absent', 'grievance-state-forbids'],
  }),
  listGrievanceOutcomes: operation({
    method: 'GET', path: '/grievance-outcomes', tag: 'Grievances', permit: 'registry:read', summary: 'Published outcomes of grievances',
    input: z.object({ siteId: SiteId.optional() }),
    result: z.object({ items: z.array(PublishedOutcome.extend({ grievanceId: z.string() })), next: z.null() }),
  }),
} as const
