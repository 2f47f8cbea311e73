import { z } from 'zod'
import { operation } from '#src/kernel/operation.ts'
import { Day } from '#src/kernel/time.ts'
import { DemoPerson } from './demo.ts'

export const demoContract = {
  getDemo: operation({
    method: 'GET', path: '/demo', tag: 'Demonstration', permit: 'demo:enter', summary: 'Whether this is a demonstration, its people and its day',
    input: z.object({}), result: z.object({ isDemo: z.boolean(), today: Day, people: z.array(DemoPerson) }),
  }),
  enterDemo: operation({
    method: 'POST', path: '/demo/sessions', tag: 'Demonstration', permit: 'demo:enter', summary: 'Sign in as a person of the demonstration',
    input: z.object({ person: z.string().max(60) }), result: z.object({ person: z.string() }), refusals: ['not-a-demonstration', 'demo-person-absent'], hasSecretAnswer: true,
  }),
  moveDemoClock: operation({
    method: 'POST', path: '/demo/days', tag: 'Demonstration', permit: 'demo:enter', summary: 'Move the clock of the demonstration forward to a day',
    input: z.object({ day: Day }), result: z.object({ today: Day }), refusals: ['not-a-demonstration', 'demo-day-past'],
  }),
  resetDemo: operation({
    method: 'POST', path: '/demo/resets', tag: 'Demonstration', permit: 'demo:enter', summary: 'Begin the demonstration anew', status: 202,
    input: z.object({}), result: z.object({ isResetting: z.literal(true) }), refusals: ['not-a-demonstration'],
  }),
} as const
