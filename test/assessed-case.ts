// A case of an invented smelter whose report is in review, with its ratings, for tests of review, decision and awards. The
// rows are those the steps before would have left; nothing of them is decided here.
import { addMonths, type Day } from '#src/kernel/time.ts'
import type { Case } from '#src/assurance/case.ts'
import { addEvent, insertCase, putClocks } from '#src/assurance/case.store.ts'
import { started } from '#src/assurance/clock.ts'
import { putRating } from '#src/assurance/rating.store.ts'
import { putReport, markSubmitted } from '#src/assurance/report.store.ts'
import { insertFirm } from '#src/parties/assessor-firm.store.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { siteFact } from '#src/parties/site.ts'
import { applicable } from '#src/standards/applicability.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import { putFact } from '#src/transparency/fact.ts'
import { aSite } from './registry-facts.ts'
import { addPerson, grant } from './people.ts'
import type { World } from './world.ts'

export type AssessedCase = { one: Case; people: Awaited<ReturnType<typeof peopleOf>> }

let count = 0

/** Everybody who has a part, each with an account. */
async function peopleOf(world: World, siteId: string, caseId: string) {
  const name = (role: string): string => `${role} ${['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve', 'Thirteen', 'Fourteen', 'Fifteen'][count % 15]} ${String.fromCharCode(97 + Math.floor(count / 15))}`
  return {
    owner: await addPerson(world, name('Owner'), [grant('site-owner', 'site', siteId)]),
    lead: await addPerson(world, name('Lead'), [grant('lead-assessor', 'case', caseId)]),
    reviewer: await addPerson(world, name('Reviewer'), [grant('technical-reviewer')]),
    operator: await addPerson(world, name('Operator'), [grant('operator')]),
    members: [
      await addPerson(world, name('First Member'), [grant('decision-member')]), await addPerson(world, name('Second Member'), [grant('decision-member')]),
      await addPerson(world, name('Third Member'), [grant('decision-member')]), await addPerson(world, name('Fourth Member'), [grant('decision-member')]),
    ],
  }
}

export type Under = { standard: string; standardVersion: string; marks: string[] }
export const RRA: Under = { standard: 'risk-readiness-assessment', standardVersion: '3.0', marks: ['copper', 'molybdenum'] }

/** Ratings by criterion; all others are met in full. Null: it does not apply. */
export type Except = Readonly<Record<string, string | null>>

export async function rate(world: World, one: Case, round: number, except: Except, ratedBy: string, only?: readonly string[]): Promise<void> {
  const library = standardLibrary()
  for (const under of one.standards) {
    const standard = (await library.read(world.house.database.sql)).find((each) => each.standard.standard === under.standard && each.standard.version === under.standardVersion)!.standard
    const best = standard.ratingScale.levels.at(-1)!.slug
    for (const { slug } of applicable(standard, one).filter((criterion) => only === undefined || only.includes(criterion.slug))) {
      const level = slug in except ? except[slug]! : best
      await putRating(world.house.database.sql, {
        caseId: one.caseId, round, standard: under.standard, standardVersion: under.standardVersion, criterion: slug, level, isApplicable: level !== null,
        rationale: level === null ? 'There is nothing of the kind at this site' : 'A private rationale', certificateId: null, evidenceIds: [], ratedBy, ratedAt: world.house.clock.now(),
      })
    }
  }
}

/** @param letterSignedOn the day of the letter; the visit is six months later, which is today */
export async function assessedCase(world: World, except: Except = {}, how: { under?: Under[]; letterSignedOn?: Day; cycle?: number; siteId?: string; previousCaseId?: string } = {}): Promise<AssessedCase> {
  count += 1
  const sql = world.house.database.sql
  const siteId = how.siteId ?? world.house.ids.newSiteId('CHL')
  const caseId = world.house.ids.newId('cas')
  const [organisationId, firmId] = [world.house.ids.newId('org'), world.house.ids.newId('frm')]
  const now = world.house.clock.now()
  const today = now.slice(0, 10)
  const letter = how.letterSignedOn ?? addMonths(today, -6)
  await insertParticipant(sql, { organisationId, name: 'Invented Smelting', country: 'CHL', allSitesBy: null, createdAt: now })
  await insertFirm(sql, { firmId, name: `Invented Assessors ${count}`, country: 'PER', website: null, version: 1, registeredAt: now })
  const one: Case = {
    caseId, siteId, organisationId, cycle: how.cycle ?? 1, state: 'in-review', round: 1, roundKind: 'assessment', siteName: 'Kupferberg', country: 'CHL', siteTypes: ['smelter'],
    metals: ['copper', 'molybdenum'], standards: (how.under ?? [RRA]).map((under, i) => ({ ...under, isGoverning: i === 0 })), firmId, cohort: null, appliedOn: letter, letterSignedOn: letter,
    previousCaseId: how.previousCaseId ?? null, version: 1, openedAt: now, changedAt: now,
  }
  await insertCase(sql, one)
  const library = (await standardLibrary().read(sql)).map(({ standard }) => standard)
  const standard = library.find((each) => each.standard === one.standards[0]!.standard && each.version === one.standards[0]!.standardVersion)!
  await putClocks(sql, caseId, started(standard, 'letter.signed', letter, undefined, []))
  for (const [event, state] of [['letter.signed', 'committed'], ['report.submitted', 'in-review']] as const) {
    await addEvent(sql, caseId, { event, fromState: null, toState: state, round: state === 'committed' ? 0 : 1, happenedOn: state === 'committed' ? letter : today, recordedAt: now, actor: 'test', reason: null })
  }
  const people = await peopleOf(world, siteId, caseId)
  await rate(world, one, 1, except, people.lead.userId)
  await putReport(sql, caseId, 1, { assessedFrom: addMonths(letter, 4), assessedTo: addMonths(letter, 5), summary: 'A private summary', strengths: '', goodPractices: [{ standard: one.standards[0]!.standard, criterion: standard.criteria[0]!.slug, text: 'Shared openly' }] }, 1, people.lead.userId, now)
  await markSubmitted(sql, caseId, 1, people.lead.userId, now, 1, { minor: 2, observation: 1 })
  if (how.siteId === undefined) await world.publish([putFact(siteFact, siteId, aSite({ name: 'Kupferberg', types: ['smelter'], metals: ['copper', 'molybdenum'] }))])
  return { one, people }
}
