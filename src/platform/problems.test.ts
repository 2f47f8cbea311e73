import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { passportIdFrom } from '#src/claims/passport.ts'
import { root } from './house.ts'
import { catalogue } from './problems.ts'
import { testWorld, type World } from '#test/world.ts'

const titlesOf = (tag: string) => JSON.parse(readFileSync(join(root, 'languages', tag, 'problem.json'), 'utf8')) as Record<string, string>

describe('the titles of refusals', () => {
  test.each(['es', 'zh', 'fr'])('say in %s every code of the catalogue, and no other', (tag) => {
    const titles = titlesOf(tag)
    expect(Object.keys(titles).toSorted()).toEqual([...catalogue.keys()].toSorted())
    // A title is shown as it stands: it has no end and no place for a value.
    for (const [code, title] of Object.entries(titles)) expect(title, code).toMatch(/^[^\s{}][^{}\n]*[^\s.。{}]$/u)
  })

  test('are short enough for the heading of a page', () => {
    for (const tag of ['es', 'zh', 'fr']) for (const [code, title] of Object.entries(titlesOf(tag))) expect(title.length, code).toBeLessThan(100)
  })
})

describe('a problem', () => {
  let world: World
  beforeAll(async () => { world = await testWorld() })
  afterAll(() => world.close())
  const problem = async (path: string, headers: Record<string, string>) => (await world.fetch(path, { headers })).json() as Promise<Record<string, unknown>>

  test('bears its title in the language that was asked for; code and detail stay', async () => {
    const path = `/api/v1/passports/${passportIdFrom('0000000000')}`
    const english = await problem(path, {})
    expect(english).toMatchObject({ code: 'passport-absent', title: 'There is no such passport', status: 404 })
    for (const [language, title] of [['es-CL,es;q=0.9', 'No existe ese pasaporte'], ['zh', '没有此护照'], ['fr', 'Ce passeport n’existe pas']] as const) {
      expect(await problem(path, { 'accept-language': language })).toEqual({ ...english, title, instance: expect.any(String) as string })
    }
    expect(await problem('/api/v1/passports/mistyped', { 'accept-language': 'es' })).toMatchObject({ code: 'input-invalid', title: 'Los datos no tienen la forma correcta' })
    expect(await problem(path, { 'accept-language': 'de' })).toMatchObject({ title: english['title'] })
    expect(await problem('/api/v1/nowhere', { cookie: 'cupel-language=es' })).toMatchObject({ code: 'operation-absent', title: 'No existe esa operación' })
  })

  test('is named for screens as an area of messages, whose English is the catalogue itself', async () => {
    const english = await (await world.fetch('/languages/en/problem.json')).json()
    expect(english).toEqual(Object.fromEntries([...catalogue].map(([code, { title }]) => [code, title])))
    expect(await (await world.fetch('/languages/es/problem.json')).json()).toEqual(titlesOf('es'))
  })
})
