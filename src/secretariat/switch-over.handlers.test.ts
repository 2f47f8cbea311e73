import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { call, codeOf } from '#test/assessment.ts'
import { loadShippedStandards } from '#test/cycle.ts'
import { mailServer } from '#test/mail-server.ts'
import { addPerson, grant } from '#test/people.ts'
import { aPdf, asArchive, asWorkbook, runningCases, wordsIn, type SwitchOverRows } from '#test/switch-over.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { clocksOf, eventsOf, readCase } from '#src/assurance/case.store.ts'
import { letterFact, summaryReportFact } from '#src/assurance/published.ts'
import { awardFact } from '#src/awards/award.ts'
import { awardsOfCase } from '#src/awards/award.store.ts'
import { milestoneFact } from '#src/awards/milestone.ts'
import { gapsOf } from '#src/assurance/improvement-plan.store.ts'
import { notify } from '#src/notices/notify.handlers.ts'
import { openMailer } from '#src/platform/mail.ts'
import { drainMail } from '#src/platform/outbox.ts'
import { readSheets } from '#src/exchange/spreadsheet/workbook.ts'
import { tableLimits } from '#src/exchange/spreadsheet/limits.ts'
import type { SwitchOverReading } from './switch-over.ts'
import { switchOverHandlers } from './switch-over.handlers.ts'
import { orRefuse } from '#src/kernel/outcome.ts'

let world: World
const worlds: World[] = []
beforeEach(async () => { world = await testWorld({ now: '2026-01-15T12:00:00.000Z' }); worlds.push(world); await loadShippedStandards(world) }, 60_000)
afterEach(async () => { expect(world.faults).toEqual([]); expect((await world.fsck()).findings).toEqual([]); await world.close() })
afterAll(() => { expect(worlds.length).toBeGreaterThan(0) })
const sql = () => world.house.database.sql
const apply = (bytes: Uint8Array, input: object = {}) => call(world, operator, 'applySwitchOver', input, bytes)
/** A read with an upload: the preview stores nothing, so that a write that is not kept shows the same. */
const looked = async (bytes: Uint8Array, input: object = {}) => world.transact(operator, (ctx) => switchOverHandlers.previewSwitchOver(ctx, { otherDifferences: 'ask', ...input } as never), { upload: bytes, isDryRun: true }) as Promise<SwitchOverReading>
const problemsOf = async (change: (rows: SwitchOverRows) => void, count = 10) => {
  const rows = runningCases(count)
  change(rows)
  return (await looked(await asWorkbook(rows))).problems.filter(({ isBlocking }) => isBlocking).map(({ sheet, row, column, code }) => `${sheet} ${row} ${column ?? ''}: ${code}`)
}
const first = (rows: SwitchOverRows, state: string) => rows.cases.find((row) => row['state'] === wordsIn('en')[`state.${state}`])!

