import type { Handlers } from '#src/kernel/operation.ts'
import { Refused, refuse } from '#src/kernel/refusal.ts'
import { addYears } from '#src/kernel/time.ts'
import type { Context } from './context.ts'
import type { demoContract } from './demo.contract.ts'
import type { Demo } from './demo.ts'

/** Further than any cycle reaches, and near enough that every clock stays exact. */
const MOST_YEARS_AHEAD = 10

function demoOf(ctx: Context): Demo {
  if (ctx.demo === undefined) throw new Refused(refuse('not-a-demonstration', 'This installation is not a demonstration. Start one beside it with "npm start -- --demo".'))
  return ctx.demo
}

export const demoHandlers: Handlers<typeof demoContract, Context> = {
  getDemo: async (ctx) => ({ isDemo: ctx.demo !== undefined, today: ctx.today, people: [...ctx.demo?.people ?? []] }),
  enterDemo: async (ctx, { person }) => {
    const demo = demoOf(ctx)
    if (ctx.isDryRun) return { person }
    const entered = await demo.enter(person)
    if (entered === undefined) throw new Refused(refuse('demo-person-absent', `The demonstration has nobody called "${person}". Its people: ${demo.people.map(({ key }) => key).join(', ')}.`))
    return entered
  },
  moveDemoClock: async (ctx, { day }) => {
    const demo = demoOf(ctx)
    if (day < ctx.today) throw new Refused(refuse('demo-day-past', `It is ${ctx.today} here; time moves forward only. Begin anew to go back.`))
    if (day > addYears(ctx.today, MOST_YEARS_AHEAD)) throw new Refused(refuse('demo-day-past', `${day} is more than ${MOST_YEARS_AHEAD} years ahead. Move in smaller steps.`))
    if (!ctx.isDryRun) await demo.moveTo(day)
    return { today: day }
  },
  resetDemo: async (ctx) => {
    const demo = demoOf(ctx)
    if (!ctx.isDryRun) demo.reset()
    return { isResetting: true }
  },
}
