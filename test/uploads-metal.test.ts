// Files and documents about metal from strangers, over HTTP: what is refused, by which code, and that no book, account or
// library is other afterwards than before.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { docx, joined, pdf, text, zip } from './files.ts'
import { clerkOf, inCustody, opened, publishSite, type Clerk } from './balance.ts'
import { record, extract, siteNo } from './custody.ts'
import { actor, grant } from './people.ts'
import { testWorld, type World } from './world.ts'

let world: World
let clerk: Clerk
let accountId: string
const ORG = 'org_upload'
const SITE = siteNo(1)
const tables = ['custody_event', 'custody_lot', 'custody_document', 'balance_entry', 'epcis_event', 'epcis_capture', 'evidence', 'site_activity']

beforeAll(async () => {
  world = await testWorld({ loadsShipped: true })
  await publishSite(world, SITE, ['smelter'], ORG)
  await inCustody(world, SITE)
  clerk = await clerkOf(world, ORG)
  accountId = await opened(clerk, ORG, SITE, 'twelve-month-credit')
  await record(world, actor('u1', grant('site-owner', 'organisation', ORG)), ORG, [extract('E-1', SITE, 'L', '10 t')])
}, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  await world.close()
})

const counted = async (): Promise<string> => JSON.stringify(await Promise.all(tables.map(async (table) => (await world.house.database.pool.query(`select count(*)::int as n from ${table}`)).rows[0])))
const doors = {
  'custody file': (name: string) => `/custody/files?organisationId=${ORG}&filename=${encodeURIComponent(name)}`,
  'month of an account': (name: string) => `/balance-accounts/${accountId}/month-imports?filename=${encodeURIComponent(name)}`,
  'activity figures': (name: string) => `/site-activity-imports?organisationId=${ORG}&filename=${encodeURIComponent(name)}`,
  'paper of a lot': (name: string) => `/custody/lots/${ORG}:L/documents?kind=assay&ref=A&filename=${encodeURIComponent(name)}`,
  'EPCIS document': () => `/epcis/captures?organisationId=${ORG}`,
  'EPCIS event': () => `/epcis/events?organisationId=${ORG}`,
  'evidence pack': () => '/evidence-pack-checks',
} as const
type Door = keyof typeof doors

const bomb = docx({ name: 'word/media/a.bin', content: new Uint8Array(60_000_000) })
const bombOfSheets = zip([{ name: '[Content_Types].xml', content: '<Types/>' }, { name: 'xl/workbook.xml', content: '<workbook/>' }, { name: 'xl/worksheets/sheet1.xml', content: new Uint8Array(400_000_000) }])
const deep = text('['.repeat(100_000) + ']'.repeat(100_000))
const event = 'event,kind,at,site,output lot,material,metal,contained\n'
const month = 'kind,date,reference,contained\n'

