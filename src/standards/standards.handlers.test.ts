// Standards in a real database: loaded once, never changed under a released version, known as they stood, and the
// licensed text beside them kept from the public unless it is said to be public.
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readTable } from '#src/exchange/spreadsheet/table.ts'
import { writeXlsx } from '#src/exchange/spreadsheet/write.ts'
import type { Context } from '#src/access/context.ts'
import { publicActor } from '#src/access/actor.ts'
import { Refused } from '#src/kernel/refusal.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { sql as text } from 'kysely'
import { standardLibrary } from './library.store.ts'
import { TEMPLATE_COLUMNS } from './licensed-text.ts'
import { loadStandards } from './load-standards.ts'
import { standardsHandlersOf } from './standards.handlers.ts'

const folder = fileURLToPath(new URL('../../standards/', import.meta.url))
const shipped = Object.fromEntries((readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.yaml'))
  .map((path) => [path, readFileSync(`${folder}${path}`, 'utf8')]))
const DRAFT = 'example-performance-areas/draft-1.yaml'
const RELEASED = 'risk-readiness-assessment/2.0.yaml'
const PACK = 'risk-readiness-assessment/3.0.es.yaml'
const three = { standard: 'risk-readiness-assessment', version: '3.0' }

let world: World
const handlers = standardsHandlersOf(standardLibrary())
const load = (files: Record<string, string>) => world.transact(operator, (ctx) => loadStandards(ctx, files))
const effects = (loaded: Awaited<ReturnType<typeof load>>) => Object.fromEntries(loaded.map(({ file, effect }) => [file.path, effect]))
const asPublic = <T>(work: (ctx: Context) => Promise<T>) => world.read(publicActor, work)
const asOperator = <T>(work: (ctx: Context) => Promise<T>) => world.transact(operator, work)
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try { await work } catch (error) { if (error instanceof Refused) return error.refusal.code; throw error }
  return 'accepted'
}
const entries = async (kind: string) => {
  const { rows } = await text<{ payload: string; is_public: boolean }>`select payload, is_public from log_entry where kind = ${kind} order by position`.execute(world.house.database.sql)
  return rows.map((row) => ({ ...(JSON.parse(row.payload) as { subject: string; body: Record<string, unknown> }), isPublic: row.is_public }))
}
const defaults = { language: 'en', limit: 100 }

beforeAll(async () => { world = await testWorld({ now: '2026-03-01T10:00:00.000Z' }); await load(shipped) })
afterAll(() => world.close())

