// What of a case can be missed: its running clocks, told to whoever holds the role whose move stops them. Where nobody
// holds that role yet, the site and the secretariat are told, since they have to bring somebody in.
import type { Context } from '#src/access/context.ts'
import { holdersOn } from '#src/access/grant.store.ts'
import { Role, type Subject } from '#src/access/role.ts'
import { addDays } from '#src/kernel/time.ts'
import type { Due } from '#src/notices/reminder.ts'
import { tellOperatorSetting } from '#src/notices/settings-mail.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import { governing, subjectOf, type Case } from './case.ts'
import { casesVisibleTo, runningClocks } from './case.store.ts'
import { clockOf, warningDue } from './clock.ts'
import { clockPlace } from './next.ts'

const library = standardLibrary()

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
