// The examples of the EPCIS guide, run as they stand: each command answers, and the documents in it do what the text says.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { supportedParameters } from '#src/exchange/epcis/query.ts'
import { massCodes } from '#src/exchange/epcis/vocabulary.ts'
import { partyWith, siteNo } from './custody.ts'
import { addPerson, grant } from './people.ts'
import { testWorld, type World } from './world.ts'

const guide = readFileSync(join(import.meta.dirname, '..', 'docs', 'guide', 'epcis.md'), 'utf8')
const blocks = [...guide.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text], i) => ({ language, text: text!, before: guide.slice(0, [...guide.matchAll(/```(\w+)\n/g)][i]!.index) }))
/** Documents by the name under which the text says to save them. */
const files = new Map(blocks.filter(({ language }) => language === 'json').map(({ text, before }) => [[...before.matchAll(/`([\w-]+\.json)`/g)].at(-1)![1]!, text]))
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'))

let world: World
let key: string
beforeAll(async () => {
  world = await testWorld()
  await partyWith(world, 'org_mine', [siteNo(1)])
  const { userId } = await addPerson(world, 'Mine Owner', [grant('site-owner', 'organisation', 'org_mine')])
  key = (await world.house.accounts.createKey(userId, { name: 'guide', reach: 'write', expiresInDays: undefined })).key
})
afterAll(() => world.close())

/** Runs a curl command as a shell would read it. */
async function run(command: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const words = [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => (a ?? b ?? c)!.replace('$CUPEL_KEY', key))
  expect(words.shift()).toBe('curl')
  const headers = new Headers()
  let [method, path, body] = ['GET', '', undefined as string | undefined]
  while (words.length > 0) {
    const word = words.shift()!
    if (word === '-X') method = words.shift()!
    else if (word === '-H') { const [name, ...value] = words.shift()!.split(': '); headers.set(name!, value.join(': ')) }
    else if (word === '--data-binary') body = files.get(words.shift()!.slice(1))
    else path = word.replace('http://localhost:8080', '')
  }
  const response = await world.fetch(path, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: response.status, body: await response.json() as Record<string, unknown> }
}

describe('the EPCIS guide', () => {
  it('has commands that all do what they say', async () => {
    expect(commands.length).toBeGreaterThan(6)
    const answers = []
    for (const command of commands) answers.push({ command, ...await run(command) })
    expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([])
    const [capture, jobs, event, shipped, ofLot, steps, byStep] = answers
    expect([capture!.status, (capture!.body['events'] as { state: string }[]).map(({ state }) => state)]).toEqual([202, ['booked', 'booked']])
    expect(jobs!.body).toHaveLength(1)
    expect([event!.status, event!.body['state']]).toEqual([201, 'kept'])
    const eventsOf = ({ body }: { body: Record<string, unknown> }) => (body['epcisBody'] as { queryResults: { resultsBody: { eventList: unknown[] } } }).queryResults.resultsBody.eventList
    expect([shipped!, ofLot!, byStep!].map((one) => eventsOf(one).length)).toEqual([1, 2, 1])
    expect(steps!.body['member']).toEqual(['commissioning', 'shipping', 'transporting'])
  })
  it('names every parameter and every unit that is supported', () => {
    expect(supportedParameters.filter((name) => !guide.includes(`\`${name}`))).toEqual([])
    expect(massCodes.filter((code) => !guide.includes(`\`${code}\``))).toEqual([])
  })
})
