// Which roles hold which permit. A permit that is not listed is the operator's alone. A permit with an empty list is held
// by every account, for what is its own.
import type { Role } from './role.ts'

/** Everybody, without an account. */
export const publicPermits: ReadonlySet<string> = new Set([
  'registry:read', 'standard:read', 'log:read', 'error-report:write', 'operator:create', 'actor:read',
  'application:create', 'invitation:accept', 'concern:create', 'grievance:create', 'intake:read', 'intake:write', 'public-document:read', 'demo:enter', 'personal-data:read', 'calendar:read', 'passport:read', 'public-claim:read', 'evidence-pack:check', 'transfer-statement:check',
])

/** Of these, the ones whose answers follow from more than published facts: no kept answer is given for them. */
export const unkeptPermits: ReadonlySet<string> = new Set([
  'actor:read', 'application:create', 'invitation:accept', 'concern:create', 'grievance:create', 'intake:read', 'intake:write', 'demo:enter', 'calendar:read', 'passport:read', 'public-claim:read', 'evidence-pack:check', 'transfer-statement:check',
])

const site = ['site-owner', 'site-contributor'] as const
const assessors = ['lead-assessor', 'assessor'] as const
const party = [...site, ...assessors] as const

/**
 * Separation of duties stands here: the operator reads ratings but never writes one, a site never sees the assessor's
 * draft, and the engine's answer (`mark-preview:read`) is kept from assessor and reviewer until ratings are final.
 */
