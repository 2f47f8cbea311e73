// What of a case can be missed: its running clocks and the actions of its plan, and the approvals of assessors. A clock is told to whoever holds the role whose move stops them. Where nobody
// holds that role yet, the site and the secretariat are told, since they have to bring somebody in.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { Role, type Subject } from '#src/access/role.ts'
import { addDays } from '#src/kernel/time.ts'
import type { Due } from '#src/notices/reminder.ts'
import { daysBeforeSetting, tellOperatorSetting } from '#src/notices/settings-mail.ts'
import { allFirms, approvalsOf } from '#src/parties/assessor-firm.store.ts'
import type { Approval } from '#src/parties/assessor-firm.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import { governing, subjectOf, type Case } from './case.ts'
import { casesVisibleTo, runningClocks } from './case.store.ts'
import { clockOf, warningDue } from './clock.ts'
import type { CaseState } from './cycle.ts'
import { questionsOf } from './desk-review.store.ts'
import { gapsOfCases } from './improvement-plan.store.ts'
import { clockPlace } from './next.ts'

const library = standardLibrary()

/** States in which an improvement plan is worked on. */
const planStates: readonly CaseState[] = ['assessed', 'in-review', 'final', 'remediation', 'conditional']

/** The longest lead time that the shape of a standard allows. */
const LONGEST_LEAD_DAYS = 1000

/** Who holds a role on a subject, asked once a sweep. */
export function askedHolders(ctx: Context): (roles: readonly Role[], subject: Subject) => Promise<string[]> {
  const asked = new Map<string, Promise<string[]>>()
  return (roles, subject) => {
    const key = JSON.stringify([roles, subject])
    let holders = asked.get(key)
    if (holders === undefined) asked.set(key, holders = holdersOn(ctx.sql, roles, subject))
    return holders
  }
}

/** Every clock of which a reminder is due today. */
export async function dueClocks(ctx: Context): Promise<Due[]> {
  const clocks = await runningClocks(ctx.sql, addDays(ctx.today, LONGEST_LEAD_DAYS))
  if (clocks.length === 0) return []
  const cases = new Map<string, Case>((await casesVisibleTo(ctx.sql, ctx.actor)).map((one) => [one.caseId, one]))
  const standards = await library.read(ctx.sql)
  const holders = askedHolders(ctx)
  const operators = await holders(['operator'], {})
  const tellsOperator = await ctx.setting(tellOperatorSetting)
  const dues: Due[] = []
  for (const clock of clocks) {
    const one = cases.get(clock.caseId)
    if (one === undefined) continue
    const { standard, standardVersion } = governing(one)
    const law = standards.find((loaded) => loaded.standard.standard === standard && loaded.standard.version === standardVersion)
    const daysBefore = (law === undefined ? undefined : clockOf(law.standard, clock.clock))?.warnings.daysBefore ?? []
    if (warningDue(daysBefore, clock, ctx.today) === null && clock.dueOn >= ctx.today) continue
    const role = Role.safeParse(clock.ownerRole)
    const owners = role.success ? await holders([role.data], subjectOf(one)) : []
    dues.push({
      matter: `case:${one.caseId}:clock:${clock.clock}`, kind: 'reminder.clock', caseId: one.caseId, dueOn: clock.dueOn, daysBefore,
      params: { site: one.siteName, what: `@clock.${clock.clock}` }, link: clockPlace(one.caseId, clock.clock),
      userIds: owners.length > 0 ? owners : [...new Set([...await holders(['site-owner'], subjectOf(one)), ...operators])],
      lateUserIds: tellsOperator ? operators : [],
    })
  }
  return dues
}

/** After this many days an ended approval is no news any more. */
const TOLD_FOR_DAYS = 90

const isSameApproval = (a: Approval, b: Approval): boolean =>
  a.firmId === b.firmId && a.userId === b.userId && a.matter === b.matter && a.subject === b.subject && a.standardVersion === b.standardVersion

