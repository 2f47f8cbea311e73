// Every operation on metal, by strangers, by a party next door in the chain, and by those whose book it is. Whoever may not see a
// thing is told exactly what is told of a thing that does not exist, however its number reaches the operation; no list or count
// of theirs holds a word of it. Each call is a dry run.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorWith, localOperator, publicActor, type Actor } from '#src/access/actor.ts'
import { can } from '#src/access/policy.ts'
import { contract } from '#src/platform/contract.ts'
import { parseInput } from '#src/platform/invoke.ts'
import { routesOf, type Route } from '#src/platform/operations.ts'
import { ask, type Answered } from './asked.ts'
import { captured, capturedEvent, nowhere, playCustody, secretWords, type CustodyIds, type CustodyStory } from './custody-story.ts'
import { pdf } from './files.ts'
import { grant } from './people.ts'
import { testWorld, type World } from './world.ts'

let world: World
let story: CustodyStory

type Asked = { readonly input: object; readonly upload?: Uint8Array }
/** How each operation is asked of a book, `at` it; `own` is the asking party's own, where an operation takes both. */
type Questions = Readonly<Record<string, (at: CustodyIds, own: CustodyIds) => readonly (Asked | object)[]>>
const at = '2026-03-25T10:00:00Z'
const on = '2026-03-25'
const ndjsonLine = (siteId: string, event = 'NEW-1') => ({ kind: 'extract', event, at, site: siteId, outputs: [{ lot: 'NEW', material: 'concentrate', metal: 'copper', contained: { copper: '1 t' } }] })
const paper = (supplierSite: string) => ({ kind: 'paper', delivery: 'D-9', contained: '1 t', supplierSite })
const table = (siteId: string) => new TextEncoder().encode(`event,kind,at,site,output lot,material,metal,contained\nNEW-1,extract,${at},${siteId},NEW,concentrate,copper,1 t\n`)
const product = { product: 'Invented product', description: null }
const figures = (siteId: string) => ({ siteId, stage: 'smelting', from: '2026-01-01', to: '2026-12-31', outputs: [{ substance: 'copper', tonnes: '3000' }], lines: [{ name: 'fuel', kind: 'direct', scope: 1, amount: '1', unit: 't CO2e', isPrimary: true }] })
const claimOf = (lotId: string) => ({ subject: { kind: 'lot', id: lotId }, template: 'origin-country', audience: 'business' })

