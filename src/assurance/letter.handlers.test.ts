import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '#src/kernel/merkle.ts'
import { canonicalText } from '#src/kernel/canonical.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { siteFact } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import { write } from '#src/platform/transaction.ts'
import type { Actor } from '#src/access/actor.ts'
import { handlers } from '#src/platform/handlers.ts'
import { storeSetting } from '#src/access/scheme-setting.store.ts'
import { call, codeOf } from '#test/assessment.ts'
import { accepted, applied, clockDays, committed, loadShippedStandards, noon } from '#test/cycle.ts'
import { actor, grant } from '#test/people.ts'
import { CHILE, smallRegistry } from '#test/registry-facts.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import { letterTemplates } from './letter-template.ts'
import { letterFact } from './published.ts'

let world: World
beforeAll(async () => {
  world = await testWorld({ now: noon('2025-01-31') })
  await loadShippedStandards(world)
  await world.publish(smallRegistry())
})
afterAll(async () => {
  expect((await world.fsck()).findings).toEqual([])
  expect(world.faults).toEqual([])
  await world.close()
})
const facts = () => world.read(operator, (ctx) => ctx.facts())
const pdf = (text = '') => new TextEncoder().encode(`%PDF-1.4\n${text}\ntrailer\n%%EOF\n`)
const upload = (who: Actor, caseId: string, bytes: Uint8Array, filename = 'letter.pdf') => call(world, who, 'uploadLetterFile', { caseId, filename }, bytes)

