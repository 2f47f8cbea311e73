// The transition rule at work: which version a new or renewing case is under, and which open case has to change first.
import type { Context } from '#src/access/context.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { standardLibrary } from '#src/standards/library.store.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import type { Standard } from '#src/standards/standard.ts'
import type { Case } from './case.ts'
import { transitionRules } from './settings-version.ts'
import type { TransitionRule } from './version-change.ts'

const library = standardLibrary()

const dayOnly = (day: string, by: Standard['inForce']['from']): Standard['inForce']['from'] => ({ ...by, date: { from: day, to: day, precision: 'day', printed: day } })

/** A standard with the days on which new cases begin under it, as the scheme set them. */
function underRule(standard: Standard, rule: TransitionRule | undefined): Standard {
  if (rule === undefined || (standard.version !== rule.from && standard.version !== rule.to)) return standard
  const { from, until } = standard.inForce
  return standard.version === rule.to ? { ...standard, inForce: { from: dayOnly(rule.newCasesFrom, from), ...(until === undefined ? {} : { until }) } }
    : { ...standard, inForce: { from, until: dayOnly(rule.newCasesFrom, until ?? from) } }
}

/** The standards of the house with the days from which new and renewing cases are under each version. */
export async function standardsForNewCases(ctx: Context): Promise<LoadedStandard[]> {
  const rules = await ctx.setting(transitionRules)
  return (await library.read(ctx.sql)).map((loaded) => ({ ...loaded, standard: underRule(loaded.standard, rules[loaded.standard.standard]) }))
}

/** @throws Refused `version-change-due` where an open case has to change before it submits */
export async function requireVersionChanged(ctx: Context, one: Case): Promise<void> {
  const rules = await ctx.setting(transitionRules)
  const late = one.standards.find(({ standard, standardVersion }) => {
    const rule = rules[standard]
    return rule?.from === standardVersion && rule.openCases === 'must-change' && rule.changeUntil !== null && ctx.today > rule.changeUntil
  })
  if (late === undefined) return
  throw new Refused(refuse('version-change-due', `By the rule of the scheme this case had to change from version ${late.standardVersion} of ${late.standard} to ${rules[late.standard]!.to} by ${rules[late.standard]!.changeUntil}. Ask the secretariat to change it; every answer is kept. Then submit.`))
}