/** Approvals of firms and assessors that end without a later one: the firm, the assessor and the secretariat are told. */
export async function dueApprovals(ctx: Context): Promise<Due[]> {
  const firms = new Map((await allFirms(ctx.sql)).map((firm) => [firm.firmId, firm]))
  const daysBefore = await ctx.setting(daysBeforeSetting)
  const [from, until] = [addDays(ctx.today, -TOLD_FOR_DAYS), addDays(ctx.today, Math.max(...daysBefore))]
  const approvals = (await approvalsOf(ctx.sql, [...firms.keys()])).filter(({ withdrawnOn }) => withdrawnOn === null)
  const ending = approvals.filter((one) => one.validUntil >= from && one.validUntil <= until && !approvals.some((other) => isSameApproval(one, other) && other.validUntil > one.validUntil))
  if (ending.length === 0) return []
  const holders = askedHolders(ctx)
  const people = await ctx.accounts.people(ending.flatMap(({ userId }) => userId === null ? [] : [userId]))
  const dues: Due[] = []
  for (const one of ending) {
    const admins = await holders(['firm-admin'], { firmId: one.firmId })
    dues.push({
      matter: `approval:${one.approvalId}`, kind: 'reminder.approval', dueOn: one.validUntil, daysBefore, link: `/firms/${one.firmId}`,
      params: { name: (one.userId === null ? undefined : people.get(one.userId)?.name) ?? firms.get(one.firmId)!.name, what: one.subject },
      userIds: [...new Set([...admins, ...(one.userId === null ? [] : [one.userId]), ...await holders(['operator'], {})])],
    })
  }
  return dues
}

/** Actions of improvement plans that are not closed: whoever answers for one is told, else the site. */
export async function dueActions(ctx: Context): Promise<Due[]> {
  const cases = new Map((await casesVisibleTo(ctx.sql, ctx.actor, { states: planStates })).map((one) => [one.caseId, one]))
  const daysBefore = await ctx.setting(daysBeforeSetting)
  const until = addDays(ctx.today, Math.max(...daysBefore))
  const holders = askedHolders(ctx)
  const dues: Due[] = []
  for (const [caseId, gaps] of await gapsOfCases(ctx.sql, [...cases.keys()])) {
    const one = cases.get(caseId)!
    for (const gap of gaps) {
      if (gap.dueOn === null || gap.dueOn > until || gap.status === 'closed' || gap.status === 'verified') continue
      dues.push({
        matter: `case:${caseId}:gap:${gap.gapId}`, kind: 'reminder.action', caseId, dueOn: gap.dueOn, daysBefore, link: `/cases/${caseId}/improvement-plan`,
        params: { site: one.siteName, title: gap.action ?? gap.criterion },
        userIds: gap.ownerUserId === null ? await holders(['site-owner'], subjectOf(one)) : [gap.ownerUserId],
      })
    }
  }
  return dues
}

/** Questions of a desk review that wait for the site. */
export async function dueQuestions(ctx: Context): Promise<Due[]> {
  const daysBefore = await ctx.setting(daysBeforeSetting)
  const holders = askedHolders(ctx)
  const dues: Due[] = []
  for (const one of await casesVisibleTo(ctx.sql, ctx.actor, { states: ['announced', 'desk-reviewed'] })) {
    for (const question of await questionsOf(ctx.sql, one.caseId, one.round)) {
      if (question.state !== 'open') continue
      dues.push({
        matter: `case:${one.caseId}:desk-question:${question.questionId}`, kind: 'reminder.question', caseId: one.caseId, dueOn: question.dueOn, daysBefore,
        params: { site: one.siteName }, link: `/cases/${one.caseId}/assessment/desk-review`, userIds: await holders(['site-owner', 'site-contributor'], subjectOf(one)),
      })
    }
  }
  return dues
}
