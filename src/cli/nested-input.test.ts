// Fields that are one of several forms, given as JSON on the command line and asked of a real house.
import { Command } from 'commander'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { playCustody, type CustodyStory } from '#test/custody-story.ts'
import { addPerson, grant } from '#test/people.ts'
import { testWorld, type World } from '#test/world.ts'
import { addOperationCommands } from './operation-command.ts'

let world: World
let story: CustodyStory
let key: string
beforeAll(async () => {
  world = await testWorld()
  story = await playCustody(world)
  const { userId } = await addPerson(world, 'Clerk at a terminal', [grant('site-owner', 'organisation', story.ids.organisationId), grant('operator')])
  key = (await world.house.accounts.createKey(userId, { name: 'terminal', reach: 'write', expiresInDays: undefined })).key
}, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

/** Types a command. @returns its exit code, and the answer in JSON */
async function typed(command: string, flags: Readonly<Record<string, string>>): Promise<{ code: unknown; answer: Record<string, unknown> }> {
  const program = new Command().exitOverride()
  addOperationCommands(program, () => ({ json: true }), () => Promise.resolve({
    where: 'here', close: async () => {}, request: (path, init = {}) => world.fetch(`/api/v1${path}`, { ...init, headers: { ...init.headers as Record<string, string>, authorization: `Bearer ${key}` } }),
  }))
  const printed: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => { printed.push(String(text)); return true })
  try {
    await program.parseAsync(['node', 'cupel', command, ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])])
    return { code: process.exitCode, answer: JSON.parse(printed.join('')) as Record<string, unknown> }
  } finally {
    write.mockRestore()
    process.exitCode = undefined
  }
}

it('a credit, with what it rests on', async () => {
  const source = { kind: 'paper', delivery: 'ZUL-TERMINAL', contained: '10 t', supplierSite: story.stage.party('Tercera').siteId }
  expect(await typed('credit-account', { 'account-id': story.ids.accountId, on: '2026-03-01', source: JSON.stringify(source) })).toMatchObject({ code: 0, answer: { entryId: expect.any(String) } })
})
it('a transfer statement, to somebody who is not here', async () => {
  const { answer, code } = await typed('issue-statement', { 'account-id': story.ids.accountId, quantity: '1 t', 'dispatch-on': '2026-03-02', to: JSON.stringify({ name: 'Invented Foundry' }) })
  expect([code, answer['code']]).toEqual([0, undefined])
})
it.each(['preview-claim', 'issue-claim'])('%s, of a lot', async (command) => {
  const { answer, code } = await typed(command, { subject: JSON.stringify({ kind: 'lot', id: story.ids.otherLotId }), template: 'origin-country', audience: 'named-partner', partner: 'Invented Foundry' })
  expect([code, answer['code']]).toEqual([0, undefined])
})
it('a setting, by a number and by a word', async () => {
  expect((await typed('change-setting', { name: 'custody.tolerance', value: '0.03', reason: 'A test of the terminal.', 'seen-at': 'null' })).answer).toMatchObject({ value: 0.03 })
  expect((await typed('change-setting', { name: 'custody.tolerance', value: 'three', reason: 'A test of the terminal.' })).code).toBe(1)
})
