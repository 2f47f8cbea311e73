import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemeSettings } from '#src/platform/settings.ts'
import { actor, grant } from '#test/people.ts'
import { LOCAL_TOKEN, operator, testWorld, type World } from '#test/world.ts'
import { settingsHandlers } from './settings.handlers.ts'
import type { SettingRow } from './settings.contract.ts'
import { textIn } from './settings-pages.ts'

const handlers = settingsHandlers(schemeSettings)
let world: World
beforeAll(async () => { world = await testWorld() })
afterAll(() => world.close())

const NAME = 'reminder.late-every-days'
const list = async () => (await world.read(operator, (ctx) => handlers.listSettings(ctx, {}))) as { items: SettingRow[]; assumed: number }
const one = async (name = NAME) => (await list()).items.find((row) => row.name === name)!
const change = (name: string, value: unknown, seenAt: string | null, reason = 'The board decided so.') =>
  world.transact(operator, (ctx) => handlers.changeSetting(ctx, { name, value, reason, seenAt })) as Promise<SettingRow>

describe('a setting', () => {
  it('is listed once, each with a shape that a form can be made of', async () => {
    const { items } = await list()
    expect(new Set(items.map(({ name }) => name)).size).toBe(items.length)
    expect(items.filter(({ shape }) => Object.keys(shape).length === 0)).toEqual([])
    expect(await one()).toMatchObject({ value: 7, standard: 7, basis: 'inferred', isSet: false, isAssumed: true, changedAt: null })
  })
  it('is changed with a reason, and its history says from what to what', async () => {
    const { changedAt } = await change(NAME, 14, null)
    expect(await one()).toMatchObject({ value: 14, isSet: true, isAssumed: false, changedAt })
    expect(await world.read(operator, (ctx) => handlers.listSettingChanges(ctx, { name: NAME }))).toMatchObject({ items: [{ kind: 'setting.changed', old: 7, new: 14, reason: 'The board decided so.' }] })
  })
  it('is not overwritten by whoever read it before', async () => {
    await expect(change(NAME, 21, null)).rejects.toMatchObject({ refusal: { code: 'setting-changed-meanwhile' } })
    expect((await one()).value).toBe(14)
  })
  it('takes only what has its form', async () => {
    const { changedAt } = await one()
    for (const value of [0, 91, 1.5, '7', null, { days: 7 }, [7]]) await expect(change(NAME, value, changedAt)).rejects.toMatchObject({ refusal: { code: 'setting-value-invalid' } })
    expect((await one()).value).toBe(14)
    await expect(change('reminder.nothing', 1, null)).rejects.toMatchObject({ refusal: { code: 'setting-absent' } })
  })
  it('is confirmed as it stands', async () => {
    await world.transact(operator, (ctx) => handlers.confirmSetting(ctx, { name: 'mail.hour', seenAt: null }))
    expect(await one('mail.hour')).toMatchObject({ value: 7, isSet: true, isAssumed: false })
    await expect(world.transact(operator, (ctx) => handlers.confirmSetting(ctx, { name: 'mail.hour', seenAt: null }))).rejects.toMatchObject({ refusal: { code: 'setting-changed-meanwhile' } })
  })
  it('changes nothing in a dry run', async () => {
    const before = await one('mail.sender')
    await world.transact(operator, (ctx) => handlers.changeSetting(ctx, { name: 'mail.sender', value: 'Halmoor Scheme', reason: 'x', seenAt: before.changedAt }), { isDryRun: true })
    expect(await one('mail.sender')).toEqual(before)
  })
  it('is the operator’s alone', async () => {
    const answer = await world.fetch('/api/v1/settings')
    expect(answer.status).toBe(401)
    const member = actor('u1', grant('site-owner', 'site', 'CHL-7K2QXM4'))
    expect(member.kind).toBe('member')
    expect((await world.fetch('/api/v1/settings', { headers: { authorization: `Bearer ${LOCAL_TOKEN}` } })).status).toBe(200)
  })
})

describe('a public text', () => {
  it('is shown at once after it changed, in the language asked for, and its words stand in no public entry', async () => {
    const shown = async (language: string) => await (await world.fetch(`/api/v1/page-texts/imprint?language=${language}`)).json() as { text: string | null; language: string | null }
    expect(await shown('en')).toMatchObject({ text: null })
    await change('page.imprint', { en: 'Halmoor Scheme, Wyreford', es: 'Esquema Halmoor, Wyreford' }, null)
    expect(await shown('es')).toEqual({ page: 'imprint', text: 'Esquema Halmoor, Wyreford', language: 'es' })
    expect(await shown('fr')).toMatchObject({ text: 'Halmoor Scheme, Wyreford', language: 'en' })
    const { rows } = await world.house.database.pool.query('select payload from log_entry where is_public')
    expect(JSON.stringify(rows)).not.toContain('Wyreford')
    const page = await (await world.fetch('/imprint')).text()
    expect(page).toContain('Halmoor Scheme, Wyreford')
  })
  it('falls back to English, then to any, then to none', () => {
    expect(textIn({ es: 'a', en: 'b' }, 'fr')).toEqual({ language: 'en', text: 'b' })
    expect(textIn({ es: 'a', en: ' ' }, 'fr')).toEqual({ language: 'es', text: 'a' })
    expect(textIn({}, 'fr')).toBeNull()
  })
})