describe('a switch-over of thirty running cases', () => {
  test('takes every due day of the workbook, and no mail leaves until it is released', async () => {
    const server = await mailServer()
    const mailer = openMailer({ smtpUrl: `smtp://127.0.0.1:${server.port}`, mailFrom: 'Registry <registry@example.org>' })
    const rows = runningCases()
    const bytes = await asWorkbook(rows)
    const reading = await looked(bytes)
    expect(reading.problems.filter(({ isBlocking }) => isBlocking)).toEqual([])
    expect(reading.cases.map(({ standing }) => standing)).toEqual(Array.from({ length: 30 }, () => 'new'))
    expect(reading.differences.map(({ clock }) => clock)).toEqual(Array.from({ length: 4 }, () => 'site-assessment'))
    expect(await codeOf(apply(bytes))).toBe('switch-over-differences-open')
    const choices = reading.differences.map(({ key, clock }) => ({ key, clock, choice: 'keep' }))
    const done = await apply(await asArchive(rows, {}, choices))
    expect(done).toMatchObject({ created: 30, kept: 4, isMailReleased: false })
    const [run] = (await call(world, operator, 'listSwitchOvers', {})).items
    for (const { key, caseId } of run!.cases) {
      const row = rows.cases.find((each) => each['key'] === key)!
      const clocks = new Map((await clocksOf(sql(), caseId)).map(({ clock, dueOn }) => [clock, dueOn]))
      for (const [column, day] of Object.entries(row)) if (column.startsWith('due.')) expect([key, column, clocks.get(column.slice(4))]).toEqual([key, column, day])
    }
    const person = await addPerson(world, 'Site Owner', [grant('site-owner', 'case', run!.cases[0]!.caseId)])
    await world.transact(operator, (ctx) => notify(ctx, [person.userId], { kind: 'mail.test', params: {}, link: '/', dedupeKey: 'while-held' }))
    expect(await drainMail(world.house, mailer)).toMatchObject({ isHeld: true, sent: 0 })
    expect(server.received()).toBe('')
    await call(world, operator, 'releaseMail', { held: 'send', reason: 'The cases were checked.' })
    expect(await drainMail(world.house, mailer)).toMatchObject({ sent: 1 })
    server.close()
  }, 60_000)

  test('makes awards, plans, reports and milestones public, and the same file again changes nothing', async () => {
    const rows = runningCases(10)
    const bytes = await asWorkbook(rows)
    await apply(bytes, { otherDifferences: 'keep' })
    const [run] = (await call(world, operator, 'listSwitchOvers', {})).items
    const caseOf = (key: string) => run!.cases.find((one) => one.key === key)!.caseId
    const conditional = (await readCase(sql(), caseOf(String(first(rows, 'conditional')['key']))))!
    expect(await awardsOfCase(sql(), conditional.caseId)).toMatchObject([{ mark: 'copper', isConditional: true, state: 'in-force' }])
    expect(await gapsOf(sql(), conditional.caseId)).toMatchObject([{ criterion: 'climate-action', levelFound: 'partially-meets', status: 'in-progress' }])
    expect((await eventsOf(sql(), conditional.caseId)).map(({ event }) => event)).toEqual(['letter.signed', 'self-assessment.submitted', 'site-visit.completed', 'case.decided', 'case.carried-over'])
    const facts = await world.house.facts.read(sql())
    expect([...facts.of(awardFact).values()].length).toBe(2)
    expect([...facts.of(summaryReportFact).values()].some(({ value }) => value.siteId === conditional.siteId && value.ratings.length === 2)).toBe(true)
    expect([...facts.of(milestoneFact).values()].filter(({ value }) => value.siteId === conditional.siteId).map(({ value }) => [value.kind, value.origin])).toEqual(expect.arrayContaining([['commitment', 'decided'], ['award', 'decided']]))
    expect(await apply(bytes, { otherDifferences: 'keep' })).toMatchObject({ switchOverId: null, created: 0, known: 10 })
    first(rows, 'planned')['cycle'] = 2
    expect(await apply(await asWorkbook(rows), { otherDifferences: 'keep' })).toMatchObject({ created: 0, known: 9, changed: 1 })
    expect((await looked(await asWorkbook(rows))).cases.find(({ standing }) => standing === 'changed')).toMatchObject({ changed: ['cycle'] })
  }, 60_000)

  test('is undone while nothing happened, and not after', async () => {
    await apply(await asWorkbook(runningCases(10)), { otherDifferences: 'computed' })
    const [run] = (await call(world, operator, 'listSwitchOvers', {})).items
    const undone = await call(world, operator, 'undoSwitchOver', { switchOverId: run!.switchOverId, reason: 'The wrong list.' })
    expect(undone.isUndone).toBe(true)
    expect(await readCase(sql(), run!.cases[0]!.caseId)).toBeUndefined()
    const facts = await world.house.facts.read(sql())
    expect([...facts.of(awardFact).values()].length + [...facts.of(summaryReportFact).values()].length + [...facts.of(milestoneFact).values()].length).toBe(0)
    expect(await codeOf(call(world, operator, 'undoSwitchOver', { switchOverId: run!.switchOverId, reason: 'Again.' }))).toBe('switch-over-undone')
    await apply(await asWorkbook(runningCases(10)), { otherDifferences: 'computed' })
    const again = (await call(world, operator, 'listSwitchOvers', {})).items.find(({ isUndone }) => !isUndone)!
    await call(world, operator, 'setContact', { caseId: again.cases[0]!.caseId, contact: { name: 'Ana Invented', email: 'ana@example.org', phone: null }, isResourced: true })
    expect(await codeOf(call(world, operator, 'undoSwitchOver', { switchOverId: again.switchOverId, reason: 'Too late.' }))).toBe('switch-over-moved-on')
    expect(await codeOf(call(world, operator, 'undoSwitchOver', { switchOverId: 'swo_none', reason: 'None.' }))).toBe('switch-over-absent')
  }, 60_000)

  test('keeps old files privately and publishes the hash of a letter', async () => {
    const rows = runningCases(10)
    const row = first(rows, 'awarded')
    Object.assign(row, { 'letter-file': 'letter one.pdf', files: 'old report.pdf' })
    expect((await looked(await asWorkbook(rows))).problems.filter(({ code }) => code === 'file-missing')).toHaveLength(2)
    const done = await apply(await asArchive(rows, { 'files/letter one.pdf': aPdf('letter'), 'files/old report.pdf': aPdf('report') }), { otherDifferences: 'keep' })
    expect(done.files).toBe(1)
    const facts = await world.house.facts.read(sql())
    expect([...facts.of(letterFact).values()]).toHaveLength(1)
    const others = runningCases(11)
    others.cases[10]!['files'] = 'program.pdf'
    const bad = await asArchive(others, { 'letter one.pdf': aPdf('letter'), 'old report.pdf': aPdf('report'), 'program.pdf': new TextEncoder().encode('MZ no document') })
    expect((await looked(bad)).problems.filter(({ isBlocking }) => isBlocking).map(({ row, code }) => [row, code])).toEqual([[12, 'file-refused']])
  }, 60_000)
})

