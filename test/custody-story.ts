// One piece of everything of custody in a test world: books of four parties, hand-overs, papers, captures, accounts, a statement,
// figures, claims, a passport, an inquiry. Played through the operations, as in a scenario.
import { localOperator } from '#src/access/actor.ts'
import { readScenario } from '#src/exchange/scenario/read.ts'
import { CUPEL_CONTEXT, EPCIS_CONTEXT } from '#src/exchange/epcis/context.ts'
import { passportIdFrom } from '#src/claims/passport.ts'
import { statementNumberFrom } from '#src/custody/transfer-statement.ts'
import { contract } from '#src/platform/contract.ts'
import { handlers } from '#src/platform/handlers.ts'
import { invoke, parseInput, type Handler } from '#src/platform/invoke.ts'
import { routesOf } from '#src/platform/operations.ts'
import { newPlay, play, type Play } from '#src/platform/scenario-run.ts'
import { openStage, type Party, type Stage, type StoryClock } from '#src/platform/scenario-stage.ts'
import { scenarioWords } from '#src/platform/scenario-words.ts'
import { siteNo } from './custody.ts'
import { pdf } from './files.ts'
import type { World } from './world.ts'

/** Words that stand in Zulaika's things alone, and that it never let anybody see. */
export const secretWords = ['ZUL-', 'Zulaika crusher', 'Of Zulaika', 'Zulaika fuel']

const STORY = `
scenario "Something of everything"
mine Zulaika in CHL awarded copper from 2025-01-10 to 2028-01-09
mine Zulaiba in CHL of Zulaika awarded copper from 2025-01-10 to 2028-01-09
mine Tercera in PER awarded copper from 2025-01-10 to 2028-01-09
smelter Norte in DEU awarded copper from 2025-01-10 to 2028-01-09
rod-mill Oeste in FRA
fabricator Lejos in ITA

2026-01-05 Zulaika extracts lot ZUL-A: 10,000 t wet, 8.5 % moisture, 28.00 % copper (ZUL-1)
2026-01-06 Zulaika extracts lot ZUL-B: 1,000 t wet, 8.5 % moisture, 28.00 % copper (ZUL-2)
2026-01-20 Zulaika ships 1,000 t of ZUL-A to Norte as ZUL-S1 by sea 12,000 km (ZUL-3)
2026-02-20 Norte receives ZUL-S1
2026-01-21 Zulaika ships 500 t of ZUL-A to Norte as ZUL-S2 by sea 12,000 km (ZUL-4)
2026-01-22 Zulaika ships 300 t of ZUL-A to Norte as ZUL-S3 by sea 12,000 km
2026-02-22 Norte disputes ZUL-S3 of Zulaika: ZUL-A 299 t, "It weighs less."
2026-02-23 Norte buys concentrate STRAY: 20 t copper
2026-03-01 Norte smelts ZUL-A into anode AN 990 t copper, loses 10 t
2026-03-12 Norte ships 150 t of AN to Oeste as SH-K
2026-03-20 Oeste receives SH-K
2026-03-22 Oeste casts AN into rod R 149 t copper, loses 1 t
2026-03-23 Lejos buys scrap P: 20 t copper, pre-consumer
2026-03-24 Lejos extracts lot OWN: 10 t copper
`

export type Asker = (who: Party | 'operator', name: string, input: object, upload?: Uint8Array) => Promise<never>
export type CustodyStory = { readonly stage: Stage; readonly parties: Readonly<Record<'zulaika' | 'norte' | 'oeste' | 'lejos', Party>>; readonly ids: CustodyIds; /** Of the stranger's own book. */ readonly own: CustodyIds; /** As the receiver of the shipments and the statement asks of them. */ readonly receiver: CustodyIds; readonly asker: Asker }
/** What an operation can be asked of. */
export type CustodyIds = Readonly<Record<
  'organisationId' | 'siteId' | 'lotId' | 'otherLotId' | 'event' | 'shipmentId' | 'openShipmentId' | 'disputedShipmentId' | 'receipt' | 'documentId' | 'captureId' | 'eventId' | 'accountId' | 'otherAccountId' | 'groupId' | 'entryId'
  | 'number' | 'digest' | 'activityId' | 'claimId' | 'passportId' | 'inquiryId' | 'link', string>>

