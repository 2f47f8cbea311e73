// Roles and what they are held on. A grant is a role with a scope: "site owner of this site", "assessor in this case".
// Rights are always of a scope; only the roles of the house itself (operator, reviewer, decision body) span everything.
import { z } from 'zod'

export const Role = z.enum([
  /** Runs the scheme: the secretariat. */
  'operator',
  /** Reviews reports of the cases it is named in. */
  'technical-reviewer',
  /** Sits in the body that decides on awards. */
  'decision-member',
  /** Answers for a site: signs, submits, invites colleagues. */
  'site-owner',
  /** Works on the site's workbook and evidence. */
  'site-contributor',
  /** Runs an assessor firm: names assessors, accepts engagements. */
  'firm-admin',
  /** Leads an assessment: rates, reports. Held on a case. */
  'lead-assessor',
  /** Assesses: of a firm, and in the cases it is assigned to. */
  'assessor',
  /** Buys or relies on the metal: sees what was disclosed to it. */
  'partner',
])
export type Role = z.infer<typeof Role>

export const ScopeKind = z.enum(['house', 'organisation', 'site', 'firm', 'case'])
export type ScopeKind = z.infer<typeof ScopeKind>

/** What a grant reaches. `id` is empty for the house. */
export const Scope = z.object({ kind: ScopeKind, id: z.string().max(100) })
export type Scope = z.infer<typeof Scope>

export type Grant = { readonly role: Role; readonly scope: Scope }

export const house: Scope = { kind: 'house', id: '' }

/** The scopes on which a role may be granted. */
export const scopesOf: Readonly<Record<Role, readonly ScopeKind[]>> = {
  operator: ['house'],
  'technical-reviewer': ['house', 'case'],
  'decision-member': ['house'],
  'site-owner': ['organisation', 'site'],
  'site-contributor': ['organisation', 'site'],
  'firm-admin': ['firm'],
  'lead-assessor': ['case'],
  assessor: ['firm', 'case'],
  partner: ['organisation'],
}

/** What a permit is asked for: every identity under which a grant may reach it. */
export type Subject = {
  readonly caseId?: string | undefined
  readonly siteId?: string | undefined
  readonly organisationId?: string | undefined
  readonly firmId?: string | undefined
}

const idOn = (subject: Subject, kind: ScopeKind): string | undefined =>
  kind === 'case' ? subject.caseId : kind === 'site' ? subject.siteId : kind === 'organisation' ? subject.organisationId : kind === 'firm' ? subject.firmId : ''

/** Whether a grant reaches a subject. A grant on the house reaches everything. */
export const reaches = (scope: Scope, subject: Subject): boolean => scope.kind === 'house' || idOn(subject, scope.kind) === scope.id

/** The roles that these grants give on a subject. */
export const rolesOn = (grants: readonly Grant[], subject: Subject): ReadonlySet<Role> =>
  new Set(grants.filter(({ scope }) => reaches(scope, subject)).map(({ role }) => role))