export const memberPermits: Readonly<Record<string, readonly Role[]>> = {
  // One's own account: every account, for itself.
  'api-key:read': [], 'api-key:write': [], 'account:read': [], 'account:write': [], 'inbox:read': [], 'inbox:write': [],
  'own-data:read': [], 'next:read': [],

  // People and organisations.
  'person:read': ['operator', 'site-owner', 'firm-admin'],
  'person:invite': ['operator', 'site-owner', 'firm-admin'],
  'grant:write': ['operator', 'site-owner', 'firm-admin'],

  // The case: who may see it, and who moves it.
  'case:read': ['operator', 'technical-reviewer', 'decision-member', ...party],
  'case:decide-eligibility': ['operator'],
  // The application holds the contact person; the scan of a letter its signatory.
  'application:read': ['operator', 'site-owner'],
  'contact:write': ['operator', 'site-owner'],
  'contact:erase': ['operator'],
  'letter:sign': ['site-owner'],
  'letter:read-scan': ['operator', 'site-owner'],
  're-assessment:open': ['operator', 'site-owner'],
  'participant:read': ['operator', 'site-owner', 'site-contributor'],
  'participant:write': ['operator', 'site-owner'],
  'case:leave': ['operator', 'site-owner'],
  'extension:request': ['site-owner'],
  'extension:decide': ['operator'],

  // Self-assessment.
  'workbook:read': ['operator', 'technical-reviewer', 'decision-member', ...party],
  'workbook:write': [...site],
  'workbook:submit': ['site-owner'],
  'workbook:return': ['operator', 'lead-assessor'],
  'comment:write': ['operator', 'technical-reviewer', ...party],

  // Evidence: files of an organisation. What others see of it is ruled by its disclosure layer.
  'evidence:read': ['operator', 'technical-reviewer', 'decision-member', 'partner', ...party],
  'evidence:write': [...site],
  'certificate:read': ['operator', 'technical-reviewer', 'decision-member', ...party],
  'certificate:write': [...site],
  'recognition:read': ['operator', 'technical-reviewer', 'decision-member', ...party],
  'recognition:request': [...site],

  // Assessor firms.
  'firm:read': ['operator', 'firm-admin', 'assessor', 'site-owner'],
  'firm:write': ['operator', 'firm-admin'],
  'engagement:read': ['operator', 'firm-admin', ...party],
  'engagement:propose': ['operator', 'site-owner'],
  'engagement:accept': ['firm-admin'],
  'team:answer': ['site-owner'],
  'conflict:read': ['operator', 'firm-admin', 'assessor', 'lead-assessor'],
  'conflict:declare': ['firm-admin', 'assessor', 'lead-assessor'],
  'calibration:read': ['operator', 'assessor', 'lead-assessor'],

  // The assessment.
  'assessment:read': ['operator', 'technical-reviewer', 'decision-member', ...party],
  'plan:write': ['lead-assessor'],
  'plan:confirm': ['site-owner'],
  'plan:approve': ['operator'],
  'desk-question:ask': [...assessors],
  'desk-review:write': [...party],
  'recognition:check': [...assessors],
  'desk-review:complete': ['lead-assessor'],
  'site-visit:complete': ['lead-assessor'],
  'round:request': ['site-owner'],
  'finding:read': ['operator', 'technical-reviewer', 'decision-member', ...assessors],
  'finding:write': [...assessors],
  'rating:read': ['operator', 'technical-reviewer', 'decision-member', ...assessors],
  'rating:write': [...assessors],
  'report:write': [...assessors],
  'report:submit': ['lead-assessor'],
  'report:read': ['operator', 'technical-reviewer', 'decision-member', ...party],

  // Review, decision, improvement.
  'review:read': ['operator', 'technical-reviewer', 'decision-member', ...assessors],
  'review:write': ['technical-reviewer'],
  'review:answer': ['lead-assessor'],
  'decision:read': ['operator', 'decision-member'],
  'decision:write': ['decision-member'],
  'decision:open': ['operator'],
  'decision:record': ['operator', 'decision-member'],
  'mark-preview:read': ['operator', 'decision-member', ...site],
  'improvement-plan:read': ['operator', 'technical-reviewer', 'decision-member', ...party],
  'improvement-plan:write': [...site],
  'improvement-plan:verify': [...assessors],
  'change:report': ['operator', 'site-owner'],
  'award:respond': ['site-owner'],
  'award-file:read': ['operator', 'decision-member', ...site],
  'award-matter:vote': ['decision-member'],
  'award-matter:record': ['operator', 'decision-member'],
  'appeal:write': ['site-owner'],

  // Concerns and grievances: the words of a source are the assessor's and the operator's alone.
  'concern:read': ['operator', ...assessors],
  'concern:answer': ['operator', ...assessors],
  // A grievance against the scheme is judged by the decision body, which sees those alone.
  'grievance:read': ['operator', 'decision-member'],
  'grievance:decide': ['operator', 'decision-member'],
  'grievance:respond': ['site-owner'],

  // The secretariat's own things stay with it (not listed): settings, board, audit, bulk work, switch-over.
  'audit:read': ['operator', 'site-owner', 'lead-assessor'],

  // Custody: a book is its party's own. The operator sees totals, and a book only by an inquiry with a logged reason.
  'custody:read': [...site, 'partner'],
  'custody:write': [...site, 'partner'],
  // The door to reading books; whose book it is, the handler asks: custody:read or provenance:read on it, or an open inquiry.
  'custody-book:read': ['operator', ...site, 'partner'],
  'custody-total:read': ['operator'],
  'custody-inquiry:write': ['operator'],
  'custody-inquiry:read': ['operator', 'site-owner', 'partner'],
  'shipment:read': [...site, 'partner'],
  'shipment:write': [...site, 'partner'],
  'balance:read': [...site, 'partner'],
  'balance:write': [...site, 'partner'],
  'balance-period:close': ['site-owner', 'partner'],
  'account-group:write': ['site-owner', 'partner'],
  'transfer-statement:write': [...site, 'partner'],
  'provenance:read': [...site, 'partner'],
  'disclosure:write': ['site-owner', 'partner'],
  'footprint:read': [...site, 'partner'],
  'footprint:write': [...site, 'partner'],
  'claim:read': [...site, 'partner'],
  'claim:write': ['site-owner', 'partner'],
  'passport:write': ['site-owner', 'partner'],
  'evidence-pack:read': [...site, 'partner'],

}
