// Writes one case that was run elsewhere, through the stores of the slices, and makes public of it what any case of its
// standing makes public, with a note that it was carried over. Nobody is told: what happened then is no news.
import { actorRef } from '#src/access/actor.ts'
import type { Context } from '#src/access/context.ts'
import { insertApplication, decideApplication, putContact } from '#src/assurance/application.store.ts'
import type { Case } from '#src/assurance/case.ts'
import { addEvent, insertCase, putClocks } from '#src/assurance/case.store.ts'
import type { CaseClock } from '#src/assurance/clock.ts'
import type { CaseMove, CaseState } from '#src/assurance/cycle.ts'
import { insertDecision } from '#src/assurance/decision.store.ts'
import type { AwardDecision } from '#src/assurance/decision.ts'
import { insertExtension } from '#src/assurance/extension.store.ts'
import type { StoredExtension } from '#src/assurance/extension.ts'
import { planLines } from '#src/assurance/improvement-plan.handlers.ts'
import { insertGaps } from '#src/assurance/improvement-plan.store.ts'
import { planDueOn, type Gap } from '#src/assurance/improvement-plan.ts'
import { addLetterFile } from '#src/assurance/letter.store.ts'
import { letterFileLimits } from '#src/assurance/letter.ts'
import { extensionFact, letterFact, summaryReportFact } from '#src/assurance/published.ts'
import { putRating } from '#src/assurance/rating.store.ts'
import { markSubmitted, putReport, reportOf } from '#src/assurance/report.store.ts'
import { participantLicence } from '#src/assurance/settings-cycle.ts'
import { recordLines } from '#src/assurance/site-record.ts'
import { summaryReport, summaryReportId } from '#src/assurance/summary-report.ts'
import { datasetLine, milestoneLine } from '#src/awards/award-publication.handlers.ts'
import { milestoneKindOf, publicAward, type AwardChangeKind, type HeldAward } from '#src/awards/award-change.ts'
import { awardFact } from '#src/awards/award.ts'
import { insertAward } from '#src/awards/award.store.ts'
import { Mark } from '#src/awards/milestone.ts'
import { conditionalWording } from '#src/awards/settings-award.ts'
import { takenFile } from '#src/evidence/evidence-file.handlers.ts'
import { insertEvidence } from '#src/evidence/evidence.store.ts'
import { inspected } from '#src/evidence/file-type.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { readFirm } from '#src/parties/assessor-firm.store.ts'
import type { Standard } from '#src/standards/standard.ts'
import { putFact, type FactLine } from '#src/transparency/fact.ts'
import { askedLevel, ratingOf } from './switch-over-parts.ts'
import { computedClocks, extendedClocks, isPast, movesOf, outcomeOf, settledClocks } from './switch-over-clocks.ts'
import { folded } from './switch-over-sheets.ts'
import type { Ready } from './switch-over-load.handlers.ts'
import type { CarriedCase } from './switch-over.ts'

export type Placed = { readonly siteId: string; readonly organisationId: string; readonly participant: string; readonly previousCaseId: string | null; readonly note: string; readonly standards: readonly Standard[]; readonly files: ReadonlyMap<string, Uint8Array> }
export type Written = { readonly caseId: string; readonly lines: FactLine[]; readonly evidenceIds: string[]; readonly clocks: readonly CaseClock[] }

const by = 'carried-over'
const stateAfter = (move: CaseMove, one: CarriedCase): CaseState =>
  move === 'letter.signed' ? 'committed' : move === 'self-assessment.submitted' ? 'self-assessed' : move === 'site-visit.completed' ? 'assessed'
    : move === 'case.decided' ? ({ awarded: 'awarded', conditional: 'conditional', 'not-awarded': 'remediation' } as const)[outcomeOf(one)] : one.state