describe('the letter of commitment', () => {
  it('is shown with its four promises filled in, in the reader’s language, and its hash', async () => {
    const one = await accepted(world)
    const letter = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    expect(letter).toMatchObject({ standing: 'to-sign', language: 'en', signedOn: null, signature: null, files: [] })
    expect(letter.text.promises).toHaveLength(4)
    expect(letter.text.promises[0]).toBe('We will meet all applicable criteria of Risk Readiness Assessment 3.0 at Marrick Smelter within 24 months of signing this letter.')
    expect(Object.keys(letter.document.texts)).toEqual(['en', 'es', 'fr', 'zh'])
    expect(letter.documentHash).toBe(sha256Hex(canonicalText(letter.document)))
    expect(letter.dueOn).toEqual([
      { clock: 'self-assessment', title: 'Self-assessment due', dueOn: '2025-07-31' }, { clock: 'site-assessment', title: 'Independent assessment due', dueOn: '2026-01-31' },
      { clock: 'full-conformance', title: 'All criteria fully met', dueOn: '2027-01-31' },
    ])
    expect(JSON.stringify(letter.document)).not.toMatch(/Ana Invented|example\.org/)
  })

  it('starts the clocks when it is signed, and is public with the record of the site and without the signatory', async () => {
    const one = await committed(world)
    expect(await call(world, operator, 'getCase', { caseId: one.caseId })).toMatchObject({ state: 'committed', letterSignedOn: '2025-01-31', nextDue: { clock: 'self-assessment', daysLeft: 181, ownerRole: 'site-owner' } })
    expect(await clockDays(world, one.caseId)).toEqual({
      'self-assessment': ['2025-07-31', '2025-07-31', null], 'site-assessment': ['2026-01-31', '2026-01-31', null], 'full-conformance': ['2027-01-31', '2027-01-31', null],
    })
    const published = await facts()
    const letter = published.of(letterFact).get(one.caseId)!.value
    expect(letter).toMatchObject({ siteId: one.siteId, participant: 'Marrick Metals', signedOn: '2025-01-31', dueOn: [{ clock: 'self-assessment', dueOn: '2025-07-31' }, { clock: 'site-assessment', dueOn: '2026-01-31' }, { clock: 'full-conformance', dueOn: '2027-01-31' }] })
    expect(published.of(siteFact).get(one.siteId)!.value).toMatchObject({ name: 'Marrick Smelter', types: ['smelter'], metals: ['copper', 'molybdenum'], place: 'Marrick', operator: 'Marrick Metals', organisationId: one.organisationId, dataset: 'participants' })
    expect(published.of(datasetFact).get('participants')!.value).toMatchObject({ origin: 'mark-owner', licence: 'CC BY 4.0' })
    expect(published.of(organisationFact).get(one.organisationId)!.value).toMatchObject({ name: 'Marrick Metals', country: 'CHL' })
    const { rows } = await world.house.database.pool.query('select payload from log_entry')
    expect(JSON.stringify(rows)).not.toMatch(/Pia Invented|General manager/)
    const shown = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    expect(shown).toMatchObject({ standing: 'signed', documentHash: letter.documentHash, signature: { name: 'Pia Invented', role: 'General manager' } })
    expect(shown.documentHash).toBe(sha256Hex(canonicalText(shown.document)))
  })

  it('tells an assessor that it is signed, not by whom', async () => {
    const one = await committed(world)
    const assessor = actor('assessor', grant('assessor', 'case', one.caseId))
    expect(await call(world, assessor, 'getLetter', { caseId: one.caseId })).toMatchObject({ standing: 'signed', signature: null, files: [] })
  })

  it('of a site of the registry adds to its record and takes nothing away', async () => {
    const before = (await facts()).of(siteFact).get(CHILE)!.value
    await committed(world, { site: { siteId: CHILE } })
    const after = (await facts()).of(siteFact).get(CHILE)!.value
    expect(after).toMatchObject({ name: before.name, operator: before.operator, organisationId: before.organisationId, position: before.position, dataset: before.dataset, metals: ['copper', 'molybdenum'] })
    expect(after.citations).toHaveLength(before.citations.length + 1)
  })

  it('that changed after it was read is not signed', async () => {
    const one = await accepted(world)
    const { documentHash } = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    await storeSetting(world.house.database.sql, 'letter.template', { ...letterTemplates, en: { ...letterTemplates['en']!, promises: ['We promise less.'] } }, noon('2025-01-31'), 'test')
    expect(await codeOf(call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash, name: 'Pia', role: 'Director' }))).toBe('letter-changed')
    expect(await call(world, operator, 'getCase', { caseId: one.caseId })).toMatchObject({ state: 'eligible' })
    await storeSetting(world.house.database.sql, 'letter.template', letterTemplates, noon('2025-01-31'), 'test')
    expect(await codeOf(call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash, name: 'Pia', role: 'Director' }))).toMatch(/^accepted/)
  })

  it('is signed once, by the site owner, after the site was found eligible', async () => {
    const waiting = await applied(world)
    const hash = 'a'.repeat(64)
    expect(await codeOf(call(world, waiting.owner, 'signLetter', { caseId: waiting.caseId, documentHash: hash, name: 'P', role: 'D' }))).toBe('case-state-forbids')
    const one = await committed(world)
    expect(await codeOf(call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash: hash, name: 'P', role: 'D' }))).toBe('case-state-forbids')
    const open = await accepted(world)
    expect(await codeOf(call(world, operator, 'signLetter', { caseId: open.caseId, documentHash: hash, name: 'P', role: 'D' }))).toBe('permit-missing')
    const colleague = actor('colleague', grant('site-contributor', 'organisation', open.organisationId))
    expect(await codeOf(call(world, colleague, 'signLetter', { caseId: open.caseId, documentHash: hash, name: 'P', role: 'D' }))).toBe('permit-missing')
    expect(await codeOf(call(world, one.owner, 'signLetter', { caseId: open.caseId, documentHash: hash, name: 'P', role: 'D' }))).toBe('case-absent')
  })

  it('is under the version in force on the day it bears', async () => {
    world.setNow(noon('2023-12-20'))
    const one = await accepted(world)
    const then = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    expect(then.document.standards[0]!.standardVersion).toBe('2.0')
    world.setNow(noon('2024-01-03'))
    const now = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    expect(now.document.standards[0]!.standardVersion).toBe('3.0')
    expect(await codeOf(call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash: then.documentHash, name: 'P', role: 'D' }))).toBe('letter-changed')
    expect((await call(world, one.owner, 'getLetter', { caseId: one.caseId, on: '2023-12-21' })).documentHash).toBe(then.documentHash)
    const { sha256 } = await upload(one.owner, one.caseId, pdf('signed in December'))
    const view = await call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash: then.documentHash, name: 'P', role: 'D', fileHash: sha256, signedOn: '2023-12-21' })
    expect(view).toMatchObject({ letterSignedOn: '2023-12-21', standards: [{ standardVersion: '2.0' }] })
    expect((await clockDays(world, one.caseId))['self-assessment']).toEqual(['2024-06-21', '2024-06-21', null])
    world.setNow(noon('2025-01-31'))
  })
})