const questions: Questions = {
  // Books.
  recordEvents: ({ organisationId, siteId }) => [{ organisationId, events: [ndjsonLine(siteId)], source: 'form' }],
  recordCustodyFile: ({ organisationId, siteId }) => [{ input: { organisationId, filename: 'a.csv' }, upload: table(siteId) }],
  listEvents: ({ organisationId }) => [{ organisationId }], listBatches: ({ organisationId }) => [{ organisationId }],
  getEvent: ({ organisationId, event }) => [{ organisationId, event }],
  listLots: ({ organisationId }) => [{ organisationId, isOpen: false }], getLot: ({ lotId }) => [{ lotId }],
  getStockReport: ({ organisationId }) => [{ organisationId, from: '2026-01-01', to: '2026-12-31' }],
  attachLotDocument: ({ lotId }) => [{ input: { lotId, filename: 'a.pdf', kind: 'assay', ref: 'X' }, upload: pdf() }],
  removeLotDocument: ({ documentId }) => [{ documentId }], getLotDocumentFile: ({ documentId }) => [{ documentId }],
  // Hand-overs.
  listShipments: ({ organisationId }) => [{ organisationId, direction: 'outgoing' }, { organisationId, direction: 'incoming' }],
  getShipment: ({ shipmentId, openShipmentId }) => [{ shipmentId }, { shipmentId: openShipmentId }],
  acceptShipment: ({ openShipmentId }, own) => [{ shipmentId: openShipmentId, event: 'NEW-1', at, site: own.siteId, lots: [{ sentAs: 'ZUL-A', lot: 'NEW' }] }],
  disputeShipment: ({ openShipmentId }) => [{ shipmentId: openShipmentId, weights: [{ lot: 'ZUL-A', contained: { copper: '100 t' } }], reason: 'It weighs less.' }],
  settleShipment: ({ disputedShipmentId }) => [{ shipmentId: disputedShipmentId, weights: [{ lot: 'ZUL-A', contained: { copper: '100 t' } }] }],
  linkReceipt: ({ openShipmentId, receipt }, own) => [{ shipmentId: openShipmentId, receipt }, { shipmentId: openShipmentId, receipt: own.receipt }, { shipmentId: own.shipmentId, receipt }],
  unlinkReceipt: ({ shipmentId, link }, own) => [{ shipmentId, reason: 'Not ours.' }, { shipmentId, link, reason: 'Not ours.' }, { shipmentId: own.shipmentId, link, reason: 'Not ours.' }],
  // EPCIS.
  captureEpcisDocument: ({ organisationId, lotId, siteId }, own) => [{ input: { organisationId }, upload: captured(lotId, siteId) }, { input: { organisationId: own.organisationId, errorBehaviour: 'rollback' }, upload: captured(lotId, own.siteId) }],
  captureEpcisEvent: ({ organisationId, otherLotId, siteId }) => [{ input: { organisationId }, upload: new TextEncoder().encode(JSON.stringify(capturedEvent(otherLotId, siteId))) }],
  listEpcisCaptures: ({ organisationId }) => [{ organisationId }], getEpcisCapture: ({ captureId }) => [{ captureId }],
  listEpcisEvents: ({ organisationId, lotId }, own) => [{ organisationId }, { organisationId: own.organisationId, query: `MATCH_anyEPCClass=http://localhost:8080/lots/${lotId}` }],
  getEpcisEvent: ({ organisationId, eventId }, own) => [{ organisationId, eventId }, { organisationId: own.organisationId, eventId }],
  listEpcisTerms: ({ organisationId }) => [{ organisationId, of: 'epcs' }],
  // Accounts.
  openAccount: ({ organisationId, siteId }) => [{ organisationId, siteId, profile: 'one-year-percentage', metal: 'copper', characteristic: 'awarded-mined', beginsOn: '2026-01-01' }],
  listAccounts: ({ organisationId, siteId }, own) => [{ organisationId }, { siteId }, { organisationId: own.organisationId, siteId }],
  ...Object.fromEntries(['getAccount', 'listAccountEntries', 'exportAccount', 'suggestCredits', 'getMonthTemplate', 'previewPeriodClose'].map((name) => [name, ({ accountId }: CustodyIds) => [{ accountId }]])),
  creditAccount: ({ accountId, siteId, lotId }, own) => [{ accountId, on, source: paper(siteId) }, { accountId: own.accountId, on, source: { kind: 'lot', lot: lotId.split(':')[1] } }],
  recordThroughput: ({ accountId }) => [{ accountId, on, output: '1 t' }],
  debitAccount: ({ accountId }) => [{ accountId, on, quantity: '1 t', document: 'INV-9' }],
  adjustAccount: ({ accountId, entryId }, own) => [{ accountId, on, entryId, eligible: '90 t', reason: 'Wrong.' }, { accountId: own.accountId, on, entryId, eligible: '90 t', reason: 'Wrong.' }],
  reviseRecovery: ({ accountId }) => [{ accountId, recovery: '0.97', document: 'Audit', reviewedOn: on }],
  importAccountMonth: ({ accountId }) => [{ input: { accountId, filename: 'm.csv' }, upload: new TextEncoder().encode('kind,date,reference,contained\noutput,2026-03-31,M-1,1\n') }],
  closePeriod: ({ accountId }) => [{ accountId, period: 1 }],
  declareGroup: ({ organisationId, siteId }, own) => [{ organisationId, profile: 'one-year-overdraw-fifth', name: 'A', boundary: 'B', siteIds: [siteId, own.siteId] }],
  transferWithinGroup: ({ groupId, accountId, otherAccountId }, own) => [{ groupId, fromAccountId: accountId, toAccountId: otherAccountId, on, quantity: '1 t' }, { groupId, fromAccountId: own.accountId, toAccountId: accountId, on, quantity: '1 t' }],
  issueStatement: ({ accountId, lotId, openShipmentId }, own) => [
    { accountId, quantity: '1 t', dispatchOn: on, to: { name: 'Anybody', country: 'CHL' } }, { accountId: own.accountId, quantity: '1 t', dispatchOn: on, to: { name: 'Anybody', country: 'CHL' }, shipment: openShipmentId, lots: [lotId.split(':')[1]] }],
  listStatements: () => [],
  ...Object.fromEntries(['getStatement', 'exportStatement', 'getStatementText'].map((name) => [name, ({ number }: CustodyIds) => [{ number }]])),
  acceptStatement: ({ number, accountId }, own) => [{ number, accountId: own.accountId }, { number, accountId }],
  voidStatement: ({ number }) => [{ number, reason: 'Wrong.' }],
  checkStatement: ({ number }) => [{ number, digest: '1'.repeat(64) }],
  // Answers.
  ...Object.fromEntries(['getLotOrigins', 'exportLotOrigins', 'traceLotUp', 'traceLotDown', 'listLotPaths', 'getLotFlow', 'getLotDemand', 'exportLotPack', 'getLotFootprint'].map((name) => [name, ({ lotId }: CustodyIds) => [{ lotId }]])),
  compareLots: ({ lotId, otherLotId }, own) => [{ lotId, otherLotId }, { lotId: own.lotId, otherLotId: lotId }, { lotId, otherLotId: own.lotId }],
  compareLotFootprints: ({ lotId, otherLotId }, own) => [{ lotId, withLotId: otherLotId }, { lotId: own.lotId, withLotId: lotId }],
  recallLots: ({ organisationId, siteId }, own) => [{ organisationId, siteId }, { organisationId: own.organisationId, siteId }],
  getRecallTotal: ({ organisationId, siteId }, own) => [{ organisationId, siteId }, { organisationId: own.organisationId, siteId }],
  checkSiteBalance: ({ organisationId, siteId }, own) => [{ organisationId, siteId, from: '2026-01-01', to: on }, { organisationId: own.organisationId, siteId, from: '2026-01-01', to: on }],
  listImpacts: ({ organisationId, lotId }, own) => [{ organisationId }, { organisationId: own.organisationId, lotId }],
  previewDisclosure: ({ lotId }) => [{ lotId, partner: 'public' }],
  listDisclosures: ({ organisationId }) => [{ organisationId }],
  setDisclosure: ({ organisationId }) => [{ organisationId, partner: 'everyone', field: 'origin', level: 'country' }],
  openInquiry: ({ organisationId }) => [{ organisationId, reason: 'A reason of some length.' }], closeInquiry: ({ inquiryId }) => [{ inquiryId }],
  exportShipmentPack: ({ shipmentId }) => [{ shipmentId }],
  // Footprints.
  listActivities: ({ organisationId, siteId }, own) => [{ organisationId }, { organisationId: own.organisationId, siteId }], getActivity: ({ activityId }) => [{ activityId }],
  recordActivity: ({ organisationId, siteId }, own) => [{ organisationId, ...figures(siteId) }, { organisationId: own.organisationId, ...figures(siteId) }],
  reviseActivity: ({ activityId, siteId }) => [{ activityId, replaces: 1, reason: 'Measured again.', ...figures(siteId), stage: 'mining' }],
  getActivityTemplate: ({ organisationId }) => [{ organisationId }],
  importActivities: ({ organisationId, siteId }) => [{ input: { organisationId, filename: 'f.csv' }, upload: new TextEncoder().encode(`row,site,stage,from,to,name,amount,unit,kind\nline,${siteId},other,2024-01-01,2024-12-31,stack,1,t CO2e,direct\noutput,${siteId},other,2024-01-01,2024-12-31,copper,1,,\n`) }],
  listEmissionFactors: ({ organisationId }) => [{ organisationId }],
  recordEmissionFactor: ({ organisationId }) => [{ organisationId, factor: 'own-diesel', name: 'Own diesel', kind: 'fuel', kgCo2e: '2.7', unit: 'l', quality: 'measured', source: 'Own', year: 2025 }],
  chooseAllocation: ({ organisationId, siteId }) => [{ organisationId, siteId, stage: 'mining', rule: 'mass', because: 'Alike.' }],
  getSiteFootprint: ({ organisationId, siteId }, own) => [{ organisationId, siteId }, { organisationId: own.organisationId, siteId }],
  getFactorImpact: ({ organisationId }) => [{ organisationId, version: 1 }],
  // Claims and passports.
  listPossibleClaims: ({ lotId, shipmentId }) => [{ kind: 'lot', id: lotId }, { kind: 'shipment', id: shipmentId }],
  previewClaim: ({ lotId, accountId }, own) => [claimOf(lotId), { ...claimOf(own.lotId), template: 'mass-balance-quantity', account: { accountId, quantity: '1 t' } }],
  issueClaim: ({ lotId, accountId, claimId, shipmentId }, own) => [claimOf(lotId), { ...claimOf(lotId), subject: { kind: 'shipment', id: shipmentId } }, { ...claimOf(own.lotId), template: 'mass-balance-quantity', account: { accountId, quantity: '1 t' } }, { ...claimOf(own.lotId), supersedes: claimId }],
  withdrawClaim: ({ claimId }) => [{ claimId, reason: 'Wrong.' }], reviewClaim: ({ claimId }) => [{ claimId, reason: 'It holds.' }], getClaim: ({ claimId }) => [{ claimId }],
  readClaim: ({ claimId }) => [{ claimId }, { claimId, key: 'a-key-that-was-guessed' }], printClaim: ({ claimId }) => [{ claimId }], getClaimText: ({ claimId }) => [{ claimId }, { claimId, key: 'a-key-that-was-guessed' }],
  listClaims: ({ lotId }) => [{ subjectKind: 'lot', subjectId: lotId }], listCredits: () => [],
  previewPassport: ({ lotId }) => [{ lotId, ...product }], issuePassport: ({ lotId }) => [{ lotId, ...product }], listPassports: ({ lotId }) => [{ lotId }],
  renewPassport: ({ passportId }) => [{ passportId, ...product, because: 'Renamed.' }], withdrawPassport: ({ passportId }) => [{ passportId, reason: 'Wrong.' }], confirmPassport: ({ passportId }) => [{ passportId, reason: 'It holds.' }],
}
/** Asked of no book: lists of one's own, words, the index; and what a passport shows to everybody by its number. */
const ofNoBook = ['listBooks', 'listOpenReceipts', 'searchCounterparties', 'getEventSchema', 'getCustodyTemplate', 'getEpcisInterface', 'listCustodyProfiles', 'listAccountGroups', 'listClaimTemplates', 'listInquiries', 'listCustodyTotals',
  'checkEvidencePack', 'getIndexState', 'rebuildIndex', 'getPassport', 'getPassportVersion', 'getPassportText', 'printPassport']

