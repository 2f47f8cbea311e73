// One copper-molybdenum smelter from its application to a conditional award and on to a cleared one, by nine people and the
// public, each in a browser of their own, in a demonstration whose day the journey moves. What the public finds changes by
// itself at each step.
import { afterAll, beforeAll, expect } from 'vitest'
import { addDays } from '#src/kernel/time.ts'
import * as assessment from './cycle-assessment.ts'
import * as decision from './cycle-decision.ts'
import * as site from './cycle-site.ts'
import { stageOf } from './cycle-stage.ts'
import { startServer, type Served } from './served.ts'
import { journey } from './visit.ts'

let server: Served
beforeAll(async () => { server = await startServer({ isDemo: true }) }, 120_000)
afterAll(async () => { await server.stop() })

journey('a smelter is awarded with a condition, closes its gap, and is awarded', { timeout: 300_000 }, async ({ visit }) => {
  const { today } = await (await fetch(`${server.url}/api/v1/demo`)).json() as { today: string }
  const stage = stageOf(visit, server, today)
  const caseId = await site.apply(stage)
  await site.comeIn(stage, await site.accept(stage, caseId))
  await site.sign(stage, caseId)
  const sitePath = await site.findCommitted(stage)

  await site.keepEvidence(stage)
  await site.enterCertificate(stage, caseId)
  await site.approveEquivalence(stage)
  await site.seeRecognition(stage, caseId)
  await site.fillWorkbook(stage, caseId)
  await site.linkEvidence(stage, caseId)
  await stage.moveTo(addDays(today, 80))
  await site.submit(stage, caseId)

  await stage.moveTo(addDays(today, 90))
  await assessment.engage(stage, caseId)
  const visitFrom = addDays(today, 160)
  const visitTo = addDays(today, 162)
  await assessment.plan(stage, caseId, visitFrom, visitTo)
  await assessment.findNotice(stage, sitePath)
  await stage.moveTo(addDays(today, 130))
  await assessment.reviewDesk(stage, caseId)
  await stage.moveTo(visitTo)
  await assessment.visit(stage, caseId)
  await stage.moveTo(addDays(today, 180))
  await assessment.report(stage, caseId, visitFrom, visitTo)
  await stage.moveTo(addDays(today, 200))
  await assessment.askBack(stage, caseId, 'Which records were drawn for working hours?')
  await assessment.findFinal(stage, caseId)
  await stage.moveTo(addDays(today, 220))
  const without = await decision.countAwarded(stage)
  await decision.decide(stage, caseId, 'Conditional', true)

  await decision.findAward(stage, sitePath, { word: 'Awarded with condition', status: 'conditional', plan: /^0 of 1 gap verified/ })
  await decision.readReport(stage)
  expect(await decision.countAwarded(stage)).toBe(without + 1)

  await decision.planGap(stage, caseId)
  await stage.moveTo(addDays(today, 340))
  await decision.closeGap(stage, caseId)
  await stage.moveTo(addDays(today, 360))
  await assessment.followUp(stage, caseId, new RegExp(decision.CLOSING))
  await assessment.report(stage, caseId, stage.day(-1), stage.day())
  await assessment.askBack(stage, caseId, 'How many loads were looked at?')
  await assessment.findFinal(stage, caseId)
  const withIt = await decision.countAwarded(stage)
  await decision.decide(stage, caseId, 'Awarded', false)

  await decision.findAward(stage, sitePath, { word: 'Awarded', status: 'live-awarded', plan: /^1 of 1 gap verified/ })
  expect(await decision.countAwarded(stage), 'a cleared award counts once').toBe(withIt)
  expect(stage.broken, 'rules of WCAG 2.2 AA, by page').toEqual({})
})
