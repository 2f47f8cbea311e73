// A new version of a standard: what it would hit, the change of a case to it and back, and what the change left to do.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day, Instant } from '#src/kernel/time.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { DifferenceKind } from '#src/standards/difference.ts'
import { Version } from '#src/standards/standard.ts'
import { CaseId } from './case.ts'
import { CaseState } from './cycle.ts'
import { CaseDisposition, GapCause, MigrationOutcome, TransitionRule } from './version-change.ts'

const tag = 'Standards'
const count = z.number().int()
const aChange = { caseId: CaseId, standard: Slug, to: Version }
const NamedCriterion = z.object({ criterion: Slug, number: z.number().int(), title: z.string() })
export type NamedCriterion = z.infer<typeof NamedCriterion>

/** One line of the difference, with what stands on the criteria of the older version. */
export const ImpactRow = z.object({
  kind: DifferenceKind, from: z.array(NamedCriterion), to: z.array(NamedCriterion),
  /** Open cases that answered one of them, and how many of their cells say something. */
  cases: count, answers: count, evidence: count,
  /** Rows of the equivalence matrix, and certificates of sites of these cases that lean on them. */
  equivalenceIds: z.array(z.string()), certificates: count,
  /** Gaps of improvement plans that are not yet verified. */
  gaps: count,
})
export const ImpactCase = z.object({
  caseId: CaseId, siteName: z.string(), state: CaseState, disposition: CaseDisposition,
  answers: count, evidence: count, comments: count, gaps: count,
})
export const StandingMigration = z.object({
  migrationId: z.string(), caseId: CaseId, siteName: z.string(), state: CaseState, migratedAt: Instant, reason: z.string(), mayUndo: z.boolean(),
  newGaps: count, conflicts: count,
})
export const VersionImpact = z.object({
  standard: Slug, title: z.string(), from: Version, to: Version, isReleased: z.boolean(), today: Day, rule: TransitionRule.nullable(),
  rows: z.array(ImpactRow), cases: z.array(ImpactCase), migrations: z.array(StandingMigration),
})
export type VersionImpact = z.infer<typeof VersionImpact>

export const MigrationView = z.object({
  migrationId: z.string(), standard: Slug, fromVersion: Version, toVersion: Version, reason: z.string(), migratedAt: Instant, isUndone: z.boolean(), mayUndo: z.boolean(),
  newGaps: z.array(NamedCriterion.extend({
    cause: GapCause,
    /** Answered since. */
    isAnswered: z.boolean(),
  })),
  conflicts: z.array(NamedCriterion.extend({ field: z.string(), isSettled: z.boolean() })),
  /** Criteria of the older version that nothing continues; their answers stay readable. */
  left: z.array(NamedCriterion),
})
export type MigrationView = z.infer<typeof MigrationView>

const refused = ['case-absent', 'standard-unknown', 'standard-version-unknown', 'versions-unrelated', 'case-not-under-version', 'version-not-released', 'migration-too-late', 'transition-forbids', 'marks-not-in-version'] as const

export const versionChangeContract = {
  getVersionImpact: operation({
    method: 'GET', path: '/standards/{standard}/version-impacts', tag, permit: 'version-change:read', summary: 'What a change from one version to the next would hit',
    description: 'Open cases, answers, linked evidence, rows of the equivalence matrix, certificates and gaps, by each line of the difference. A draft can be looked at before it is released.',
    input: z.object({ standard: Slug, from: Version, to: Version }), result: VersionImpact, refusals: ['standard-unknown', 'standard-version-unknown', 'versions-unrelated'],
  }),
  previewMigration: operation({
    method: 'GET', path: '/cases/{caseId}/migrations/previews', tag, permit: 'version-change:read', summary: 'What a change of version would carry over in one case',
    input: z.object(aChange), result: MigrationOutcome, refusals: refused,
  }),
  migrateCase: operation({
    method: 'POST', path: '/cases/{caseId}/migrations', tag, permit: 'version-change:write', status: 201, summary: 'Put a case under the newer version of a standard',
    description: 'Every answer, evidence link, comment and assignment is carried to what continues its criterion. Answers that differ stand side by side to be settled; nothing is lost. Clocks run on as they are.',
    input: z.object({ ...aChange, reason: shortText(2000) }), result: MigrationView.extend({ caseId: CaseId }), refusals: refused,
  }),
  undoMigration: operation({
    method: 'POST', path: '/cases/{caseId}/migrations/{migrationId}/withdrawal', tag, permit: 'version-change:write', summary: 'Undo a change of version',
    description: 'Until the self-assessment is submitted. What was carried goes; what people typed since stays.',
    input: z.object({ caseId: CaseId, migrationId: z.string().max(60), reason: shortText(2000) }), result: MigrationView.extend({ caseId: CaseId }),
    refusals: ['case-absent', 'migration-absent', 'migration-undone', 'migration-not-newest', 'migration-too-late', 'case-not-under-version', 'standard-unknown', 'standard-version-unknown'],
  }),
  listMigrations: operation({
    method: 'GET', path: '/cases/{caseId}/migrations', tag, permit: 'workbook:read', summary: 'Changes of version of a case, with what is new and to be settled',
    input: z.object({ caseId: CaseId }), result: z.object({ items: z.array(MigrationView), next: z.null() }), refusals: ['case-absent', 'workbook-not-submitted', 'standard-unknown', 'standard-version-unknown'],
  }),
} as const