describe('a row that cannot be read', () => {
  test('is named with its sheet, row, column and code, and nothing is taken over', async () => {
    expect(await problemsOf((rows) => { rows.cases[0]!['since'] = '03/04/2025' })).toEqual(['Cases 2 Since: date-ambiguous'])
    expect(await problemsOf((rows) => { rows.cases[1]!['state'] = 'somewhere' })).toEqual(['Cases 3 State: word-unknown'])
    expect(await problemsOf((rows) => { rows.cases[2]!['key'] = 'OLD-001' })).toContain('Cases 4 Key: key-twice')
    expect(await problemsOf((rows) => { rows.cases[0]!['site-number'] = 'CHL-0000000' })).toEqual(['Cases 2 Site number: site-unknown'])
    expect(await problemsOf((rows) => { rows.cases[0]!['letter-signed-on'] = null; for (const clock of ['self-assessment', 'site-assessment', 'full-conformance']) rows.cases[0]![`due.${clock}`] = null; rows.extensions = [] })).toEqual(['Cases 2 Letter signed on: day-needed-for-state'])
    expect(await problemsOf((rows) => { rows.cases[0]!['version'] = '9.9' })).toEqual(['Cases 2 Standard: standard-unknown'])
    expect(await problemsOf((rows) => { rows.cases[0]!['marks'] = 'gold' })).toContain('Cases 2 Marks: mark-unknown')
    expect(await problemsOf((rows) => { rows.ratings[0]!['level'] = 'superb' })).toEqual(['Ratings 2 Level: level-unknown'])
    expect(await problemsOf((rows) => { rows.ratings[0]!['level'] = null })).toEqual(['Ratings 2 Why it does not apply: reason-missing'])
    expect(await problemsOf((rows) => { rows.ratings[0]!['key'] = 'NONE' })).toEqual(['Ratings 2 Key: key-unknown'])
    expect(await problemsOf((rows) => { rows.ratings[0]!['key'] = 'OLD-001' })).toEqual(['Ratings 2 : ratings-too-early'])
    expect(await problemsOf((rows) => { rows.awards = [] })).toEqual(['Cases 10 State: award-missing', 'Cases 11 State: award-missing'])
    expect(await problemsOf((rows) => { rows.cases[0]!['due.award-validity'] = '2028-01-01' })).toEqual(['Cases 2 Due: End of the award: clock-not-running'])
    const rows = runningCases(10)
    rows.cases[0]!['since'] = 'soon'
    expect(await codeOf(apply(await asWorkbook(rows)))).toBe('switch-over-rows-wrong')
    expect((await call(world, operator, 'listSwitchOvers', {})).items).toEqual([])
  }, 60_000)

  test('and what is no workbook is refused by code', async () => {
    expect(await codeOf(apply(new TextEncoder().encode('no archive')))).toBe('archive-damaged')
    expect(await codeOf(apply(await asArchive(runningCases(1), { 'second.xlsx': await asWorkbook(runningCases(1)) })))).toBe('switch-over-workbook-missing')
    expect(await codeOf(apply(await asArchive(runningCases(1), {}, { not: 'a list' })))).toBe('switch-over-choices-unreadable')
  })
})

test('the template is in the language of the person, and words of every language are read', async () => {
  const answer = await world.read(operator, (ctx) => switchOverHandlers.getSwitchOverTemplate({ ...ctx, language: 'zh' }, {})) as Response
  const sheets = orRefuse(await readSheets(new Uint8Array(await answer.arrayBuffer()), tableLimits))
  expect(sheets.map(({ name }) => name)).toEqual(['说明', '案件', '延期', '评级', '改进计划', '授标'])
  for (const language of ['es', 'zh', 'fr']) {
    const words = wordsIn(language)
    const reading = await looked(await asWorkbook(runningCases(10, words), words))
    expect([language, reading.problems.filter(({ isBlocking }) => isBlocking)]).toEqual([language, []])
  }
})