async function writeEvents(ctx: Context, caseId: string, one: CarriedCase, note: string): Promise<void> {
  const shared = { fromState: null, round: one.round, recordedAt: ctx.now, actor: actorRef(ctx.actor), reason: note }
  for (const { move, on } of movesOf(one)) await addEvent(ctx.sql, caseId, { ...shared, event: move, toState: stateAfter(move, one), happenedOn: on })
  await addEvent(ctx.sql, caseId, { ...shared, event: 'case.carried-over', toState: one.state, happenedOn: one.since })
}

/** Every extension of the list, and each day that was kept though the standard gives an earlier one. */
async function writeExtensions(ctx: Context, placed: Case, ready: Ready, clocks: readonly CaseClock[], note: string): Promise<FactLine[]> {
  const lines: FactLine[] = []
  const first = new Map(computedClocks(ready.law, ready.one).map((clock) => [clock.clock, clock.dueOn]))
  const kept = ready.differences.filter(({ choice, workbook, computed }) => choice === 'keep' && workbook > computed)
    .map(({ clock, workbook }) => ({ clock, until: workbook, grantedOn: ctx.today, reasonClass: 'other' as const }))
  for (const { clock, until, grantedOn, reasonClass } of [...ready.one.extensions.toSorted((a, b) => a.grantedOn < b.grantedOn ? -1 : 1), ...kept]) {
    if (!clocks.some((one) => one.clock === clock)) continue
    const dueBefore = first.get(clock)!
    first.set(clock, until)
    const stored: StoredExtension = {
      extensionId: ctx.newId('ext'), caseId: placed.caseId, clock, askedOn: grantedOn, askedUntil: until, reasonClass, reason: null, decidedOn: grantedOn, dueBefore, grantedUntil: until,
      approvedBy: null, decisionText: note, withdrawnOn: null,
    }
    await insertExtension(ctx.sql, stored, by)
    if (until > dueBefore) lines.push(putFact(extensionFact, stored.extensionId, { siteId: placed.siteId, siteName: placed.siteName, cycle: placed.cycle, clock, dueBefore, dueAfter: until, reasonClass, grantedOn }))
  }
  return lines
}

async function writeGaps(ctx: Context, placed: Case, ready: Ready, standards: readonly Standard[], note: string): Promise<Gap[]> {
  const gaps = ready.one.gaps.map((gap): Gap => {
    const found = ready.one.ratings.find((rating) => rating.standard === gap.standard && rating.criterion === gap.criterion)!
    const law = standards.find(({ standard, version }) => standard === gap.standard && placed.standards.some((under) => under.standard === standard && under.standardVersion === version))!
    const isClosed = gap.status === 'closed' || gap.status === 'verified'
    return {
      gapId: ctx.newId('gap'), caseId: placed.caseId, round: placed.round, standard: gap.standard, standardVersion: law.version, criterion: gap.criterion, levelFound: found.level!,
      levelAsked: askedLevel(law, gap.criterion, found.level!)!, rootCause: gap.rootCause, action: gap.action, ownerUserId: null, dueOn: gap.dueOn, percent: isClosed ? 100 : 0, status: gap.status,
      closingEvidence: [], closingText: isClosed ? note : null, closedOn: isClosed ? gap.closedOn : null, closedBy: isClosed ? by : null,
      verifiedOn: gap.status === 'verified' ? gap.closedOn : null, verifiedBy: null, verificationText: gap.status === 'verified' ? note : null, version: 1, openedOn: ready.one.decidedOn ?? ready.one.since, changedAt: ctx.now,
    }
  })
  await insertGaps(ctx.sql, gaps)
  return gaps
}