describe('the loader', () => {
  it('records every file once, with its hash, in the public log', async () => {
    const recorded = await entries('standard.loaded')
    expect(recorded).toHaveLength(Object.keys(shipped).length)
    expect(recorded.every((entry) => entry.isPublic)).toBe(true)
    expect(recorded.find((entry) => entry.body['path'] === RELEASED)).toMatchObject({
      subject: 'risk-readiness-assessment/2.0', body: { revision: 1, status: 'released', contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    expect(new Set(Object.values(effects(await load(shipped))))).toEqual(new Set(['unchanged']))
    expect(await entries('standard.loaded')).toHaveLength(Object.keys(shipped).length)
    expect((await world.fsck()).findings).toEqual([])
  })

  it('refuses a changed file under a released version, and keeps nothing of that load', async () => {
    const changed = { [RELEASED]: `${shipped[RELEASED]}# one more word\n`, [DRAFT]: `${shipped[DRAFT]}# a change\n` }
    expect(await codeOf(load(changed))).toBe('standard-version-changed')
    expect(effects(await load({ [DRAFT]: shipped[DRAFT]! }))).toEqual({ [DRAFT]: 'unchanged' })
  })

  it('takes a changed draft and a changed pack, and passes over what stood before them', async () => {
    world.setNow('2026-03-02T10:00:00.000Z')
    const draft = shipped[DRAFT]!.replace('title: Honest Dealing', 'title: Upright Dealing')
    const pack = shipped[PACK]!.replace('reviewed: false', 'reviewed: true\nreviewedBy: R. Ejemplo')
    expect(effects(await load({ [DRAFT]: draft, [PACK]: pack }))).toEqual({ [DRAFT]: 'loaded', [PACK]: 'loaded' })
    expect(effects(await load({ [DRAFT]: shipped[DRAFT]!, [PACK]: shipped[PACK]! }))).toEqual({ [DRAFT]: 'passed-over', [PACK]: 'passed-over' })
    const es = await asPublic((ctx) => handlers.getStandard(ctx, { ...three, ...defaults, language: 'es' }))
    expect(es).toMatchObject({ language: 'es', isTranslationReviewed: true })
  })

  it('shows under knownAt what stood then', async () => {
    const title = async (knownAt?: string) => {
      const view = await asPublic((ctx) => handlers.getCriterion(ctx, { standard: 'example-performance-areas', version: 'draft-1', criterion: 'honest-dealing', ...defaults, knownAt }))
      return view instanceof Response ? '' : view.title
    }
    expect([await title('2026-03-01'), await title('2026-03-02'), await title()]).toEqual(['Honest Dealing', 'Upright Dealing', 'Upright Dealing'])
    expect(await codeOf(title('2026-02-28'))).toBe('standard-unknown')
  })

  it('refuses words and relations that do not fit, by file and line', async () => {
    const refusalOf = async (files: Record<string, string>) => {
      try { await load(files) } catch (error) { if (error instanceof Refused) return error.refusal; throw error }
      throw new Error('it was accepted')
    }
    const lost = await refusalOf({ [PACK]: shipped[PACK]!.replace('  child-labor:', '  child-labour:') })
    expect(lost).toMatchObject({ code: 'standard-file-invalid', errors: [
      { pointer: expect.stringMatching(/3\.0\.es\.yaml:\d+ \/criteria$/), detail: 'the words for child-labor are missing' },
      { pointer: expect.stringMatching(/3\.0\.es\.yaml:\d+ \/criteria\/child-labour$/), detail: 'the standard has no child-labour in criteria' },
    ] })
    const next = shipped['risk-readiness-assessment/3.0.yaml']!.replace('version: "3.0"', 'version: "3.1"').replace('predecessors: [pollution]', 'predecessors: [polution]')
    expect((await refusalOf({ 'risk-readiness-assessment/3.1.yaml': next })).errors!.map((fault) => fault.detail)).toEqual([
      'version 2.0 has no criterion polution', 'nothing says what became of pollution of version 2.0; name it in a relation or here',
    ])
    const orphan = shipped['risk-readiness-assessment/3.0.fr.yaml']!.replace('version: "3.0"', 'version: "9.0"')
    expect((await refusalOf({ 'risk-readiness-assessment/9.0.fr.yaml': orphan })).errors![0]!.detail).toContain('is not loaded; load the standard first')
  })

  it('lets the operator load one file, also back to an earlier draft', async () => {
    const put = (path: string, body: string, isDryRun = false) =>
      world.transact(operator, (ctx) => handlers.loadStandard(ctx, { path }), { upload: Buffer.from(body), isDryRun })
    expect(await put(DRAFT, shipped[DRAFT]!, true)).toMatchObject({ effect: 'loaded' })
    expect(await put(DRAFT, shipped[DRAFT]!)).toMatchObject({ effect: 'loaded', version: 'draft-1', language: null })
    expect(await put(DRAFT, shipped[DRAFT]!)).toMatchObject({ effect: 'unchanged' })
    const catalan = shipped[PACK]!.replace('language: es', 'language: ca')
    expect(await put('risk-readiness-assessment/3.0.ca.yaml', catalan)).toMatchObject({ effect: 'loaded', language: 'ca' })
    expect(await asPublic((ctx) => handlers.getStandard(ctx, { ...three, ...defaults, language: 'ca-ES' }))).toMatchObject({ language: 'ca', isTranslationReviewed: false })
    expect(await codeOf(put('../../etc/passwd', 'x: y'))).toBe('standard-file-invalid')
  })

  it('is guarded by the database too', async () => {
    const { sql } = world.house.database
    await expect(text`update standard_file set text = 'x'`.execute(sql)).rejects.toMatchObject({ code: '23001' })
    await expect(text`update standard_version set status = 'draft' where status = 'released'`.execute(sql)).rejects.toMatchObject({ code: '23001' })
  })
})

describe('fsck', () => {
  it('finds a file that is not the one that was loaded', async () => {
    const { sql } = world.house.database
    expect((await world.fsck()).findings).toEqual([])
    await text`alter table standard_file disable trigger standard_file_append_only`.execute(sql)
    await text`update standard_file set text = text || '#' where path = ${RELEASED}`.execute(sql)
    expect((await world.fsck()).findings).toEqual([{ where: `standard file ${RELEASED} revision 1`, what: 'the text is not the one that was loaded' }])
    await text`update standard_file set text = ${shipped[RELEASED]} where path = ${RELEASED}`.execute(sql)
    await text`alter table standard_file enable trigger standard_file_append_only`.execute(sql)
    expect((await world.fsck()).findings).toEqual([])
  })
})

describe('the public reads', () => {
  it('list three registers, newest version first', async () => {
    const list = async (register?: 'mark' | 'due-diligence' | 'chain-of-custody') => {
      const answer = await asPublic((ctx) => handlers.listStandards(ctx, { ...defaults, register, asOf: '2025-01-01' }))
      return answer instanceof Response ? [] : answer.items.map((row) => [row.standard, row.version, row.claim, row.isInForce])
    }
    expect(await list('mark')).toEqual([
      ['example-performance-areas', 'draft-1', 'site', false], ['risk-readiness-assessment', '3.0', 'site', true], ['risk-readiness-assessment', '2.0', 'site', false],
    ])
    expect(await list('due-diligence')).toEqual([['joint-due-diligence-standard', '2022', 'none', true]])
    expect(await list('chain-of-custody')).toEqual([['chain-of-custody', '2022', 'product', true]])
    const first = await asPublic((ctx) => handlers.listStandards(ctx, { ...defaults, limit: 2 }))
    if (first instanceof Response || first.next === null) throw new Error('a second page was expected')
    const second = await asPublic((ctx) => handlers.listStandards(ctx, { ...defaults, cursor: first.next! }))
    expect(second instanceof Response ? 0 : second.items.length + first.items.length).toBe(5)
  })

  it('show a criterion with what it continues and what continues it', async () => {
    const old = await asPublic((ctx) => handlers.getCriterion(ctx, { standard: three.standard, version: '2.0', criterion: 'human-rights', ...defaults }))
    expect(old).toMatchObject({
      uri: '/standards/risk-readiness-assessment/2.0/human-rights', predecessors: [],
      successors: [{ slug: 'management-system', kind: 'spread', statedBy: '3.0' }, { slug: 'risk-assessment', kind: 'spread' }, { slug: 'grievance-mechanism' }, { slug: 'responsible-supply-chains' }],
      fates: [{ version: '3.0', kind: 'spread', grounds: { basis: 'inferred' } }],
    })
    const merged = await asPublic((ctx) => handlers.getCriterion(ctx, { ...three, criterion: 'employment-terms', ...defaults, language: 'zh' }))
    expect(merged).toMatchObject({ title: '雇佣条件', predecessors: [{ title: '工作时间', version: '2.0', kind: 'merged' }, { slug: 'remuneration' }], successors: [], fates: [] })
  })

  it('compare two versions, each row with its kind', async () => {
    const answer = await asPublic((ctx) => handlers.compareStandards(ctx, { standard: three.standard, from: '2.0', to: '3.0', ...defaults }))
    if (answer instanceof Response) throw new Error('JSON was expected')
    expect(Object.fromEntries(answer.counts.map(({ kind, count }) => [kind, count]))).toEqual({ new: 5, same: 19, merged: 3, split: 1, widened: 4, dropped: 0, spread: 2 })
  })

  it('refuse what is not there, by name', async () => {
    const get = (standard: string, version: string) => codeOf(asPublic((ctx) => handlers.getStandard(ctx, { standard, version, ...defaults })))
    expect(await get('nothing', '1')).toBe('standard-unknown')
    expect(await get(three.standard, '4.0')).toBe('standard-version-unknown')
    expect(await codeOf(asPublic((ctx) => handlers.getCriterion(ctx, { ...three, criterion: 'kindness', ...defaults })))).toBe('criterion-unknown')
    expect(await codeOf(asPublic((ctx) => handlers.compareStandards(ctx, { standard: three.standard, from: '3.0', to: '2.0', ...defaults })))).toBe('versions-unrelated')
  })
})

describe('licensed text', () => {
  const place = { ...three, criterion: 'pollution', part: 'requirement' as const, key: '1', language: 'en' }
  const textsOf = async (actor: 'public' | 'operator') => {
    const view = await world.read(actor === 'public' ? publicActor : operator, (ctx) => handlers.getCriterion(ctx, { ...three, criterion: 'pollution', ...defaults }))
    return view instanceof Response ? [] : view.texts.map((one) => one.text)
  }
  const put = (words: string, isPublic: boolean, more: Partial<typeof place> | { part: 'rating-description'; key: string } = {}) =>
    asOperator((ctx) => handlers.putLicensedText(ctx, { ...place, ...more, text: words, isPublic }))

  it('is shown to the operator alone until it is made public, and leaves only its hash in the log', async () => {
    expect(await put('Words under licence.', false)).toMatchObject({ effect: 'added' })
    expect(await put('Words under licence.', false)).toMatchObject({ effect: 'unchanged' })
    expect([await textsOf('operator'), await textsOf('public')]).toEqual([['Words under licence.'], []])
    expect(await put('Words under licence.', true)).toMatchObject({ effect: 'changed' })
    expect(await textsOf('public')).toEqual(['Words under licence.'])
    expect(await put('Words under licence.', false)).toMatchObject({ effect: 'changed' })
    expect(await textsOf('public')).toEqual([])
    const trail = [...await entries('standard-text.recorded'), ...await entries('standard-text.published'), ...await entries('standard-text.withdrawn')]
    expect(trail.map((entry) => entry.isPublic)).toEqual([false, true, true])
    expect(JSON.stringify(trail)).not.toContain('Words under licence')
  })

  it('refuses a criterion or a level that is not there', async () => {
    expect(await codeOf(put('x', false, { criterion: 'kindness' }))).toBe('criterion-unknown')
    expect(await codeOf(put('x', false, { part: 'rating-description', key: 'superb' }))).toBe('licensed-text-key-unknown')
  })

  it('is removed when the licence ends, once', async () => {
    const remove = () => asOperator((ctx) => handlers.removeLicensedText(ctx, place))
    expect(await remove()).toMatchObject({ effect: 'removed' })
    expect(await codeOf(remove())).toBe('licensed-text-unknown')
    expect(await textsOf('operator')).toEqual([])
  })

  const importOf = (bytes: Uint8Array, options: { isDryRun?: boolean; filename?: string } = {}) =>
    world.transact(operator, (ctx) => handlers.importLicensedText(ctx, { ...three, filename: options.filename ?? 'texts.xlsx' }), { upload: bytes, isDryRun: options.isDryRun ?? false })
  const listed = async () => {
    const answer = await world.read(operator, (ctx) => handlers.listLicensedText(ctx, { ...three, limit: 1000 }))
    if (answer instanceof Response) throw new Error('JSON was expected')
    return answer
  }

  it('comes in by the template, filled', async () => {
    const template = await world.read(operator, (ctx) => handlers.getLicensedTextTemplate(ctx, { ...three, textLanguage: 'es' }))
    if (!(template instanceof Response)) throw new Error('a file was expected')
    const table = await readTable(new Uint8Array(await template.arrayBuffer()), 'template.xlsx')
    if (!table.accepted) throw new Error(table.refusal.code)
    expect(table.value.columns).toEqual([...TEMPLATE_COLUMNS])
    expect(table.value.rows).toHaveLength(33 * 5)
    const filled = table.value.rows.map(({ cells }, i) => i < 40 ? [...cells.slice(0, 5), `=Texto ${i}`, i % 2 === 0 ? 'sí' : 'no'] : [...cells])
    const bytes = await writeXlsx('Texts', TEMPLATE_COLUMNS, filled)
    expect(await importOf(bytes, { isDryRun: true })).toEqual({ added: 40, changed: 0, unchanged: 0, emptyRows: 125, madePublic: 20, withdrawn: 0 })
    expect((await listed()).total).toBe(0)
    expect(await importOf(bytes)).toMatchObject({ added: 40 })
    expect(await importOf(bytes)).toMatchObject({ added: 0, unchanged: 40 })
    expect(await listed()).toMatchObject({ total: 40, next: null })
    expect(await entries('standard-text.imported')).toMatchObject([{ isPublic: true, body: { added: 40, changed: 0, root: expect.stringMatching(/^[0-9a-f]{64}$/) } }])
  })

  it('comes in by CSV, columns in any order', async () => {
    const csv = 'text;key;criterion;language;part\n"Zwei\nZeilen";1;pollution;de;guidance\n'
    expect(await importOf(Buffer.from(csv), { filename: 'texte.csv' })).toMatchObject({ added: 1, madePublic: 0 })
  })

  it('is refused whole where a row is wrong, each fault by line and column', async () => {
    const csv = ['criterion,part,key,language,text,public', 'pollution,requirement,2,en,Fine,yes', 'kindness,requirement,1,en,Lost,no', 'pollution,poem,1,en,Rhyme,no',
      'pollution,rating-description,superb,en,Best,no', 'pollution,requirement,2,en,Again,perhaps', 'pollution,requirement,2,en,Again,no'].join('\n')
    const before = (await listed()).total
    try {
      await importOf(Buffer.from(csv), { filename: 'wrong.csv' })
      throw new Error('it was accepted')
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      expect(error.refusal.code).toBe('licensed-text-rows-wrong')
      expect(error.refusal.errors!.map((fault) => fault.pointer)).toEqual(['line 3, column criterion', 'line 4, column part', 'line 5, column key', 'line 6, column public', 'line 7, column key'])
    }
    expect((await listed()).total).toBe(before)
  })

  it('is refused where a column is missing, or the file is no table', async () => {
    expect(await codeOf(importOf(Buffer.from('criterion,text\npollution,x\n')))).toBe('licensed-text-columns-missing')
    expect(await codeOf(importOf(Buffer.from('%PDF-1.4 ...')))).toBe('file-format-unknown')
  })
})

describe('by HTTP', () => {
  it('answers the public, and keeps the licensed list for the operator', async () => {
    const get = async (path: string, asOp = false) => (await world.fetch(`/api/v1${path}`, { asOperator: asOp }))
    expect((await get('/standards')).status).toBe(200)
    expect((await get('/standards/risk-readiness-assessment/3.0?language=fr')).status).toBe(200)
    expect((await get('/standards/risk-readiness-assessment/compare?from=2.0&to=3.0')).status).toBe(200)
    expect((await get('/standards/risk-readiness-assessment/3.0/criteria/pollution')).status).toBe(200)
    expect((await get('/standards/risk-readiness-assessment/9.9')).status).toBe(404)
    expect((await get('/standards/risk-readiness-assessment/3.0/texts')).status).toBe(401)
    expect((await get('/standards/risk-readiness-assessment/3.0/texts', true)).status).toBe(200)
    expect((await get('/standards/risk-readiness-assessment/3.0/texts/template', true)).headers.get('content-type')).toContain('spreadsheetml')
    expect(world.faults).toEqual([])
  })

  it('explains what ratings come to, for a standard of either build', async () => {
    const ask = async (path: string) => (await world.fetch(`/api/v1/standards/${path}`)).json() as Promise<Record<string, unknown>>
    expect(await ask('example-performance-areas/draft-1/award-explanation?siteTypes=refinery&ratings=open-books:not-reached')).toMatchObject({
      verdict: 'not-met', full: null,
      explanation: { op: 'all-of', parts: [{ op: 'share', verdict: 'undetermined', selected: 6, needed: 5, short: ['open-books'] }, { op: 'every', verdict: 'not-met' }] },
    })
    expect(await ask('risk-readiness-assessment/3.0/award-explanation?metals=lead')).toMatchObject({ code: 'nothing-applies', status: 409 })
    expect(await ask('risk-readiness-assessment/3.0/award-explanation?ratings=pollution:splendid')).toMatchObject({ code: 'rating-unknown', status: 422 })
    expect(await ask('risk-readiness-assessment/3.0/award-explanation?ratings=pollution')).toMatchObject({ code: 'input-invalid' })
  })

  it('takes licensed text by form, import and removal', async () => {
    const send = async (method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, type = 'application/json') => {
      const response = await world.fetch(`/api/v1/standards/risk-readiness-assessment/2.0/texts${path}`, { method, asOperator: true, ...(body === undefined ? {} : { body, headers: { 'content-type': type } }) })
      return { status: response.status, ...(await response.json() as Record<string, unknown>) }
    }
    const shown = async () => (await (await world.fetch('/api/v1/standards/risk-readiness-assessment/2.0/criteria/pollution')).json() as { texts: unknown[] }).texts.length
    expect(await send('PUT', '/pollution/guidance/1/pt-BR', JSON.stringify({ text: 'Palavras', isPublic: true }))).toMatchObject({ status: 200, effect: 'added', language: 'pt-BR' })
    expect(await shown()).toBe(1)
    const csv = Buffer.from('criterion,part,key,language,text\npollution,requirement,1,en,Words\n')
    expect(await send('POST', '/import?filename=a.csv', new Uint8Array(csv), 'text/csv')).toMatchObject({ status: 200, added: 1 })
    expect(await send('DELETE', '/pollution/guidance/1/pt-BR')).toMatchObject({ status: 200, effect: 'removed' })
    expect(await shown()).toBe(0)
    expect(world.faults).toEqual([])
  })
})
