import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicActor, type Actor } from '#src/access/actor.ts'
import type { Case } from '#src/assurance/case.ts'
import { insertCase } from '#src/assurance/case.store.ts'
import { putRating } from '#src/assurance/rating.store.ts'
import { dueEvidence } from '#src/assurance/evidence-due.handlers.ts'
import { insertParticipant } from '#src/parties/participant.store.ts'
import { call, codeOf, RRA } from '#test/assessment.ts'
import { loadShippedStandards } from '#test/cycle.ts'
import { pdf, png } from '#test/files.ts'
import { actor, giveGrants, grant } from '#test/people.ts'
import { operator, testWorld, type World } from '#test/world.ts'
import type { DisclosureLayer } from './evidence.ts'

let world: World
let north: Case, south: Case, foreign: Case
const organisationId = 'org_marrick'
const whole = actor('anna', grant('site-owner', 'organisation', organisationId))
let ofNorth: Actor, ofSouth: Actor, stranger: Actor, lead: Actor, otherLead: Actor
const partner = actor('paul', grant('partner', 'organisation', organisationId))
const reviewer = actor('rita', grant('technical-reviewer'))

const aCase = async (siteName: string, owner: string): Promise<Case> => {
  const now = world.house.clock.now()
  const one: Case = {
    caseId: world.house.ids.newId('cas'), siteId: world.house.ids.newSiteId('CHL'), organisationId: owner, cycle: 1, state: 'committed', round: 0, roundKind: null, siteName, country: 'CHL',
    siteTypes: ['smelter'], metals: ['copper'], standards: [{ ...RRA, marks: ['copper'], isGoverning: true }], firmId: null, cohort: null, appliedOn: '2026-01-10', letterSignedOn: '2026-02-01',
    previousCaseId: null, version: 1, openedAt: now, changedAt: now,
  }
  await insertCase(world.house.database.sql, one)
  return one
}

let count = 0
const upload = (who: Actor, more: Record<string, unknown> = {}, bytes: Uint8Array = pdf(`number ${++count}`)) =>
  call(world, who, 'uploadEvidence', { organisationId, title: `Water permit ${++count}`, kind: 'permit', filename: 'permit.pdf', ...more } as never, bytes)
const link = (who: Actor, one: Case, evidenceId: string, criterion = 'child-labor') => call(world, who, 'linkEvidence', { caseId: one.caseId, evidenceId, standard: RRA.standard, criterion })
const seenBy = async (who: Actor): Promise<string[]> => (await call(world, who, 'listEvidence', { limit: 1000 })).items.map(({ evidenceId }) => evidenceId)

beforeAll(async () => {
  world = await testWorld()
  await loadShippedStandards(world)
  for (const [id, name] of [[organisationId, 'Marrick Metals'], ['org_other', 'Other Metals']] as const) {
    await insertParticipant(world.house.database.sql, { organisationId: id, name, country: 'CHL', allSitesBy: null, createdAt: world.house.clock.now() })
  }
  north = await aCase('North Smelter', organisationId)
  south = await aCase('South Smelter', organisationId)
  foreign = await aCase('Far Smelter', 'org_other')
  ofNorth = actor('nora', grant('site-contributor', 'site', north.siteId))
  ofSouth = actor('sam', grant('site-owner', 'site', south.siteId))
  stranger = actor('otto', grant('site-owner', 'organisation', 'org_other'))
  lead = actor('lena', grant('lead-assessor', 'case', north.caseId))
  otherLead = actor('omar', grant('lead-assessor', 'case', foreign.caseId))
  await giveGrants(world, 'anna', [grant('site-owner', 'organisation', organisationId)])
  await giveGrants(world, 'nora', [grant('site-contributor', 'site', north.siteId)])
  await giveGrants(world, 'lena', [grant('lead-assessor', 'case', north.caseId)])
}, 120_000)
afterAll(async () => {
  expect(world.faults).toEqual([])
  expect((await world.fsck()).findings).toEqual([])
  await world.close()
})

