// Two people write one workbook at once, on screens and offline in a spreadsheet, over HTTP: no value is lost, conflicts
// are shown, and a person settles them.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import readAllSheets from 'read-excel-file/universal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cell } from '#src/exchange/csv/write-csv.ts'
import { writeSheets } from '#src/exchange/spreadsheet/write-sheets.ts'
import { openCase, RRA, type Assessed } from '#test/assessment.ts'
import { addPerson, grant } from '#test/people.ts'
import { callerOf, type Caller } from '#test/sign-in.ts'
import { testWorld, type World } from '#test/world.ts'
import type { FileReading } from './workbook-file.ts'
import type { Workbook } from './workbook-view.ts'

let world: World
beforeAll(async () => { world = await testWorld({ loadsShipped: true }) }, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

type Sheets = { name: string; rows: string[][] }[]

/** What a spreadsheet program does: open, edit, save. */
async function edited(bytes: Uint8Array, edit: (sheets: Sheets) => void): Promise<Uint8Array> {
  const sheets: Sheets = (await readAllSheets(bytes.slice().buffer, { trim: false })).map(({ sheet, data }) => ({ name: sheet, rows: data.map((row) => row.map((cell) => cell === null ? '' : String(cell))) }))
  edit(sheets)
  return writeSheets(sheets.map(({ name, rows }) => ({ name, columns: rows[0]!.map((title) => ({ title, width: 10 })), rows: rows.slice(1) as Cell[][] })))
}
const columnOf = (rows: string[][], title: string): number => rows[0]!.indexOf(title)
/** Types into a row of the first standard. @param slug of the criterion, which stands in the hidden column */
const type = (sheets: Sheets, slug: string, title: string, value: string): void => {
  const { rows } = sheets[1]!
  const row = rows.find((cells) => cells.at(-1)!.split(' ')[4] === slug)!
  row[columnOf(rows, title)] = value
}

type Desk = { readonly caseId: string; readonly ana: Caller; readonly ben: Caller; readonly known: Assessed }
let people = 0
async function desk(): Promise<Desk> {
  const known = await openCase(world, { state: 'committed' })
  const person = async (name: string) => callerOf(world, (await addPerson(world, `${name} ${'abcdefghijklmnopqrstuvwxyz'[++people]}`, [grant('site-owner', 'site', known.one.siteId)])).userId)
  return { caseId: known.one.caseId, ana: await person('Ana Ruiz'), ben: await person('Ben Okoye'), known }
}
const at = (caseId: string, rest = '') => `/cases/${caseId}/workbook${rest}`
const workbookOf = async (who: Caller, caseId: string) => (await who.json('GET', at(caseId))).body as unknown as Workbook
const rationaleOf = async (who: Caller, caseId: string, slug: string) => (await workbookOf(who, caseId)).criteria.find(({ criterion }) => criterion === slug)!.answer.rationale
let count = 0
const change = (slug: string, field: string, value: string | null, parents: readonly string[] = []) =>
  ({ changeId: `change_${++count}_http`, key: { standard: RRA.standard, criterion: slug, field }, value, parents })
const preview = async (who: Caller, caseId: string, bytes: Uint8Array) => {
  const { status, body } = await who.upload(at(caseId, '/file-previews'), bytes)
  expect({ status, body: status === 200 ? {} : body }).toEqual({ status: 200, body: {} })
  return body as unknown as FileReading
}
const apply = async (who: Caller, caseId: string, bytes: Uint8Array, query = '') => (await who.upload(at(caseId, `/files${query}`), bytes)).body as unknown as FileReading & { added: number; code?: string }

describe('one workbook, two people, screens and files', () => {
  test('comes together without loss, and a person settles what was written twice', async () => {
    const { caseId, ana, ben } = await desk()
    const base = change('legal-compliance', 'rationale', 'We keep a register.')
    const rated = change('legal-compliance', 'rating', 'partially-meets')
    expect((await ana.json('POST', at(caseId, '/changes'), { changes: [base, rated, change('water-stewardship', 'rationale', 'to be cleared')] })).status).toBe(200)
    const exported = await ana.bytes(at(caseId, '/export'))
    const spanish = await ben.bytes(at(caseId, '/export?language=es'))

    // Ana at the mine, Ben in the office, both without a network; the screen goes on meanwhile.
    const fromAna = await edited(exported, (sheets) => {
      type(sheets, 'legal-compliance', 'Rationale', 'We keep a register of 40 laws.\nReviewed in May.')
      type(sheets, 'business-integrity', 'Rating', 'Fully meets')
      type(sheets, 'business-integrity', 'Rationale', '=HYPERLINK("x")')
      type(sheets, 'water-stewardship', 'Rationale', '')
    })
    const fromBen = await edited(spanish, (sheets) => {
      type(sheets, 'legal-compliance', 'Justificación', 'The lawyer keeps the register.')
      type(sheets, 'legal-compliance', 'Calificación', 'partially-meets')
      type(sheets, 'climate-action', 'Justificación', 'Target for 2030 set.')
      sheets[1]!.rows = sheets[1]!.rows.filter((row) => !row.at(-1)!.includes(' pollution '))
    })
    const screen = change('legal-compliance', 'rationale', 'Register, kept on screen.', [base.changeId])
    await ben.json('POST', at(caseId, '/changes'), { changes: [screen] })

    const seen = await preview(ana, caseId, fromAna)
    expect(seen.unread).toEqual([])
    expect(seen.changes.map(({ criterion, field, base: was, before, after, effect }) => [criterion, field, was, before, after, effect]).toSorted()).toEqual([
      ['business-integrity', 'rating', null, null, 'fully-meets', 'changes'],
      ['business-integrity', 'rationale', null, null, '=HYPERLINK("x")', 'changes'],
      ['legal-compliance', 'rationale', 'We keep a register.', 'Register, kept on screen.', 'We keep a register of 40 laws.\nReviewed in May.', 'conflicts'],
      ['water-stewardship', 'rationale', 'to be cleared', 'to be cleared', null, 'changes'],
    ])
    expect((await rationaleOf(ana, caseId, 'legal-compliance')).conflict).toEqual([])
    expect((await apply(ana, caseId, fromAna)).added).toBe(4)
    expect((await apply(ana, caseId, fromAna)).added).toBe(0)
    expect((await apply(ben, caseId, fromBen)).changes.map(({ criterion, effect }) => [criterion, effect]).toSorted()).toEqual([['climate-action', 'changes'], ['legal-compliance', 'conflicts']])

    const conflict = await rationaleOf(ben, caseId, 'legal-compliance')
    expect(conflict.conflict.map(({ value }) => value).toSorted()).toEqual(['Register, kept on screen.', 'The lawyer keeps the register.', 'We keep a register of 40 laws.\nReviewed in May.'])
    expect(new Set(conflict.conflict.map(({ source }) => source))).toEqual(new Set(['file', 'screen']))
    expect((await ana.json('POST', at(caseId, '/submission'), { contentHash: (await workbookOf(ana, caseId)).contentHash })).body['code']).toBe('conflicts-unsettled')

    const settle = await ana.json('POST', at(caseId, '/settlements'), { standard: RRA.standard, criterion: 'legal-compliance', field: 'rationale', changeId: 'change_settled_by_ana', heads: conflict.heads, value: 'A register of 40 laws, kept by the lawyer.' })
    expect(settle.status).toBe(200)
    // Both files once more, late: what was settled stays settled.
    expect((await apply(ben, caseId, fromBen)).added + (await apply(ana, caseId, fromAna)).added).toBe(0)
    expect(await rationaleOf(ana, caseId, 'legal-compliance')).toMatchObject({ value: 'A register of 40 laws, kept by the lawyer.', conflict: [] })
    const history = (await ana.json('GET', at(caseId, `/changes?standard=${RRA.standard}&criterion=legal-compliance&field=rationale`))).body as { items: { value: string; authorName: string }[] }
    expect(history.items.map(({ value }) => value).toSorted()).toEqual([
      'A register of 40 laws, kept by the lawyer.', 'Register, kept on screen.', 'The lawyer keeps the register.', 'We keep a register of 40 laws.\nReviewed in May.', 'We keep a register.',
    ])
    expect(history.items.every(({ authorName }) => /^(Ana|Ben) /.test(authorName))).toBe(true)
    expect((await rationaleOf(ana, caseId, 'water-stewardship')).value).toBeNull()
  }, 60_000)

  test('both saying the same is no conflict', async () => {
    const { caseId, ana, ben } = await desk()
    const file = await edited(await ana.bytes(at(caseId, '/export')), (sheets) => { type(sheets, 'legal-compliance', 'Rationale', 'The same words.') })
    await ben.json('POST', at(caseId, '/changes'), { changes: [change('legal-compliance', 'rationale', 'The same words.')] })
    expect((await preview(ana, caseId, file)).changes).toMatchObject([{ effect: 'known', beside: [] }])
    await apply(ana, caseId, file)
    expect(await rationaleOf(ana, caseId, 'legal-compliance')).toMatchObject({ value: 'The same words.', conflict: [] })
  })

  test('words for a rating are understood in four languages, and what is not understood is told with its line', async () => {
    const { caseId, ana } = await desk()
    const exported = await ana.bytes(at(caseId, '/export'))
    const file = await edited(exported, (sheets) => {
      for (const [slug, word] of [['legal-compliance', 'fully-meets'], ['business-integrity', ' FULLY  meets '], ['climate-action', '不适用'], ['water-stewardship', 'Ne s’applique pas'], ['risk-assessment', 'quite good']] as const) type(sheets, slug, 'Rating', word)
      type(sheets, 'risk-assessment', 'Rationale', 'kept all the same')
      type(sheets, 'pollution', 'Rationale', 'x'.repeat(8001))
      sheets[1]!.rows.push(sheets[1]!.rows[0]!.map((title) => title === 'Rationale' ? 'a row of my own' : ''))
    })
    const seen = await preview(ana, caseId, file)
    expect(seen.changes.map(({ criterion, after }) => [criterion, after]).toSorted()).toEqual([
      ['business-integrity', 'fully-meets'], ['climate-action', 'not-applicable'], ['legal-compliance', 'fully-meets'], ['risk-assessment', 'kept all the same'], ['water-stewardship', 'not-applicable'],
    ])
    expect(seen.unread.map(({ code, text }) => [code, text?.slice(0, 20)]).toSorted()).toEqual([['rating-unknown', 'quite good'], ['row-without-base', 'a row of my own'], ['text-too-long', 'x'.repeat(20)]])
    expect(seen.unread.every(({ line, detail }) => line > 1 && detail.length > 20)).toBe(true)
    expect((await apply(ana, caseId, file)).code).toBe('file-rows-unreadable')
    expect((await apply(ana, caseId, file, '?leavesUnread=true')).added).toBe(5)
  })

  test('rows may be sorted; a column that is gone clears nothing', async () => {
    const { caseId, ana } = await desk()
    await ana.json('POST', at(caseId, '/changes'), { changes: [change('legal-compliance', 'rationale', 'stays')] })
    const file = await edited(await ana.bytes(at(caseId, '/export')), (sheets) => {
      const { rows } = sheets[1]!
      type(sheets, 'legal-compliance', 'Rating', 'fully-meets')
      const gone = columnOf(rows, 'Rationale')
      sheets[1]!.rows = [rows[0]!, ...rows.slice(1).reverse()].map((row) => row.filter((_, index) => index !== gone))
    })
    expect((await preview(ana, caseId, file)).changes).toMatchObject([{ criterion: 'legal-compliance', field: 'rating', after: 'fully-meets' }])
  })
})

describe('a file is refused', () => {
  const codeOf = async (who: Caller, caseId: string, bytes: Uint8Array) => {
    const [shown, applied] = [await who.upload(at(caseId, '/file-previews'), bytes), await who.upload(at(caseId, '/files'), bytes)]
    expect(applied.body['code']).toBe(shown.body['code'])
    return shown.body['code']
  }

  test('that belongs elsewhere, was altered, or is none of ours', async () => {
    const { caseId, ana } = await desk()
    const other = await desk()
    const exported = await ana.bytes(at(caseId, '/export'))
    expect(await codeOf(ana, caseId, await other.ana.bytes(at(other.caseId, '/export')))).toBe('file-of-another-case')
    expect(await codeOf(ana, caseId, await edited(exported, (sheets) => { const { rows } = sheets[1]!; rows[1]![rows[1]!.length - 1] = rows[1]!.at(-1)!.replace('cupel-1 ', 'cupel-1  ') }))).toBe('file-base-altered')
    // The hidden column was left behind when the others were sorted.
    expect(await codeOf(ana, caseId, await edited(exported, (sheets) => { const { rows } = sheets[1]!; const last = rows[1]!.length - 1; rows[1]![last] = rows[1]![last]!.replace(/ [0-9a-f]{12}$/, rows[2]!.at(-1)!.slice(-13)) }))).toBe('file-base-altered')
    expect(await codeOf(ana, caseId, await writeSheets([{ name: 'Mine', columns: [{ title: 'Rating', width: 5 }], rows: [['x']] }]))).toBe('file-not-ours')
    expect(await codeOf(ana, caseId, strToU8('hello'))).toBe('file-format-unknown')
    expect(await codeOf(ana, caseId, strToU8('{"form":"something"}'))).toBe('file-not-ours')
    expect(await codeOf(ana, caseId, strToU8('{"form":'))).toBe('file-not-ours')
    expect(await codeOf(ana, caseId, zipSync({ 'a.txt': strToU8('x') }))).toBe('file-format-unknown')
    expect(await codeOf(ana, caseId, Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0))).toBe('file-protected')
    const parts = unzipSync(exported)
    const sheet = 'xl/worksheets/sheet2.xml'
    expect(await codeOf(ana, caseId, zipSync({ ...parts, [sheet]: strToU8(strFromU8(parts[sheet]!).replace('<row r="2">', '<row r="1048576">')) }))).toBe('table-too-long')
    expect((await workbookOf(ana, caseId)).progress.answered).toBe(0)
  })

  test('by whoever may not write, and when the workbook is closed', async () => {
    const { caseId, ana } = await desk()
    const other = await desk()
    const exported = await ana.bytes(at(caseId, '/export'))
    expect(await codeOf(other.ana, caseId, exported)).toBe('case-absent')
    await world.house.database.pool.query('update assurance_case set state = $1 where case_id = $2', ['self-assessed', caseId])
    expect(await codeOf(ana, caseId, exported)).toBe('workbook-closed')
  })
})

