// Applying to take part, and the decision on eligibility.
import { z } from 'zod'
import { SiteId } from '#src/kernel/id.ts'
import { operation } from '#src/kernel/operation.ts'
import { longText, shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { Country, Metal, SiteType } from '#src/parties/site.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { AlikeSite, SiteApplication, AskedStandard, CheckResult, ContactPerson } from './application.ts'
import { CaseId } from './case.ts'
import { aCase } from './case.contract.ts'
import { CaseView } from './case-view.ts'

const tag = 'Applications'

const KnownSite = z.object({ siteId: SiteId })
const NewSite = z.object({ name: shortText(200), country: Country, place: shortText(200).optional() })

/** What the applicant is told, and whoever has the number. */
export const ApplicationStanding = z.object({ caseId: CaseId, receivedOn: Day, standing: z.enum(['received', 'accepted', 'not-eligible']), decidedOn: Day.nullable() })
export type ApplicationStanding = z.infer<typeof ApplicationStanding>

export const ApplicationView = z.object({
  ...SiteApplication.shape,
  contact: ContactPerson.nullable(),
  contactNamedOn: Day.nullable(),
  contactErasedOn: Day.nullable(),
  /** What could be checked without a person; empty once decided. */
  checks: z.array(CheckResult),
  alikeSites: z.array(AlikeSite),
})
export type ApplicationView = z.infer<typeof ApplicationView>

/** The invitation of the contact; the link is given once, where no mail was sent. */
export const OfferedAccount = z.object({ invitationId: z.string(), expiresAt: z.string(), isMailed: z.boolean(), link: z.string().nullable() })

export const applicationContract = {
  createApplication: operation({
    method: 'POST', path: '/applications', tag, permit: 'application:create', status: 201, summary: 'Apply with a site, with or without an account',
    description: 'The contact is seen by the scheme and by the site only, and can be erased. Keep the number: it shows what became of the application.',
    input: z.object({
      site: z.union([KnownSite, NewSite]).describe('a site of the registry by its number, or a new one by name and country'),
      siteTypes: z.array(SiteType).min(1).max(8),
      metals: z.array(Metal).min(1).max(9).describe('what the site handles, whether or not a mark is asked for it'),
      standards: z.array(AskedStandard).min(1).max(5).describe('the governing one first; further ones of the same visit after it'),
      organisationId: z.string().max(100).optional().describe('a participant for whom this account speaks'),
      participantName: shortText(300), participantCountry: Country,
      allSitesBy: Day.optional().describe('the day by which the company commits to bring in all its sites'),
      allSitesCount: z.number().int().min(1).max(10_000).optional(),
      contact: ContactPerson, isContactResourced: z.boolean().describe('the contact is given the time and the means'),
      note: longText(2000).optional().describe('for the scheme; never published'),
    }),
    result: ApplicationStanding,
    refusals: ['standard-absent', 'standard-not-in-force', 'marks-not-open', 'registry-site-absent', 'participant-absent'],
  }),
  trackApplication: operation({
    method: 'GET', path: '/applications/{caseId}', tag, permit: 'intake:read', summary: 'See what became of an application',
    input: z.object(aCase), result: ApplicationStanding, refusals: ['application-absent'],
  }),
  getApplication: operation({
    method: 'GET', path: '/cases/{caseId}/application', tag, permit: 'application:read', summary: 'Read the application of a case and its contact',
    input: z.object(aCase), result: ApplicationView, refusals: ['case-absent', 'application-absent', 'standard-absent'],
  }),
  decideEligibility: operation({
    method: 'POST', path: '/cases/{caseId}/eligibility', tag, permit: 'case:decide-eligibility', summary: 'Decide whether a site may take part',
    description: 'Accepting makes the participant, invites the contact as site owner and opens the letter of commitment.',
    input: z.object({
      ...aCase, isEligible: z.boolean(), reason: shortText(2000).describe('kept in the log; name no person'),
      organisationId: z.string().max(100).optional().describe('the participant it belongs to, where there is one already'),
      siteId: SiteId.optional().describe('the record of the registry it is, where the applicant took it for a new site'),
      cohort: Slug.optional(),
    }),
    result: CaseView.extend({ invitation: OfferedAccount.nullable() }), hasSecretAnswer: true,
    refusals: ['case-absent', 'case-state-forbids', 'application-absent', 'participant-absent', 'registry-site-absent', 'site-has-case', 'cohort-absent', 'cohort-closed',
      'standard-absent', 'standard-not-in-force', 'marks-not-open', 'grant-to-self', 'contact-erased'],
  }),
  setContact: operation({
    method: 'PUT', path: '/cases/{caseId}/contact', tag, permit: 'contact:write', summary: 'Name the contact person of a site',
    input: z.object({ ...aCase, contact: ContactPerson, isResourced: z.literal(true, 'a contact is given the time and the means, or is none') }),
    result: z.object({ caseId: CaseId, contact: ContactPerson, namedOn: Day }), refusals: ['case-absent', 'case-state-forbids'],
  }),
  eraseContact: operation({
    method: 'POST', path: '/cases/{caseId}/contact/erasure', tag, permit: 'contact:erase', summary: 'Erase the contact person and the signatory of a case',
    description: 'Names and addresses go for good; that there was a contact, and when, stays.',
    input: z.object(aCase), result: z.object({ caseId: CaseId, erasedOn: Day }), refusals: ['case-absent', 'contact-erased'],
  }),
} as const