describe('a library', () => {
  test('is of an organisation as a whole, or of single sites', async () => {
    expect((await call(world, whole, 'listLibraries', {})).items).toEqual([{
      organisationId, organisationName: 'Marrick Metals', isWhole: true,
      sites: [{ siteId: north.siteId, siteName: 'North Smelter' }, { siteId: south.siteId, siteName: 'South Smelter' }],
    }])
    expect((await call(world, ofNorth, 'listLibraries', {})).items).toMatchObject([{ isWhole: false, sites: [{ siteName: 'North Smelter' }] }])
    expect((await call(world, operator, 'listLibraries', {})).items).toEqual([])
  })

  test('takes items of one\'s own places alone', async () => {
    expect(await codeOf(upload(stranger))).toBe('library-absent')
    expect(await codeOf(upload(whole, { siteId: foreign.siteId }))).toBe('library-absent')
    expect(await codeOf(upload(ofNorth, { siteId: south.siteId }))).toBe('library-absent')
    expect(await codeOf(upload(operator))).toBe('library-absent')
    expect(await upload(ofNorth, { siteId: north.siteId })).toMatchObject({ siteId: north.siteId, ownerId: 'nora', layer: 'private', state: 'valid', mayWrite: true, file: { revision: 1, scan: 'not-scanned' } })
  })

  test('keeps the same bytes once, and tells of the item that has them', async () => {
    const bytes = png()
    const first = await upload(whole, { filename: 'map.png' }, bytes)
    const second = await upload(whole, { filename: 'map.png' }, bytes)
    expect(first.repeats).toEqual([])
    expect(second.repeats).toEqual([first.evidenceId])
    expect(second.file.sha256).toBe(first.file.sha256)
  })

  test('is searched, filtered and paged', async () => {
    const { evidenceId } = await upload(whole, { title: 'Tailings 100% report_', validUntil: '2026-07-01' })
    const found = async (query: Record<string, unknown>) => (await call(world, whole, 'listEvidence', query as never)).items.map((one) => one.evidenceId)
    expect(await found({ text: '100%' })).toEqual([evidenceId])
    expect(await found({ text: 'REPORT_' })).toEqual([evidenceId])
    expect(await found({ text: 'report_x' })).toEqual([])
    expect(await found({ lapsesWithin: 30 })).toEqual([evidenceId])
    expect(await found({ lapsesWithin: 3 })).toEqual([])
    expect(await found({ isUnlinked: 'true', text: 'Tailings' })).toEqual([evidenceId])
    const all = await found({ limit: 1000 })
    const pages: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await call(world, whole, 'listEvidence', { limit: 2, cursor })
      pages.push(...page.items.map((one) => one.evidenceId))
      if (page.next === null) break
      cursor = page.next
    }
    expect(pages).toEqual(all)
    expect(await codeOf(call(world, whole, 'listEvidence', { cursor: 'bm9uc2Vuc2U' }))).toBe('cursor-invalid')
  })

  test('does not take an item that would end before it begins', async () => {
    expect(await codeOf(upload(whole, { validFrom: '2026-02-01', validUntil: '2026-01-31' }))).toBe('evidence-days-reversed')
  })
})

