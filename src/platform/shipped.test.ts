// Loading the shipped registry is idempotent, and a later edition overrules nobody who knows better.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { siteFact, type Site } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import { putFact } from '#src/transparency/fact.ts'
import { readHead } from '#src/transparency/log.store.ts'
import { testWorld, type World } from '#test/world.ts'
import { root } from './house.ts'
import { loadShipped } from './shipped.ts'

let world: World
const starter = Object.fromEntries(readdirSync(join(root, 'data')).filter((name) => /\.(csv|yaml)$/.test(name)).map((name) => [name, readFileSync(join(root, 'data', name), 'utf8')]))
const size = async () => (await readHead(world.house.database.sql)).size
const sites = async () => (await world.house.facts.read(world.house.database.sql)).of(siteFact)

beforeAll(async () => { world = await testWorld() })
afterAll(() => world.close())

describe('the starter registry', () => {
  it('loads once; loading it again records nothing', async () => {
    await loadShipped(world.house, { standards: {}, starter })
    const after = await size()
    await loadShipped(world.house, { standards: {}, starter })
    expect(await size()).toBe(after)
  })

  it('retracts what a later edition no longer says, and keeps what the owner of a mark said of a site', async () => {
    const [[ownedId, owned], [leftId]] = [...await sites()].slice(0, 2) as [[string, { value: Site }], [string, unknown]]
    await world.publish([
      putFact(datasetFact, 'owner-list', { title: 'The list of the owner', file: 'list.csv', licence: 'by permission', attribution: 'The owner', isShareAlike: false, origin: 'mark-owner' }),
      putFact(siteFact, ownedId, { ...owned.value, name: 'As its owner writes it', dataset: 'owner-list' }),
    ])
    const lines = starter['sites.csv']!.split('\n')
    const shorter = lines.filter((line) => !line.includes(leftId) || line.includes(ownedId)).join('\n')
    const without = Object.fromEntries(Object.entries(starter).map(([name, text]) => [name, name === 'sites.csv' ? shorter : text.split('\n').filter((line) => !line.includes(leftId)).join('\n')]))
    await loadShipped(world.house, { standards: {}, starter: without })
    expect((await sites()).get(ownedId)?.value.name).toBe('As its owner writes it')
    expect((await sites()).has(leftId)).toBe(false)
    expect((await world.fsck()).findings).toEqual([])
  })
})