describe('a file about metal', () => {
  test.each<[Door, string, Uint8Array, string, string]>([
    ['custody file', 'of no bytes', new Uint8Array(), 'a.csv', 'upload-missing'],
    ['custody file', 'of more than the limit', new Uint8Array(21 * 1024 * 1024).fill(65), 'a.csv', 'upload-too-large'],
    ['custody file', 'that is a picture', pdf(), 'a.xlsx', 'file-format-unknown'],
    ['custody file', 'that is a bomb', bombOfSheets, 'a.xlsx', 'archive-too-large'],
    ['custody file', 'that breaks off in a quotation', text(`${event}"E-2,extract`), 'a.csv', 'table-malformed'],
    ['custody file', 'without rows', text(event), 'a.csv', 'table-empty'],
    ['custody file', 'without the columns', text('a,b\n1,2\n'), 'a.csv', 'custody-file-unreadable'],
    ['custody file', 'of too many columns', text(`${'a,'.repeat(300)}b\n1\n`), 'a.csv', 'table-too-wide'],
    ['month of an account', 'of no bytes', new Uint8Array(), 'm.csv', 'upload-missing'],
    ['month of an account', 'of more than the limit', new Uint8Array(21 * 1024 * 1024).fill(65), 'm.csv', 'upload-too-large'],
    ['month of an account', 'that is a bomb', bombOfSheets, 'm.xlsx', 'archive-too-large'],
    ['activity figures', 'of no bytes', new Uint8Array(), 'f.csv', 'upload-missing'],
    ['activity figures', 'of more than the limit', new Uint8Array(21 * 1024 * 1024).fill(65), 'f.csv', 'upload-too-large'],
    ['activity figures', 'that is a bomb', bombOfSheets, 'f.xlsx', 'archive-too-large'],
    ['activity figures', 'without the columns', text('a,b\n1,2\n'), 'f.csv', 'activity-columns-missing'],
    ['month of an account', 'without the columns', text('a,b\n1,2\n'), 'm.csv', 'month-columns-missing'],
    ['month of an account', 'with a number that could be two', text(`${month}output,2026-03-01,R-1,"1,500"\noutput,2026-02-30,R-2,1\n`), 'm.csv', 'month-rows-wrong'],
    ['paper of a lot', 'that is a program', joined('MZ', new Uint8Array(200)), 'a.pdf', 'file-executable'],
    ['paper of a lot', 'that is a page', text('<html><script>1</script>'), 'a.pdf', 'file-active'],
    ['paper of a lot', 'that is a bomb', bomb, 'a.docx', 'archive-bomb'],
    ['paper of a lot', 'that is two kinds', joined(pdf(), zip([{ name: 'x.js', content: 'alert(1)' }])), 'a.pdf', 'file-ambiguous'],
    ['paper of a lot', 'with a path in its name', pdf(), '../../a.pdf', 'file-name-unfit'],
    ['EPCIS document', 'of no bytes', new Uint8Array(), '', 'upload-missing'],
    ['EPCIS document', 'of more than the limit', new Uint8Array(21 * 1024 * 1024).fill(32), '', 'upload-too-large'],
    ['EPCIS document', 'that is no JSON', text('<epcis/>'), '', 'epcis-document-malformed'],
    ['EPCIS document', 'that is too deep', deep, '', 'epcis-document-too-deep'],
    ['EPCIS document', 'that is a list', text('[]'), '', 'epcis-document-invalid'],
    ['EPCIS document', 'that is not UTF-8', Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), '', 'epcis-document-malformed'],
    ['EPCIS event', 'that is no JSON', text('{'), '', 'epcis-document-malformed'],
    ['EPCIS event', 'that is too deep', deep, '', 'epcis-document-too-deep'],
    ['evidence pack', 'of no bytes', new Uint8Array(), '', 'upload-missing'],
    ['evidence pack', 'that is no archive', pdf(), '', 'archive-damaged'],
    ['evidence pack', 'that is a bomb', bomb, '', 'archive-too-large'],
    ['evidence pack', 'that has no manifest', zip([{ name: 'a.txt', content: 'x' }]), '', 'pack-invalid'],
    ['evidence pack', 'whose parts climb out', zip([{ name: '../../etc/passwd', content: 'x' }]), '', 'pack-invalid'],
  ])('%s %s is refused, and nothing is kept of it', async (door, _, bytes, name, code) => {
    const before = await counted()
    const { status, body } = await clerk.upload(doors[door](name), bytes)
    expect([status >= 400 && status < 500, body.code]).toEqual([true, code])
    expect(await counted()).toBe(before)
  }, 30_000)

  test('of which one event is refused keeps all of it out', async () => {
    const before = await counted()
    const line = (ref: string, site: string): string => `${ref},extract,2026-03-01T00:00:00Z,${site},${ref}-lot,concentrate,copper,1 t\n`
    const { status, body } = await clerk.upload(doors['custody file']('a.csv'), text(`${event}${line('E-2', SITE)}${line('E-3', siteNo(99))}`))
    expect([status, (body as unknown as { items: { answer: { refusal?: { code: string } } }[] }).items.map(({ answer }) => answer.refusal?.code)]).toEqual([200, ['batch-refused', 'site-absent']])
    expect(await counted()).toBe(before)
  })

  test('is not taken into the book of another', async () => {
    const before = await counted()
    const other = await clerkOf(world, 'org_other')
    const table = text(`${event}E-2,extract,2026-03-01T00:00:00Z,${SITE},N,concentrate,copper,1 t\n`)
    const codes = [doors['custody file']('a.csv'), doors['month of an account']('m.csv'), doors['paper of a lot']('a.pdf'), doors['EPCIS document'](), doors['EPCIS event']()].map(async (path) => (await other.upload(path, table)).body.code)
    expect(await Promise.all(codes)).toEqual(['book-absent', 'balance-account-absent', 'lot-not-found', 'book-absent', 'book-absent'])
    expect(await counted()).toBe(before)
  })
})