describe('a letter signed on paper', () => {
  it('is published by the hash of its scan, which the site and the scheme alone can open', async () => {
    const one = await accepted(world)
    const scan = pdf('a scan')
    const file = await upload(one.owner, one.caseId, scan, 'Carta firmada.pdf')
    expect(file).toMatchObject({ sha256: sha256Hex(scan), mediaType: 'application/pdf', filename: 'Carta firmada.pdf' })
    const { documentHash } = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    await call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash, name: 'Pia', role: 'Director', fileHash: file.sha256, signedOn: '2025-01-31' })
    expect((await facts()).of(letterFact).get(one.caseId)!.value.documentHash).toBe(file.sha256)
    const fetched = await world.read(one.owner, (ctx) => handlers.getLetterFile(ctx, { caseId: one.caseId, fileHash: file.sha256 })) as Response
    expect(Object.fromEntries(fetched.headers)).toEqual({ 'content-type': 'application/pdf', 'content-disposition': "attachment; filename*=UTF-8''Carta%20firmada.pdf", 'x-content-type-options': 'nosniff' })
    expect(new Uint8Array(await fetched.arrayBuffer())).toEqual(scan)
    const assessor = actor('assessor', grant('assessor', 'case', one.caseId))
    expect(await codeOf(call(world, assessor, 'getLetterFile' as never, { caseId: one.caseId, fileHash: file.sha256 } as never))).toBe('permit-missing')
    await call(world, operator, 'eraseContact', { caseId: one.caseId })
    expect(await call(world, one.owner, 'getLetter', { caseId: one.caseId })).toMatchObject({ signature: null, files: [], documentHash: file.sha256 })
    expect(await codeOf(call(world, one.owner, 'getLetterFile' as never, { caseId: one.caseId, fileHash: file.sha256 } as never))).toBe('letter-file-absent')
  })

  const files: [string, Uint8Array, string, string][] = [
    ['a program', Uint8Array.of(0x4d, 0x5a, 0, 0), 'letter.pdf', 'file-executable'],
    ['a page with a script', new TextEncoder().encode('<html><script>alert(1)</script></html>'), 'letter.pdf', 'file-active'],
    ['a PDF that is a zip as well', new Uint8Array([...pdf(), ...Uint8Array.of(0x50, 0x4b, 5, 6), ...new Uint8Array(18)]), 'letter.pdf', 'file-ambiguous'],
    ['a PDF that is cut off', new TextEncoder().encode('%PDF-1.4\nbegun'), 'letter.pdf', 'file-ambiguous'],
    ['plain text', new TextEncoder().encode('We promise.'), 'letter.txt', 'file-type-refused'],
    ['a name with a path in it', pdf(), '../letter.pdf', 'file-name-unfit'],
  ]
  for (const [what, bytes, name, code] of files) {
    it(`is not taken from ${what}: ${code}`, async () => {
      const one = await accepted(world)
      expect(await codeOf(upload(one.owner, one.caseId, bytes, name))).toBe(code)
      expect((await call(world, one.owner, 'getLetter', { caseId: one.caseId })).files).toEqual([])
    })
  }
  it('is not taken above 10 MB', async () => {
    const one = await accepted(world)
    expect(await codeOf(upload(one.owner, one.caseId, new Uint8Array(10 * 1024 * 1024 + 1)))).toBe('upload-too-large')
  })
  it('bears a day between the application and today, and has its scan', async () => {
    const one = await accepted(world)
    const { documentHash } = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    const { sha256 } = await upload(one.owner, one.caseId, pdf('x'))
    const sign = (more: object) => codeOf(call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash, name: 'P', role: 'D', ...more }))
    expect(await sign({ fileHash: sha256, signedOn: '2025-02-01' })).toBe('letter-date-impossible')
    expect(await sign({ fileHash: sha256, signedOn: '2025-01-30' })).toBe('letter-date-impossible')
    expect(await sign({ signedOn: '2025-01-30' })).toBe('letter-date-impossible')
    expect(await sign({ fileHash: 'b'.repeat(64), signedOn: '2025-01-31' })).toBe('letter-file-absent')
  })
})

describe('the day of a signature', () => {
  it('is the civil day of the scheme’s time zone', async () => {
    const signedIn = async (timeZone: string) => {
      const one = await accepted(world)
      world.setNow('2026-02-28T12:00:00.000Z')
      const house = { ...world.house, timeZone }
      const { documentHash } = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
      const { answer } = await write(house, { actor: one.owner }, (ctx) => handlers.signLetter(ctx, { caseId: one.caseId, documentHash, name: 'P', role: 'D' }))
      world.setNow(noon('2025-01-31'))
      return (answer as { letterSignedOn: string }).letterSignedOn
    }
    expect(await signedIn('Pacific/Auckland')).toBe('2026-03-01')
    expect(await signedIn('America/Santiago')).toBe('2026-02-28')
  })
})

describe('two who sign at once', () => {
  it('make one signature', async () => {
    const one = await accepted(world)
    const { documentHash } = await call(world, one.owner, 'getLetter', { caseId: one.caseId })
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(call(world, one.owner, 'signLetter', { caseId: one.caseId, documentHash, name: 'P', role: 'D' }))))
    expect(codes.filter((code) => code === 'case-state-forbids')).toHaveLength(2)
  })
})