/** Of the same form as those that are there, and of nothing. */
export const nowhere: CustodyIds = {
  organisationId: 'org-nowhere', siteId: siteNo(4711), lotId: 'org-nowhere:NIL-A', otherLotId: 'org-nowhere:NIL-B', event: 'NIL-1', shipmentId: 'shp_999999', openShipmentId: 'shp_999998', disputedShipmentId: 'shp_999997', receipt: 'rcp_999999', link: 'lnk_999999',
  documentId: 'cdo_0000000000000000000000zzzz', captureId: 'cap_0000000000000000000000zzzz', eventId: 'urn:uuid:00000000-0000-4000-8000-000000000000', accountId: 'acc_0000000000000000000000zzzz', otherAccountId: 'acc_0000000000000000000000zzzy',
  groupId: 'grp_0000000000000000000000zzzz', entryId: 'ent_0000000000000000000000zzzz', number: statementNumberFrom('0000000000000000'), digest: '0'.repeat(64), activityId: 'act_0000000000000000000000zzzz', claimId: 'clm_0000000000000000000000zzzz',
  passportId: passportIdFrom('0000000000'), inquiryId: 'inq_0000000000000000000000zzzz',
}

async function played(world: World, text: string): Promise<Play> {
  let day = '2025-01-01'
  const clock: StoryClock = { now: () => world.house.clock.now(), day: () => day, moveTo: (to) => { if (to > day) { day = to; world.setNow(`${to}T23:30:00.000Z`) } } }
  const { scenario, faults } = readScenario(text, scenarioWords)
  if (faults.length > 0) throw new Error(JSON.stringify(faults))
  const onStage = newPlay(openStage(world.house, clock))
  const { failures } = await play(onStage, scenario)
  if (failures.length > 0) throw new Error(JSON.stringify(failures))
  return onStage
}

/** What EPCIS tells of a lot at a site: that it was looked at. */
export const capturedEvent = (lotId: string, siteId: string): object => ({
  '@context': [EPCIS_CONTEXT, CUPEL_CONTEXT], type: 'ObjectEvent', action: 'OBSERVE', bizStep: 'inspecting', eventTime: '2026-03-20T10:00:00.000+00:00', eventTimeZoneOffset: '+00:00',
  bizLocation: { id: `http://localhost:8080/sites/${siteId}` }, quantityList: [{ epcClass: `http://localhost:8080/lots/${lotId}`, quantity: 5, uom: 'KGM' }],
})
export const captured = (lotId: string, siteId: string): Uint8Array => new TextEncoder().encode(JSON.stringify({
  '@context': [EPCIS_CONTEXT, CUPEL_CONTEXT], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: '2026-03-20T10:00:00Z', epcisBody: { eventList: [capturedEvent(lotId, siteId)] },
}))

const figures = (siteId: string, name: string) => ({
  siteId, stage: 'mining', from: '2026-01-01', to: '2026-12-31', outputs: [{ substance: 'copper', tonnes: '3000' }],
  lines: [{ name, kind: 'direct', scope: 1, amount: '900', unit: 't CO2e', isPrimary: true }],
})

/** Things of every kind in one book. */
async function thingsOf(ask: Asker, party: Party, other: Party, lot: string, otherLot: string): Promise<Partial<Record<keyof CustodyIds, string>>> {
  const { organisationId, siteId } = party
  const [lotId, otherLotId] = [`${organisationId}:${lot}`, `${organisationId}:${otherLot}`]
  const { documentId } = await ask(party, 'attachLotDocument', { lotId, filename: `${lot}-assay.pdf`, kind: 'assay', ref: `${lot}-assay` }, pdf(lot)) as { documentId: string }
  const { captureId, answers } = await ask(party, 'captureEpcisDocument', { organisationId, errorBehaviour: 'proceed' }, captured(lotId, siteId)) as { captureId: string; answers: { eventId: string; state: string; reason: unknown }[] }
  if (answers[0]?.state !== 'kept') throw new Error(JSON.stringify(answers))
  const open = { organisationId, profile: 'one-year-overdraw-fifth', metal: 'copper', characteristic: 'awarded-mined', beginsOn: '2026-01-01' }
  const account = async (at: string): Promise<string> => (await ask(party, 'openAccount', { ...open, siteId: at }) as { account: { accountId: string } }).account.accountId
  const accountId = await account(siteId)
  const { activityId } = await ask(party, 'recordActivity', { organisationId, ...figures(siteId, `${party.name} fuel`) }) as { activityId: string }
  const { claim } = await ask(party, 'issueClaim', { subject: { kind: 'lot', id: lotId }, template: 'origin-country', audience: 'named-partner', partner: other.name }) as { claim: { body: { claimId: string } } }
  const { passportId } = await ask(party, 'issuePassport', { lotId, product: 'Invented concentrate', description: null }) as { passportId: string }
  const { inquiryId } = await ask('operator', 'openInquiry', { organisationId, reason: `Of ${party.name}, whose papers are missing.` }) as { inquiryId: string }
  return { organisationId, siteId, lotId, otherLotId, documentId, captureId, eventId: answers[0]!.eventId, accountId, activityId, claimId: claim.body.claimId, passportId, inquiryId }
}

