// Cases of a test on their way from the application on: the standards that ship, an applicant, a site owner, a signed letter.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '#src/access/actor.ts'
import type { CaseMove, CaseOutcome } from '#src/assurance/cycle.ts'
import { caseFor, moveCase } from '#src/assurance/case-move.handlers.ts'
import type { Case } from '#src/assurance/case.ts'
import { clocksOf } from '#src/assurance/case.store.ts'
import { publicActor } from '#src/access/actor.ts'
import { loadStandards } from '#src/standards/load-standards.ts'
import { call } from './assessment.ts'
import { actor, grant } from './people.ts'
import { operator, type World } from './world.ts'

const folder = join(import.meta.dirname, '..', 'standards')

/** Loads the standards that ship, without the starter registry. */
export async function loadShippedStandards(world: World): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  await world.transact(operator, (ctx) => loadStandards(ctx, Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))))
}

export const noon = (day: string): string => `${day}T12:00:00.000Z`

type Applied = { readonly caseId: string; readonly siteId: string; readonly organisationId: string; readonly owner: Actor }

export const anApplication = (more: Record<string, unknown> = {}) => ({
  site: { name: 'Marrick Smelter', country: 'CHL', place: 'Marrick' }, siteTypes: ['smelter'] as const, metals: ['copper', 'molybdenum'] as const,
  standards: [{ standard: 'risk-readiness-assessment', marks: ['copper'] }], participantName: 'Marrick Metals', participantCountry: 'CHL',
  contact: { name: 'Ana Invented', email: 'ana@example.org', phone: '+56 2 5555 0000' }, isContactResourced: true, ...more,
})

/** Applies, as the public, and gives the number and an owner of the organisation for later. */
export async function applied(world: World, more: Record<string, unknown> = {}): Promise<Applied> {
  const { caseId } = await call(world, publicActor, 'createApplication', anApplication(more) as never)
  const { siteId, organisationId } = await call(world, operator, 'getCase', { caseId })
  return { caseId, siteId, organisationId, owner: actor(`owner-of-${organisationId}`, grant('site-owner', 'organisation', organisationId)) }
}

export async function accepted(world: World, more: Record<string, unknown> = {}): Promise<Applied> {
  const one = await applied(world, more)
  await call(world, operator, 'decideEligibility', { caseId: one.caseId, isEligible: true, reason: 'Handles copper.' })
  return one
}

export async function committed(world: World, more: Record<string, unknown> = {}): Promise<Applied> {
  const one = await accepted(world, more)
  const { documentHash } = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
  await call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash, name: 'Pia Invented', role: 'General manager' })
  return one
}

/** Makes a move that is another slice's to make, on the day of the clock. */
export const move = (world: World, caseId: string, kind: CaseMove, outcome?: CaseOutcome): Promise<Case> =>
  world.transact(operator, async (ctx) => moveCase(ctx, await caseFor(ctx, caseId, 'case:read', true), kind, outcome === undefined ? {} : { outcome }))

export const moves = async (world: World, caseId: string, ...kinds: readonly CaseMove[]): Promise<void> => {
  for (const kind of kinds) await move(world, caseId, kind)
}

export const wayToReport = [
  'self-assessment.submitted', 'plan.agreed', 'assessment.announced', 'desk-review.completed', 'site-visit.completed', 'report.submitted', 'report.finalised',
] as const

/** `{ clock: [due, first due, done] }` */
export const clockDays = async (world: World, caseId: string): Promise<Record<string, readonly [string, string, string | null]>> =>
  Object.fromEntries((await clocksOf(world.house.database.sql, caseId)).map(({ clock, dueOn, firstDueOn, doneOn }) => [clock, [dueOn, firstDueOn, doneOn] as const]))