/** Ratings, the report's days, and what was decided, as far as the list tells. */
async function writeAssessment(ctx: Context, placed: Case, one: CarriedCase, note: string): Promise<string | null> {
  for (const rating of one.ratings) await putRating(ctx.sql, ratingOf(one, placed.caseId, rating, note))
  if (placed.round >= 1 && isPast(one.state, 'assessed') && one.assessedTo !== null) {
    await putReport(ctx.sql, placed.caseId, placed.round, { assessedFrom: one.assessedFrom, assessedTo: one.assessedTo, summary: note, strengths: '', goodPractices: [] }, 1, by, ctx.now)
    await markSubmitted(ctx.sql, placed.caseId, placed.round, by, ctx.now, 1, {})
  }
  if (one.decidedOn === null || placed.round < 1) return null
  const results = placed.standards.flatMap((under) => under.marks.map((mark): AwardDecision['results'][number] => {
    const award = one.awards.find((each) => each.standard === under.standard && each.mark === mark)
    return { standard: under.standard, standardVersion: under.standardVersion, mark, isGoverning: under.isGoverning, byRule: 'undetermined', decided: award === undefined ? 'not-awarded' : award.isConditional ? 'conditional' : 'awarded', reason: award === undefined ? note : null }
  }))
  const decisionId = ctx.newId('dcn')
  await insertDecision(ctx.sql, {
    decisionId, caseId: placed.caseId, round: placed.round, state: 'recorded', openedOn: one.decidedOn, openedBy: by, meetingOn: null, agendaNote: null, decidedOn: one.decidedOn, recordedAt: ctx.now,
    recordedBy: actorRef(ctx.actor), outcome: outcomeOf(one), results, answers: [], engine: null, inputsHash: null, specialConditions: [], minutes: note, reason: null,
  })
  return decisionId
}

const changeOf: Readonly<Partial<Record<HeldAward['state'], AwardChangeKind>>> = { suspended: 'suspended', withdrawn: 'withdrawn', expired: 'expired', transferred: 'transferred', replaced: 'replaced' }

async function writeAwards(ctx: Context, placed: Case, one: CarriedCase, decisionId: string | null, { participant, note }: Placed): Promise<FactLine[]> {
  if (decisionId === null) return []
  const wording = await ctx.setting(conditionalWording)
  const lines: FactLine[] = []
  for (const carried of one.awards) {
    const { isConditional, validUntil } = carried
    const first = { on: carried.decidedOn, change: 'awarded' as const, reasonClass: 'assessment' as const, state: 'in-force' as const, isConditional, validUntil }
    const change = changeOf[carried.state]
    const award: HeldAward = {
      awardId: ctx.newId('awd'), caseId: placed.caseId, decisionId, siteId: placed.siteId, organisationId: placed.organisationId, mark: Mark.parse(carried.mark), standard: carried.standard,
      standardVersion: placed.standards.find(({ standard }) => standard === carried.standard)!.standardVersion, cycle: placed.cycle, decidedOn: carried.decidedOn, validUntil, state: carried.state, isConditional,
      followUpDueOn: carried.followUpDueOn, underReviewSince: null, specialConditions: [],
      history: change === undefined ? [first] : [first, { ...first, on: carried.since!, change, reasonClass: carried.reasonClass ?? (carried.state === 'expired' ? 'term-ended' : carried.state === 'replaced' ? 're-assessment' : 'site-sold'), state: carried.state }],
      particulars: { siteName: placed.siteName, participant, assessedFrom: one.assessedFrom ?? carried.decidedOn, assessedTo: one.assessedTo ?? carried.decidedOn, issuedOn: carried.decidedOn, announcedOn: carried.decidedOn },
      continuesAwardId: null, version: 1, changedAt: ctx.now,
    }
    await insertAward(ctx.sql, award)
    lines.push(putFact(awardFact, award.awardId, publicAward(award, wording)), ...award.history.flatMap((entry, index): FactLine[] => {
      const kind = milestoneKindOf(entry.change, index === 0 ? null : 'in-force', entry.state, award.cycle)
      return kind === null ? [] : [milestoneLine(ctx, `${award.awardId}.${index + 1}`, {
        siteId: placed.siteId, siteName: placed.siteName, register: 'mark', kind, mark: award.mark, on: entry.on, validUntil: index === 0 ? validUntil : undefined,
        condition: isConditional && index === 0 ? wording : undefined, source: `Decision of the scheme on award ${award.awardId}, recorded before this installation`, path: `/awards/${award.awardId}`, asFound: note,
      })]
    }))
  }
  return lines
}