const tags = new Set(['Custody', 'Shipments', 'EPCIS', 'Balance accounts', 'Transfer statements', 'Provenance', 'Disclosure', 'Footprint', 'Claims', 'Passports', 'Evidence packs'])
const routes = routesOf(contract).filter(({ procedure }) => tags.has(String(procedure['~orpc'].route.tags?.[0]))).toSorted((a, b) => a.name < b.name ? -1 : 1)

const put = async (route: Route, actor: Actor, asked: Asked | object, ids: CustodyIds): Promise<Answered> => {
  const { input, upload } = 'input' in asked ? asked as Asked : { input: asked, upload: undefined }
  const hidden = [...Object.values(ids), ...[ids.lotId, ids.otherLotId].map((lotId) => lotId.split(':')[1]!)].toSorted((a, b) => b.length - a.length)
  const { code, text } = await ask(world, route, actor, await parseInput(route.procedure, input), { hidden, ...(upload === undefined ? {} : { upload }) })
  // An answer may repeat what was asked for, and gives new numbers out.
  return { code, text: hidden.reduce((shown, id) => shown.replaceAll(id, '…'), text).replace(/\b(cap|act|ent|clm|evt)_[0-9a-z]{26}\b/g, '$1_…').replace(/sha-256;[0-9a-f]{64}/g, 'sha-256;…') }
}