describe('who sees an item', () => {
  const readers = (): Record<string, Actor> => ({ whole, ofNorth, ofSouth, stranger, lead, otherLead, partner, reviewer, operator })
  const expected: Readonly<Record<string, readonly string[]>> = {
    'private': ['whole', 'ofNorth', 'ofSouth'], assessor: ['whole', 'ofNorth', 'ofSouth'], partner: ['whole', 'ofNorth', 'ofSouth', 'partner'],
    public: ['whole', 'ofNorth', 'ofSouth', 'stranger', 'lead', 'otherLead', 'partner', 'reviewer', 'operator'],
    'assessor linked': ['whole', 'ofNorth', 'ofSouth', 'lead', 'reviewer', 'operator'], 'partner linked': ['whole', 'ofNorth', 'ofSouth', 'partner', 'lead', 'reviewer', 'operator'],
  }

  test.each(Object.keys(expected))('of layer "%s" follows from the layer, in lists, by number and by download alike', async (name) => {
    const [layer, isLinked] = name.split(' ')
    const { evidenceId } = await upload(whole, { layer: layer as DisclosureLayer })
    if (isLinked !== undefined) await link(whole, north, evidenceId)
    for (const [reader, who] of Object.entries(readers())) {
      const sees = expected[name]!.includes(reader)
      expect([reader, (await seenBy(who)).includes(evidenceId)]).toEqual([reader, sees])
      expect([reader, await codeOf(call(world, who, 'getEvidence', { evidenceId }).then(() => 'seen'))]).toEqual([reader, sees ? 'accepted: "seen"' : 'evidence-absent'])
      expect([reader, await codeOf(call(world, who, 'downloadEvidence', { evidenceId, revision: 1 }).then(() => 'seen'))]).toEqual([reader, sees ? 'accepted: "seen"' : 'evidence-absent'])
      expect([reader, await codeOf(call(world, who, 'listLeanings', { evidenceId }).then(() => 'seen'))]).toEqual([reader, sees ? 'accepted: "seen"' : 'evidence-absent'])
    }
  })

  test('of one site is not the other site\'s', async () => {
    const { evidenceId } = await upload(ofNorth, { siteId: north.siteId, layer: 'assessor' })
    expect(await codeOf(call(world, ofSouth, 'getEvidence', { evidenceId }))).toBe('evidence-absent')
    expect(await codeOf(link(ofSouth, south, evidenceId))).toBe('evidence-absent')
    expect(await codeOf(link(whole, south, evidenceId))).toBe('evidence-unfit')
  })

  test('names of persons are for the organisation itself', async () => {
    const { evidenceId } = await upload(whole, { layer: 'assessor' })
    await link(whole, north, evidenceId)
    expect((await call(world, lead, 'getEvidence', { evidenceId })).ownerName).toBeNull()
  })

  test('is the public\'s only where the organisation said so, and no longer once it is withdrawn', async () => {
    const shown = async () => (await call(world, publicActor, 'listPublicEvidence', { organisationId })).items.map(({ evidenceId: id }) => id)
    const { evidenceId, version, file } = await upload(whole, { layer: 'partner', title: 'Energy policy', kind: 'policy' })
    expect(await shown()).not.toContain(evidenceId)
    expect(await codeOf(call(world, publicActor, 'downloadPublicEvidence', { evidenceId }))).toBe('evidence-absent')
    const opened = await call(world, whole, 'updateEvidence', { evidenceId, version, layer: 'public' })
    const [one] = (await call(world, publicActor, 'listPublicEvidence', { organisationId })).items.filter((item) => item.evidenceId === evidenceId)
    expect(one).toMatchObject({ title: 'Energy policy', sha256: file.sha256, organisationName: 'Marrick Metals', isLapsed: false })
    expect(JSON.stringify(one)).not.toMatch(/anna|ownerId|addedBy/)
    await call(world, whole, 'withdrawEvidence', { evidenceId, version: opened.version, reason: 'A newer policy is being written.' })
    expect(await shown()).not.toContain(evidenceId)
    expect(await codeOf(call(world, publicActor, 'downloadPublicEvidence', { evidenceId }))).toBe('evidence-absent')
  })
})

