// Cohorts: their rules, their counts, and which cases are in them.
import type { Context } from '#src/access/context.ts'
import type { Handlers } from '#src/kernel/operation.ts'
import { orRefuse } from '#src/kernel/outcome.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import { caseFor } from './case-move.handlers.ts'
import { cohortCounts, updateCase } from './case.store.ts'
import { viewOfCase } from './case.handlers.ts'
import { checkedCohort, type Cohort } from './cohort.ts'
import type { cohortContract } from './cohort.contract.ts'
import { allCohorts, cohortOf, insertCohort, updateCohort } from './cohort.store.ts'
import { awardedStates, openStates } from './cycle.ts'

const library = standardLibrary()
const standards = async (ctx: Context) => (await library.read(ctx.sql)).map(({ standard }) => standard)

async function knownCohort(ctx: Context, name: string, isForUpdate = false): Promise<Cohort> {
  const found = await cohortOf(ctx.sql, name, isForUpdate)
  if (found === undefined) throw new Refused(refuse('cohort-absent', `There is no cohort "${name}". The list of cohorts names those there are.`))
  return found
}

/** A cohort that takes cases. @throws Refused `cohort-absent`, `cohort-closed` */
export async function openCohort(ctx: Context, name: string): Promise<Cohort> {
  const found = await knownCohort(ctx, name)
  if (!found.isOpen) throw new Refused(refuse('cohort-closed', `The cohort "${found.title}" takes no more cases. Open it first, or leave the case without one.`))
  return found
}

const rulesOf = ({ title, clockMonths, withoutClocks, isCounted, isOpen, note }: Omit<Cohort, 'cohort' | 'version' | 'changedAt'>) =>
  ({ title, clockMonths, withoutClocks, isCounted, isOpen, note: note === null || note.trim() === '' ? null : note.trim() })

export const cohortHandlers: Handlers<typeof cohortContract, Context> = {
  async listCohorts(ctx) {
    const counts = await cohortCounts(ctx.sql)
    const sum = (cohort: string, states?: readonly string[]): number =>
      counts.filter((one) => one.cohort === cohort && (states === undefined || states.includes(one.state))).reduce((total, { count }) => total + count, 0)
    const items = (await allCohorts(ctx.sql)).map((one) =>
      ({ ...one, caseCount: sum(one.cohort), openCount: sum(one.cohort, openStates), awardedCount: sum(one.cohort, awardedStates) }))
    return { items, next: null }
  },

  async createCohort(ctx, { cohort, ...rules }) {
    if (await cohortOf(ctx.sql, cohort) !== undefined) throw new Refused(refuse('cohort-exists', `There is a cohort "${cohort}" already. Change its rules, or choose another short name.`))
    const made: Cohort = { cohort, ...rulesOf(orRefuse(checkedCohort(rules, await standards(ctx)))), version: 1, changedAt: ctx.now }
    await insertCohort(ctx.sql, made)
    ctx.record({ kind: 'cohort.created', subject: cohort, isPublic: false, body: { ...rulesOf(made) } })
    return made
  },

  async changeCohort(ctx, { cohort, version, ...rules }) {
    const before = await knownCohort(ctx, cohort, true)
    if (before.version !== version) {
      throw new Refused(refuse('cohort-changed', `The rules of "${before.title}" were changed to version ${before.version} after you read version ${version}. Read them again; nothing of yours was saved.`))
    }
    const after: Cohort = { cohort, ...rulesOf(orRefuse(checkedCohort(rules, await standards(ctx)))), version: version + 1, changedAt: ctx.now }
    await updateCohort(ctx.sql, after)
    ctx.record({ kind: 'cohort.changed', subject: cohort, isPublic: false, body: { before: rulesOf(before), after: rulesOf(after) } })
    return after
  },

  async assignCohort(ctx, { caseId, cohort }) {
    const one = await caseFor(ctx, caseId, 'cohort:write', true)
    if (one.state !== 'applied' && one.state !== 'eligible') {
      throw new Refused(refuse('case-state-forbids', `The case is in state "${one.state}"; a cohort is chosen until the letter is signed, since the clocks start then.`))
    }
    const after = { ...one, cohort: cohort === null ? null : (await openCohort(ctx, cohort)).cohort, changedAt: ctx.now }
    await updateCase(ctx.sql, after)
    ctx.record({ kind: 'case-cohort.assigned', subject: caseId, isPublic: false, body: { before: one.cohort, after: after.cohort } })
    return viewOfCase(ctx, { ...after, version: one.version + 1 })
  },
}