beforeAll(async () => {
  world = await testWorld({ loadsShipped: true, now: '2025-01-10T08:00:00.000Z' })
  story = await playCustody(world)
}, 120_000)
afterAll(() => world.close())

/** Of another party, in each role that a book knows; and two next to this one in the chain, who asks of what is none of theirs. */
const strangers = (): Readonly<Record<string, Actor>> => {
  const { lejos, oeste } = story.parties
  const of = (role: Parameters<typeof grant>[0], kind: Parameters<typeof grant>[1], id: string) => actorWith({ userId: `stranger-${role}`, via: 'session', grants: [grant(role, kind, id)] })
  return {
    owner: of('site-owner', 'organisation', lejos.organisationId), partner: of('partner', 'organisation', lejos.organisationId), contributor: of('site-contributor', 'organisation', lejos.organisationId),
    'contributor of a site': of('site-contributor', 'site', lejos.siteId), 'owner of a site': of('site-owner', 'site', lejos.siteId), 'with nothing': of('site-owner', 'organisation', 'org-with-nothing'),
    'next but one in the chain': oeste.actor,
  }
}

describe('every operation on metal', () => {
  it('is asked here, or asks of no book', () => {
    expect(routes.length).toBeGreaterThan(100)
    expect(routes.map(({ name }) => name).filter((name) => !(name in questions) && !ofNoBook.includes(name))).toEqual([])
    expect(Object.keys(questions).filter((name) => !routes.some((route) => route.name === name))).toEqual([])
  })
})