describe('changing an item', () => {
  test('tells the second of two people that the first was quicker, and loses nothing', async () => {
    const { evidenceId, version } = await upload(whole)
    await call(world, whole, 'updateEvidence', { evidenceId, version, title: 'First' })
    expect(await codeOf(call(world, whole, 'updateEvidence', { evidenceId, version, title: 'Second' }))).toBe('evidence-changed')
    expect(await call(world, whole, 'getEvidence', { evidenceId })).toMatchObject({ title: 'First', version: version + 1 })
  })

  test('is for those who may write it', async () => {
    const { evidenceId, version } = await upload(whole, { layer: 'assessor' })
    await link(whole, north, evidenceId)
    expect(await codeOf(call(world, ofNorth, 'updateEvidence', { evidenceId, version, title: 'Mine' }))).toBe('permit-missing')
    expect(await codeOf(call(world, lead, 'withdrawEvidence', { evidenceId, version, reason: 'Because.' }))).toBe('permit-missing')
    expect(await codeOf(call(world, stranger, 'updateEvidence', { evidenceId, version, title: 'Mine' }))).toBe('evidence-absent')
  })

  test('cannot hide from assessors what is linked', async () => {
    const { evidenceId, version } = await upload(whole)
    expect(await codeOf(link(whole, north, evidenceId))).toBe('evidence-private')
    const shown = await call(world, whole, 'updateEvidence', { evidenceId, version, layer: 'assessor' })
    await link(whole, north, evidenceId)
    expect(await codeOf(call(world, whole, 'updateEvidence', { evidenceId, version: shown.version, layer: 'private' }))).toBe('evidence-linked')
  })

  test('gives it to a colleague, and to nobody else', async () => {
    const { evidenceId, version } = await upload(whole)
    expect(await codeOf(call(world, whole, 'updateEvidence', { evidenceId, version, ownerId: 'lena' }))).toBe('owner-unfit')
    expect(await call(world, whole, 'updateEvidence', { evidenceId, version, ownerId: 'nora' })).toMatchObject({ ownerId: 'nora' })
  })

  test('keeps every revision, and refuses the same file twice', async () => {
    const bytes = pdf('first')
    const { evidenceId, version } = await upload(whole, { validUntil: '2026-12-31' }, bytes)
    const revise = (file: Uint8Array, at: number) => call(world, whole, 'addEvidenceRevision', { evidenceId, version: at, filename: 'renewal.pdf', validUntil: '2029-12-31' }, file)
    expect(await codeOf(revise(bytes, version))).toBe('evidence-same-file')
    const revised = await revise(pdf('second'), version)
    expect(revised).toMatchObject({ validUntil: '2029-12-31', file: { revision: 2, filename: 'renewal.pdf' } })
    expect(revised.revisions.map(({ revision }) => revision)).toEqual([2, 1])
    const old = await call(world, whole, 'downloadEvidence', { evidenceId, revision: 1 }) as unknown as Response
    expect(new Uint8Array(await old.arrayBuffer())).toEqual(bytes)
    expect(await codeOf(call(world, whole, 'downloadEvidence', { evidenceId, revision: 3 }))).toBe('revision-absent')
  })

  test('erases the bytes of a revision for good, and only those', async () => {
    const bytes = pdf('names of people')
    const one = await upload(whole, {}, bytes)
    const same = await upload(whole, {}, bytes)
    const erase = (evidenceId: string) => call(world, whole, 'eraseEvidenceFile', { evidenceId, revision: 1, reason: 'Sent by mistake.' })
    expect((await erase(one.evidenceId)).file.erasedOn).toBe('2026-06-15')
    expect(await codeOf(erase(one.evidenceId))).toBe('file-erased')
    expect(await codeOf(call(world, whole, 'downloadEvidence', { evidenceId: one.evidenceId, revision: 1 }))).toBe('file-erased')
    expect(await world.house.files.read(same.file.sha256)).toBeDefined()
    await erase(same.evidenceId)
    expect(await world.house.files.read(same.file.sha256)).toBeUndefined()
  })

  test('leaves no file behind in a dry run', async () => {
    const bytes = pdf('dry')
    const one = await world.transact(whole, async (ctx) => (await import('#src/platform/handlers.ts')).handlers.uploadEvidence(ctx, { organisationId, title: 'Dry', kind: 'other', writtenIn: 'en', layer: 'private', filename: 'dry.pdf' }), { isDryRun: true, upload: bytes }) as { evidenceId: string; file: { sha256: string } }
    expect(await world.house.files.read(one.file.sha256)).toBeUndefined()
    expect(await codeOf(call(world, whole, 'getEvidence', { evidenceId: one.evidenceId }))).toBe('evidence-absent')
  })
})

