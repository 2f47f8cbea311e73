// Effects that run down the house: what else happens, in the same transaction, when a log entry of a kind is written.
import type { Context, Decision } from '#src/access/context.ts'
import { whenAssessmentAnnounced, whenCaseDecided, whenCaseLeft, whenExtensionGranted, whenLetterSigned } from '#src/awards/award-issue.handlers.ts'
import { whenGrievanceDecided } from '#src/awards/award-report.handlers.ts'
import { whenReportSubmitted } from '#src/assurance/review.handlers.ts'
import type { Sql } from '#src/kernel/sql.ts'
import { forgetImportedFact } from '#src/parties/import.store.ts'
import { closePreviousCycle } from '#src/assurance/case-end.handlers.ts'
import { tellWhoLeans } from '#src/assurance/leaning.handlers.ts'
import { rescopeAll, rescopeCase, rescopeSite } from '#src/assurance/scoping.handlers.ts'
import { whenAwardMoved, whenCustodyLinked, whenCustodyRecorded, whenFiguresChanged } from '#src/claims/claim-review.handlers.ts'
import { whenMilestonesPublished } from '#src/claims/standing-review.handlers.ts'
import { noteAwardChange, noteCorrections, noteFactorRevised, noteFiguresRecorded, noteLinkMade, noteLinkUndone } from '#src/provenance/impact.handlers.ts'
import type { FactLine } from '#src/transparency/fact.ts'
import { forgetKeptAnswers } from './idempotency.store.ts'

type WhenWithheld = (sql: Sql, kind: string, factId: string) => Promise<void>

/** A statement removed by law leaves every place that kept a copy of it. */
export const whenWithheld: readonly WhenWithheld[] = [forgetImportedFact, forgetKeptAnswers]

/** What else happens in the same transaction when a decision of a kind was made, with the facts it publishes. It may record further decisions. */
export type Reaction = (ctx: Context, decision: Decision, lines: readonly FactLine[]) => Promise<void>

/** By kind of decision; the slices below the one that decided bring theirs. */
const reactions: Readonly<Record<string, readonly Reaction[]>> = {
  'evidence.superseded': [tellWhoLeans],
  'evidence.withdrawn': [tellWhoLeans],
  'evidence.revised': [tellWhoLeans],
  'evidence-file.erased': [tellWhoLeans],
  'certificate.added': [rescopeSite],
  'certificate.changed': [rescopeSite],
  'certificate.withdrawn': [rescopeSite],
  'equivalence.approved': [rescopeAll],
  'equivalence.revoked': [rescopeAll],
  'equivalence.changed': [rescopeAll],
  'letter.signed': [rescopeCase, whenLetterSigned],
  'site-visit.completed': [rescopeCase],
  'case.migrated': [rescopeCase],
  'case-migration.undone': [rescopeCase],
  'extension.granted': [rescopeCase, whenExtensionGranted],
  'assessment.announced': [whenAssessmentAnnounced],
  'case.left': [whenCaseLeft],
  'report.submitted': [whenReportSubmitted],
  'decision.sent-back': [whenReportSubmitted],
  'grievance.decided': [whenGrievanceDecided],
  'case.decided': [whenCaseDecided, closePreviousCycle],
  'custody.recorded': [whenCustodyRecorded, noteCorrections],
  'custody.linked': [whenCustodyLinked, noteLinkMade],
  'custody.unlinked': [whenCustodyLinked, noteLinkUndone],
  'award.issued': [whenAwardMoved, noteAwardChange],
  'award.changed': [whenAwardMoved, noteAwardChange],
  'import.published': [whenMilestonesPublished],
  'import.reversed': [whenMilestonesPublished],
  'carry-over.published': [whenMilestonesPublished],
  'carry-over.retracted': [whenMilestonesPublished],
  'milestone.recorded': [whenMilestonesPublished],
  'case-file.published': [whenMilestonesPublished],
  'fact.withheld': [whenMilestonesPublished],
  'starter.published': [whenMilestonesPublished],
  'footprint-factor.recorded': [whenFiguresChanged, noteFiguresRecorded],
  'footprint-factor.revised': [whenFiguresChanged, noteFactorRevised],
}

export const reactionsTo = (kind: string): readonly Reaction[] => reactions[kind] ?? []