describe('a stranger', () => {
  it('is told of somebody else\'s metal what is told of nothing', async () => {
    const wrong: string[] = []
    let compared = 0
    for (const route of routes.filter(({ name }) => name in questions)) {
      for (const [who, actor] of [...Object.entries(strangers()), ['public', publicActor] as const]) {
        if (!can(actor, route.meta.permit)) continue
        const [here, there] = [questions[route.name]!(story.ids, story.own), questions[route.name]!(nowhere, story.own)]
        for (const [i, asked] of here.entries()) {
          compared += 1
          const [of, ofNothing] = [await put(route, actor, asked, story.ids), await put(route, actor, there[i]!, nowhere)]
          if (of.code === ofNothing.code && of.text === ofNothing.text && of.code !== 'fault') continue
          wrong.push(`${route.name} ${i} as ${who}: ${of.code} "${of.text.slice(0, 160)}" against ${ofNothing.code} "${ofNothing.text.slice(0, 160)}"`)
        }
      }
    }
    expect(wrong).toEqual([])
    expect(compared).toBeGreaterThan(600)
  }, 120_000)

  it('finds no word of it in any list, count or export of its own', async () => {
    const wrong: string[] = []
    for (const route of routes) {
      const asked = [...questions[route.name]?.(story.own, story.own) ?? [], ...ofNoBook.includes(route.name) && route.parameters.length === 0 ? [{ name: 'Zul', limit: 20 }] : []]
      for (const [who, actor] of [...Object.entries(strangers()), ['public', publicActor] as const]) {
        if (!can(actor, route.meta.permit) || route.meta.mode === 'write') continue
        for (const one of asked) {
          const { text } = await put(route, actor, one, story.own)
          for (const word of secretWords) if (text.includes(word)) wrong.push(`${route.name} as ${who} shows "${word}"`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)

  it('learns from a passport nothing that its parties did not release', async () => {
    const { passportId } = story.ids
    for (const name of ['getPassport', 'getPassportVersion', 'getPassportText']) {
      const { code, text } = await put(routes.find((route) => route.name === name)!, publicActor, { passportId, version: 1 }, nowhere)
      expect([name, code, secretWords.filter((word) => text.includes(word))]).toEqual([name, 'answered', []])
    }
  })
})

describe('whoever lacks the permit', () => {
  it('is stopped at the front door, by the code that says so', async () => {
    const wrong: string[] = []
    const assessor = actorWith({ userId: 'an-assessor', via: 'session', grants: [grant('assessor', 'firm', 'firm_elsewhere'), grant('lead-assessor', 'case', 'cas_elsewhere'), grant('technical-reviewer', 'case', 'cas_elsewhere'), grant('decision-member')] })
    for (const route of routes.filter(({ name }) => name in questions)) {
      for (const [who, actor] of [['operator', localOperator('operator')], ['assessor', assessor], ['public', publicActor]] as const) {
        if (can(actor, route.meta.permit)) continue
        for (const asked of questions[route.name]!(story.ids, story.own)) {
          const { code } = await put(route, actor, asked, story.ids)
          if (code !== (actor.kind === 'public' ? 'sign-in-required' : 'permit-missing')) wrong.push(`${route.name} as ${who}: ${code}`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 120_000)
})

describe('the party of the book', () => {
  /** What may stand in the way of a dry run on this story; any other refusal says that the question was not really put. */
  const byLaw: Readonly<Record<string, readonly string[]>> = {
    // The check sum of the question is not that of the statement; claims are read by their address, which the question has not.
    checkStatement: ['statement-unknown'], readClaim: ['claim-absent'], printClaim: ['claim-absent'], getClaimText: ['claim-absent'],
    // What the story did already.
    declareGroup: ['site-in-other-group'], issueClaim: ['claim-already-issued'], openInquiry: ['inquiry-open'], reviewClaim: ['claim-not-under-review'], closePeriod: ['period-running'], removeLotDocument: ['custody-document-shown'],
  }
  it('is answered, or refused by a law', async () => {
    const wrong: string[] = []
    const { zulaika, norte } = story.parties
    for (const route of routes.filter(({ name }) => name in questions)) {
      const isOfReceiver = ['acceptShipment', 'disputeShipment', 'settleShipment', 'linkReceipt', 'acceptStatement'].includes(route.name)
      const actor = can(zulaika.actor, route.meta.permit) ? isOfReceiver ? norte.actor : zulaika.actor : localOperator('operator')
      const own = isOfReceiver ? story.receiver : story.ids
      const [first] = questions[route.name]!(story.ids, own)
      if (first === undefined) continue
      const { code, text } = await put(route, actor, first, nowhere)
      if (code !== 'answered' && byLaw[route.name]?.includes(code) !== true) wrong.push(`${route.name}: ${code} ${text.slice(0, 200)}`)
    }
    expect(wrong).toEqual([])
  }, 120_000)
})