describe('what leaned on an item', () => {
  test('is marked with the cause, and the parties of the case are told', async () => {
    const { evidenceId, version } = await upload(whole, { layer: 'assessor', title: 'Discharge permit' })
    await link(whole, north, evidenceId, 'child-labor')
    await link(whole, north, evidenceId, 'forced-labor')
    await putRating(world.house.database.sql, {
      caseId: north.caseId, round: 0, ...RRA, criterion: 'child-labor', level: 'fully-meets', isApplicable: true, rationale: 'Seen.', certificateId: null, evidenceIds: [evidenceId], ratedBy: 'lena', ratedAt: world.house.clock.now(),
    })
    const successor = await upload(whole, { layer: 'assessor', title: 'Discharge permit, renewed' })
    await call(world, whole, 'supersedeEvidence', { evidenceId, version, successorId: successor.evidenceId })
    const linked = (await call(world, lead, 'listCaseEvidence', { caseId: north.caseId })).items.filter((one) => one.evidence.evidenceId === evidenceId)
    expect(linked.map(({ criterion, cause, isRated }) => [criterion, cause?.kind, cause?.supersededBy, isRated])).toEqual([
      ['child-labor', 'superseded', successor.evidenceId, true], ['forced-labor', 'superseded', successor.evidenceId, false]])
    const leanings = await call(world, whole, 'listLeanings', { evidenceId })
    expect(leanings.cause).toMatchObject({ kind: 'superseded', on: '2026-06-15' })
    expect(leanings.items.map(({ kind, criterion }) => `${kind} ${criterion}`).sort()).toEqual(['link child-labor', 'link forced-labor', 'rating child-labor'])
    const told = await world.house.database.pool.query<{ user_id: string }>('select user_id from notice where kind = $1 and case_id = $2 and params->>\'title\' = $3 order by user_id', ['evidence.leaning', north.caseId, 'Discharge permit'])
    expect(told.rows.map((row) => row.user_id)).toEqual(['anna', 'lena', 'nora'])
    expect(await codeOf(call(world, whole, 'unlinkEvidence', { caseId: north.caseId, linkId: linked[0]!.linkId }))).toBe('evidence-rated')
    expect(await call(world, whole, 'unlinkEvidence', { caseId: north.caseId, linkId: linked[1]!.linkId })).toEqual({ linkId: linked[1]!.linkId })
    expect(await codeOf(call(world, whole, 'unlinkEvidence', { caseId: north.caseId, linkId: linked[1]!.linkId }))).toBe('link-absent')
    expect(await codeOf(call(world, whole, 'withdrawEvidence', { evidenceId: successor.evidenceId, version: 7, reason: 'x' }))).toBe('evidence-changed')
  })

  test('lapses by itself on the day after the last one, and reminds its owner', async () => {
    const { evidenceId } = await upload(whole, { layer: 'assessor', validUntil: '2026-06-20' })
    await link(whole, north, evidenceId, 'forced-labor')
    const due = async () => (await world.read(operator, dueEvidence)).filter(({ matter }) => matter.includes(evidenceId))
    expect(await due()).toMatchObject([{ dueOn: '2026-06-20', userIds: ['anna'], daysBefore: [30, 7, 1, 0] }])
    const stateOf = async () => (await call(world, lead, 'getEvidence', { evidenceId }))
    world.setNow('2026-06-20T23:59:59.000Z')
    expect(await stateOf()).toMatchObject({ state: 'valid', cause: null })
    world.setNow('2026-06-21T00:00:00.000Z')
    expect(await stateOf()).toMatchObject({ state: 'lapsed', cause: { kind: 'lapsed', on: '2026-06-21' } })
    expect(await due()).toMatchObject([{ lateUserIds: ['lena'] }])
    world.setNow('2026-06-15T12:00:00.000Z')
  })

  test.each<[string, () => Promise<string>]>([
    ['itself', async () => { const one = await upload(whole); return codeOf(call(world, whole, 'supersedeEvidence', { evidenceId: one.evidenceId, version: 1, successorId: one.evidenceId })) }],
    ['a lapsed item', async () => { const [one, two] = [await upload(whole), await upload(whole, { validUntil: '2026-06-14' })]; return codeOf(call(world, whole, 'supersedeEvidence', { evidenceId: one.evidenceId, version: 1, successorId: two.evidenceId })) }],
    ['one that assessors do not see', async () => { const [one, two] = [await upload(whole, { layer: 'assessor' }), await upload(whole)]; return codeOf(call(world, whole, 'supersedeEvidence', { evidenceId: one.evidenceId, version: 1, successorId: two.evidenceId })) }],
  ])('is not superseded by %s', async (_, work) => { expect(await work()).toBe('successor-unfit') })

  test('is not left hanging by a circle', async () => {
    const [one, two] = [await upload(whole), await upload(whole)]
    await call(world, whole, 'supersedeEvidence', { evidenceId: one.evidenceId, version: 1, successorId: two.evidenceId })
    expect(await codeOf(call(world, whole, 'supersedeEvidence', { evidenceId: two.evidenceId, version: 1, successorId: one.evidenceId }))).toBe('successor-unfit')
    expect(await codeOf(call(world, whole, 'supersedeEvidence', { evidenceId: one.evidenceId, version: 2, successorId: two.evidenceId }))).toBe('evidence-superseded')
  })
})

describe('a link', () => {
  test('is of the case\'s own organisation, standard and criterion', async () => {
    const { evidenceId } = await upload(whole, { layer: 'assessor' })
    expect(await codeOf(link(whole, north, evidenceId, 'no-such-criterion'))).toBe('evidence-unfit')
    expect(await codeOf(call(world, whole, 'linkEvidence', { caseId: north.caseId, evidenceId, standard: 'other', criterion: 'child-labor' }))).toBe('evidence-unfit')
    expect(await codeOf(link(stranger, foreign, evidenceId))).toBe('evidence-absent')
    expect(await codeOf(link(whole, foreign, evidenceId))).toBe('case-absent')
    expect(await codeOf(link(lead, north, evidenceId))).toBe('permit-missing')
    expect(await codeOf(call(world, partner, 'listCaseEvidence', { caseId: north.caseId }))).toBe('case-absent')
    const first = await link(whole, north, evidenceId)
    expect((await link(whole, north, evidenceId)).linkId).toBe(first.linkId)
  })
})