describe('the portable form', () => {
  test('goes out and comes back, with what a device typed meanwhile', async () => {
    const { caseId, ana, ben } = await desk()
    const base = change('legal-compliance', 'rationale', 'base')
    await ana.json('POST', at(caseId, '/changes'), { changes: [base] })
    const portable = JSON.parse(strFromU8(await ana.bytes(at(caseId, '/export?format=json')))) as { changes: object[] }
    expect(portable).toMatchObject({ form: 'cupel-sheet-1', caseId, changes: [{ changeId: base.changeId, value: 'base', source: 'screen' }] })
    const typed = change('legal-compliance', 'rationale', 'typed in a tunnel', [base.changeId])
    const further = change('legal-compliance', 'rationale', 'typed in a tunnel, then corrected', [typed.changeId])
    const bytes = strToU8(JSON.stringify({ ...portable, changes: [further, ...portable.changes, typed] }))
    expect((await preview(ben, caseId, bytes)).changes.map(({ after }) => after)).toEqual([typed.value, further.value])
    expect(await apply(ben, caseId, bytes)).toMatchObject({ added: 2, format: 'json' })
    expect(await apply(ben, caseId, bytes)).toMatchObject({ added: 0 })
    expect(await rationaleOf(ana, caseId, 'legal-compliance')).toMatchObject({ value: further.value, conflict: [] })
    const altered = strToU8(JSON.stringify({ ...portable, changes: [{ ...base, value: 'never said' }] }))
    expect((await ben.upload(at(caseId, '/files'), altered)).body['code']).toBe('change-altered')
    const orphan = strToU8(JSON.stringify({ ...portable, changes: [change('legal-compliance', 'rationale', 'x', ['change_of_nobody'])] }))
    expect((await ben.upload(at(caseId, '/files'), orphan)).body['code']).toBe('change-parent-unknown')
  })
})
