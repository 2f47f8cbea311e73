// Cohorts: groups of cases with clocks and counting of their own.
import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { Slug } from '#src/standards/award-rule.ts'
import { aCase } from './case.contract.ts'
import { CaseView } from './case-view.ts'
import { Cohort } from './cohort.ts'

const tag = 'Cohorts'
const rules = Cohort.pick({ title: true, clockMonths: true, withoutClocks: true, isCounted: true, isOpen: true, note: true }).shape

export const CohortRow = Cohort.extend({ caseCount: z.number().int(), openCount: z.number().int(), awardedCount: z.number().int() })

export const cohortContract = {
  listCohorts: operation({
    method: 'GET', path: '/cohorts', tag, permit: 'cohort:read', summary: 'List the cohorts with their rules and counts',
    input: z.object({}), result: z.object({ items: z.array(CohortRow), next: z.null() }),
  }),
  createCohort: operation({
    method: 'POST', path: '/cohorts', tag, permit: 'cohort:write', status: 201, summary: 'Make a cohort with rules of its own',
    input: z.object({ cohort: Slug, ...rules }), result: Cohort, refusals: ['cohort-exists', 'cohort-clock-unknown'],
  }),
  changeCohort: operation({
    method: 'PUT', path: '/cohorts/{cohort}', tag, permit: 'cohort:write', summary: 'Change the rules of a cohort',
    description: 'Clocks that run already keep their days: new rules hold for clocks that start after it.',
    input: z.object({ cohort: Slug, version: z.number().int().describe('of the rules that were read'), ...rules }), result: Cohort,
    refusals: ['cohort-absent', 'cohort-changed', 'cohort-clock-unknown'],
  }),
  assignCohort: operation({
    method: 'PUT', path: '/cases/{caseId}/cohort', tag, permit: 'cohort:write', summary: 'Put a case into a cohort, or take it out',
    description: 'Possible until the letter is signed, since the clocks start then.',
    input: z.object({ ...aCase, cohort: Slug.nullable() }), result: CaseView,
    refusals: ['case-absent', 'case-state-forbids', 'cohort-absent', 'cohort-closed', 'standard-absent'],
  }),
} as const