/** The letter, where its signed document came along; the day of the commitment and the record of the site in any case. */
async function writeLetter(ctx: Context, placed: Case, one: CarriedCase, clocks: readonly CaseClock[], { participant, note, files }: Placed): Promise<FactLine[]> {
  if (one.letterSignedOn === null || !(isPast(one.state, 'eligible') || one.awards.length > 0 || one.decidedOn !== null)) return []
  const lines = [
    ...recordLines(await ctx.facts(), { one: placed, participant, participantCountry: one.participantCountry, place: null, signedOn: one.letterSignedOn, licence: await ctx.setting(participantLicence) }),
    ...placed.standards.flatMap(({ marks }) => marks).flatMap((slug) => { const mark = Mark.safeParse(slug); return mark.success ? [mark.data] : [] }).map((mark) => milestoneLine(ctx, `${placed.caseId}.0.letter.${mark}`, {
      siteId: placed.siteId, siteName: placed.siteName, register: 'mark', kind: 'commitment', mark, on: one.letterSignedOn!, source: 'Letter of commitment, signed before this installation', path: `/sites/${placed.siteId}`, asFound: note,
    })),
  ]
  if (one.letterFile === null) return lines
  const bytes = files.get(folded(one.letterFile.split(/[\\/]/).at(-1)!))!
  const file = orRefuse(inspected(bytes, one.letterFile.split(/[\\/]/).at(-1)!, letterFileLimits))
  const sha256 = await ctx.files.put(bytes)
  await addLetterFile(ctx.sql, placed.caseId, { sha256, filename: file.filename, mediaType: file.mediaType as 'application/pdf', byteCount: bytes.byteLength, uploadedAt: ctx.now }, actorRef(ctx.actor))
  return [...lines, putFact(letterFact, placed.caseId, {
    siteId: placed.siteId, siteName: placed.siteName, cycle: placed.cycle, participant, country: placed.country, siteTypes: placed.siteTypes, metals: placed.metals, standards: placed.standards,
    signedOn: one.letterSignedOn, promises: {}, documentHash: sha256, dueOn: clocks.filter(({ startedOn }) => startedOn === one.letterSignedOn).map(({ clock, firstDueOn }) => ({ clock, dueOn: firstDueOn })),
  })]
}

async function summaries(ctx: Context, placed: Case, one: CarriedCase, gaps: readonly Gap[], clocks: readonly CaseClock[], { note, standards }: Placed): Promise<FactLine[]> {
  if (one.decidedOn === null || placed.round < 1 || one.assessedTo === null) return []
  const report = await reportOf(ctx.sql, placed.caseId, placed.round)
  const firmName = (placed.firmId === null ? undefined : await readFirm(ctx.sql, placed.firmId))?.name ?? 'not recorded'
  const shared = { one: placed, gaps, schemes: new Map<string, string>(), report, firmName, decidedOn: one.decidedOn, planDueOn: planDueOn(clocks), outcome: outcomeOf(one) }
  const lines = placed.standards.flatMap((under): FactLine[] => {
    const ratings = one.ratings.filter(({ standard }) => standard === under.standard).map((rating) => ratingOf(one, placed.caseId, rating, note))
    const standard = standards.find((each) => each.standard === under.standard && each.version === under.standardVersion)!
    return ratings.length === 0 ? [] : [putFact(summaryReportFact, summaryReportId(placed.caseId, placed.round, under), summaryReport({ ...shared, under, standard, ratings }))]
  })
  return gaps.length === 0 ? lines : [...lines, ...planLines(ctx, placed, gaps, planDueOn(clocks) ?? gaps.map(({ dueOn }) => dueOn ?? one.decidedOn!).toSorted().at(-1)!)]
}