export async function playCustody(world: World): Promise<CustodyStory> {
  const { stage } = await played(world, STORY)
  const routes = new Map(routesOf(contract).map((route) => [route.name, route]))
  const asker: Asker = async (who, name, input, upload) => {
    const route = routes.get(name)!
    const { result } = await invoke(world.house, route, (handlers as unknown as Readonly<Record<string, Handler>>)[name]!, {
      actor: who === 'operator' ? localOperator('operator') : who.actor, language: 'en', isDryRun: false, ...(upload === undefined ? {} : { upload: () => Promise.resolve(upload) }),
    }, await parseInput(route.procedure, input))
    return result as never
  }
  const [zulaika, norte, oeste, lejos, zulaiba] = ['Zulaika', 'Norte', 'Oeste', 'Lejos', 'Zulaiba'].map((name) => stage.party(name)) as [Party, Party, Party, Party, Party]
  const ofZulaika = await thingsOf(asker, zulaika, norte, 'ZUL-A', 'ZUL-B')
  const ofLejos = await thingsOf(asker, lejos, norte, 'P', 'OWN')

  const otherAccount = await asker(zulaika, 'openAccount', { organisationId: zulaika.organisationId, siteId: zulaiba.siteId, profile: 'one-year-overdraw-fifth', metal: 'copper', characteristic: 'awarded-mined', beginsOn: '2026-01-01' }) as { account: { accountId: string } }
  const credited = await asker(zulaika, 'creditAccount', { accountId: ofZulaika.accountId, on: '2026-02-01', source: { kind: 'paper', delivery: 'ZUL-D', contained: '100 t', supplierSite: stage.party('Tercera').siteId } }) as { entryId: string }
  const { groupId } = await asker(zulaika, 'declareGroup', { organisationId: zulaika.organisationId, profile: 'one-year-overdraw-fifth', name: 'ZUL-group', boundary: 'Both mines.', siteIds: [zulaika.siteId, zulaiba.siteId] }) as { groupId: string }
  const statement = await asker(zulaika, 'issueStatement', { accountId: ofZulaika.accountId, quantity: '10 t', dispatchOn: '2026-02-02', to: { organisationId: norte.organisationId, siteId: norte.siteId } }) as { document: { number: string }; digest: string }
  const norteAccount = await asker(norte, 'openAccount', { organisationId: norte.organisationId, siteId: norte.siteId, profile: 'one-year-overdraw-fifth', metal: 'copper', characteristic: 'awarded-mined', beginsOn: '2026-01-01' }) as { account: { accountId: string } }
  const { items } = await asker(zulaika, 'listShipments', { direction: 'outgoing', limit: 10 }) as { items: { shipmentId: string; shipment: string }[] }
  const shipmentOf = (ref: string): string => items.find(({ shipment }) => shipment === ref)!.shipmentId
  const { receipts } = await asker(norte, 'getShipment', { shipmentId: shipmentOf('ZUL-S1') }) as { receipts: { link: string }[] }
  const open = await asker(norte, 'listOpenReceipts', { limit: 10 }) as { items: { receipt: string }[] }
  const ids: CustodyIds = {
    ...nowhere, ...ofZulaika, event: 'ZUL-1', otherAccountId: otherAccount.account.accountId, groupId, entryId: credited.entryId, number: statement.document.number, digest: statement.digest,
    shipmentId: shipmentOf('ZUL-S1'), openShipmentId: shipmentOf('ZUL-S2'), disputedShipmentId: shipmentOf('ZUL-S3'), link: receipts[0]!.link, receipt: open.items[0]!.receipt,
  }
  world.setNow('2026-04-05T12:00:00.000Z')
  return {
    stage, asker, parties: { zulaika, norte, oeste, lejos }, ids, own: { ...nowhere, ...ofLejos },
    receiver: { ...ids, siteId: norte.siteId, accountId: norteAccount.account.accountId },
  }
}