async function writeFiles(ctx: Context, placed: Case, one: CarriedCase, files: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const made: string[] = []
  for (const path of one.files) {
    const filename = path.split(/[\\/]/).at(-1)!
    const bytes = files.get(folded(filename))!
    const file = await takenFile({ ...ctx, upload: () => Promise.resolve(bytes) }, filename, 1, actorRef(ctx.actor))
    const evidenceId = ctx.newId('evd')
    await insertEvidence(ctx.sql, {
      evidenceId, organisationId: placed.organisationId, siteId: placed.siteId, title: filename.replace(/\.[^.]+$/, '').slice(0, 200) || filename, kind: 'report', writtenIn: 'und', ownerId: actorRef(ctx.actor),
      validFrom: null, validUntil: null, layer: 'private', state: 'valid', supersededBy: null, supersededOn: null, withdrawnOn: null, withdrawalReason: null, file, version: 1, addedAt: ctx.now, addedBy: actorRef(ctx.actor),
    })
    made.push(evidenceId)
  }
  return made
}

/** What decides an application is asked for while it is open, so that it stands beside the case as for any other. */
async function writeApplication(ctx: Context, placed: Case, one: CarriedCase, note: string): Promise<void> {
  if (one.state !== 'applied' && one.state !== 'eligible') return
  await insertApplication(ctx.sql, {
    caseId: placed.caseId, isNewSite: one.siteId === null, place: null, participantName: one.participant, participantCountry: one.participantCountry, allSitesBy: null, allSitesCount: null,
    isContactResourced: false, language: ctx.language, note, decidedOn: null, isEligible: null, reason: null,
  }, by)
  if (one.state === 'eligible') await decideApplication(ctx.sql, placed.caseId, { decidedOn: one.since, decidedBy: by, isEligible: true, reason: note, isNewSite: one.siteId === null })
}

/** Writes a case and all that hangs on it. @returns what is to be made public, and what is needed to undo it */
export async function writeCase(ctx: Context, ready: Ready, at: Placed): Promise<Written> {
  const { one } = ready
  const placed: Case = {
    caseId: ctx.newId('cas'), siteId: at.siteId, organisationId: at.organisationId, cycle: one.cycle, state: one.state, round: one.round, roundKind: one.roundKind, siteName: one.siteName, country: one.country,
    siteTypes: one.siteTypes, metals: one.metals, standards: one.standards, firmId: one.firmId, cohort: one.cohort, appliedOn: one.letterSignedOn ?? one.since, letterSignedOn: one.letterSignedOn,
    previousCaseId: at.previousCaseId, version: 1, openedAt: ctx.now, changedAt: ctx.now,
  }
  const clocks = settledClocks(extendedClocks(computedClocks(ready.law, one), one), ready.differences)
  await insertCase(ctx.sql, placed)
  await putClocks(ctx.sql, placed.caseId, clocks)
  await writeEvents(ctx, placed.caseId, one, at.note)
  await writeApplication(ctx, placed, one, at.note)
  if (one.contactEmail !== null) await putContact(ctx.sql, placed.caseId, { name: one.contactName ?? one.contactEmail, email: one.contactEmail, phone: null }, ctx.today)
  const letter = await writeLetter(ctx, placed, one, clocks, at)
  const extensions = await writeExtensions(ctx, placed, ready, clocks, at.note)
  const decisionId = await writeAssessment(ctx, placed, one, at.note)
  const gaps = await writeGaps(ctx, placed, ready, at.standards, at.note)
  const awards = await writeAwards(ctx, placed, one, decisionId, at)
  const reports = await summaries(ctx, placed, one, gaps, clocks, at)
  const evidenceIds = await writeFiles(ctx, placed, one, at.files)
  const lines = [...letter, ...extensions, ...awards, ...reports]
  return { caseId: placed.caseId, clocks, evidenceIds, lines: lines.length === 0 ? [] : [datasetLine(), ...lines] }
}

