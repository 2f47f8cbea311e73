// Metal in the demonstration: from a mine to a smelter, to a refinery, to a cable maker who has a drum's worth of cathode to
// accept. Told through the operations, each by whoever does it; the books are called simulated.
import { localOperator } from '#src/access/actor.ts'
import { lockBook } from '#src/custody/ledger.store.ts'
import { toleranceSetting } from '#src/custody/settings-custody.ts'
import { siteIdFrom } from '#src/kernel/id.ts'
import { addDays, type Day } from '#src/kernel/time.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { siteFact } from '#src/parties/site.ts'
import { putFact } from '#src/transparency/fact.ts'
import type { Teller } from './demo-teller.ts'
import { write, type House } from './transaction.ts'

const storyteller = localOperator('cupel')
const citations = [{ text: 'Invented for the demonstration.' }]
const CABLE_MAKER = 'org-norrvik-cable'
const CABLE_WORKS = siteIdFrom('NOR', Uint8Array.of(0, 0, 78, 7))

type Site = { readonly siteId: string; readonly organisationId: string }

/** The cable maker, and what its buyer may do for it. */
async function bringInCableMaker(tell: Teller, house: House): Promise<void> {
  await write(house, { actor: storyteller }, async (ctx) => {
    ctx.publish([
      putFact(organisationFact, CABLE_MAKER, { name: 'Norrvik Cable', aliases: [], country: 'NOR', dataset: 'demonstration', citations }),
      putFact(siteFact, CABLE_WORKS, { name: 'Norrvik Cable Works', aliases: [], identifiers: [], types: ['fabricator'], country: 'NOR', metals: ['copper'], organisationId: CABLE_MAKER, dataset: 'demonstration', citations }),
    ], { kind: 'facts.published', subject: 'demonstration', isPublic: true, body: {} })
  })
  await tell.act('secretariat', 'grantRole', { userId: tell.userOf('partner'), role: 'partner', scope: { kind: 'organisation', id: CABLE_MAKER }, reason: 'Buys for the cable maker of the demonstration.' })
}

async function siteNamed(house: House, name: string): Promise<Site> {
  const { answer } = await write(house, { actor: storyteller }, async (ctx) => [...(await ctx.facts()).of(siteFact)].find(([, { value }]) => value.name === name))
  const organisationId = answer?.[1].value.organisationId
  if (answer === undefined || organisationId === undefined) throw new Error(`the story has no site ${name}`)
  return { siteId: answer[0], organisationId }
}

const at = (day: Day): string => `${day}T10:00:00Z`
const copper = (lot: string, material: string, mass: string, more: object = {}) => ({ lot, material, metal: 'copper', contained: { copper: mass }, ...more })

/** @param today the day on which the story ends */
export async function tellCustody(tell: Teller, house: House, today: Day): Promise<void> {
  await bringInCableMaker(tell, house)
  const [mine, smelter, refinery] = [await siteNamed(house, 'Tarn Ridge Mine'), await siteNamed(house, 'Halmoor Smelter'), await siteNamed(house, 'Brackwater Refinery')]
  await write(house, { actor: storyteller }, async (ctx) => {
    const opening = { tolerance: await ctx.setting(toleranceSetting), isSimulated: true, openedAt: ctx.now }
    for (const organisationId of [smelter.organisationId, refinery.organisationId, CABLE_MAKER]) await lockBook(ctx.sql, organisationId, opening)
  })
  await tellMetal(tell, { mine, smelter, refinery }, (days) => addDays(today, -days))
  for (const [who, { organisationId }] of [['site-owner', smelter], ['other-site-owner', refinery]] as const) {
    for (const field of ['origin', 'handling'] as const) await tell.act(who, 'setDisclosure', { organisationId, partner: 'everyone', field, level: 'country' })
  }
  await tellAccount(tell, smelter, today)
  // What is said of it: a claim of the smelter about its anodes, and the refinery's passport of a bundle.
  await tell.act('site-owner', 'issueClaim', { subject: { kind: 'lot', id: `${smelter.organisationId}:HA-2201` }, template: 'recycled-content', audience: 'business' })
  await tell.act('other-site-owner', 'issuePassport', { lotId: `${refinery.organisationId}:BC-410-2`, product: 'Cathode bundle BC-410-2' })
}

async function tellMetal(tell: Teller, { mine, smelter, refinery }: Readonly<Record<'mine' | 'smelter' | 'refinery', Site>>, ago: (days: number) => Day): Promise<void> {
  const says = async (who: string, { organisationId }: Site, events: object[]): Promise<void> => {
    const { items } = await tell.act(who, 'recordEvents', { organisationId, events, source: 'form' })
    for (const { event, refusal } of items) if (refusal !== undefined) throw new Error(`${event}: ${refusal.code} ${refusal.detail}`)
  }
  await says('site-owner', smelter, [
    { kind: 'extract', event: 'TR-EX-1', at: at(ago(95)), site: mine.siteId, outputs: [{ lot: 'TR-C-118', material: 'concentrate', metal: 'copper', measured: { gross: '4200 t', moisture: '0.085', assay: { copper: '0.28' } } }] },
    { kind: 'receive', event: 'HS-RC-1', at: at(ago(80)), site: smelter.siteId, from: { name: 'Quill Concentrates', country: 'PER' }, outputs: [{ lot: 'QC-77', material: 'concentrate', metal: 'copper', measured: { gross: '1500 t', moisture: '0.09', assay: { copper: '0.255' } }, origin: { kind: 'country', country: 'PER' } }] },
    { kind: 'receive', event: 'HS-RC-2', at: at(ago(78)), site: smelter.siteId, from: { name: 'Old Wire Yard' }, outputs: [copper('SC-12', 'scrap', '60 t', { scrapClass: 'post-consumer' })] },
    { kind: 'transform', event: 'HS-SM-1', at: at(ago(70)), site: smelter.siteId, process: 'smelting', inputs: [{ lot: 'TR-C-118' }, { lot: 'QC-77' }, { lot: 'SC-12' }], outputs: [copper('HA-2201', 'anode', '1446 t')], losses: { copper: '38.115 t' } },
    { kind: 'ship', event: 'HS-SH-1', at: at(ago(55)), site: smelter.siteId, shipment: 'HS-2201', to: { organisationId: refinery.organisationId }, toSite: refinery.siteId, inputs: [{ lot: 'HA-2201', take: '900 t' }], legs: [{ mode: 'sea', km: 13_500 }] },
  ])
  await says('other-site-owner', refinery, [
    { kind: 'receive', event: 'BR-RC-1', at: at(ago(25)), site: refinery.siteId, from: { organisationId: smelter.organisationId }, shipment: 'HS-2201', outputs: [copper('BA-31', 'anode', '899.6 t', { sentAs: 'HA-2201' })] },
    { kind: 'transform', event: 'BR-RF-1', at: at(ago(12)), site: refinery.siteId, process: 'refining', inputs: [{ lot: 'BA-31' }], outputs: [copper('BC-410', 'cathode', '898 t')], losses: { copper: '1.6 t' } },
    { kind: 'split', event: 'BR-SP-1', at: at(ago(10)), site: refinery.siteId, inputs: [{ lot: 'BC-410', take: '50 t' }], outputs: [copper('BC-410-1', 'cathode', '25 t', { identifiers: { brand: 'BRACKWATER' } }), copper('BC-410-2', 'cathode', '25 t', { identifiers: { brand: 'BRACKWATER' } })] },
    { kind: 'ship', event: 'BR-SH-1', at: at(ago(3)), site: refinery.siteId, shipment: 'BR-88', to: { organisationId: CABLE_MAKER }, toSite: CABLE_WORKS, inputs: [{ lot: 'BC-410-1' }, { lot: 'BC-410-2' }], legs: [{ mode: 'road', km: 1400 }] },
  ])
}

/** An account with something in it, and something claimed. */
async function tellAccount(tell: Teller, smelter: Site, today: Day): Promise<void> {
  const { account } = await tell.act('site-owner', 'openAccount', {
    organisationId: smelter.organisationId, siteId: smelter.siteId, profile: 'three-month-no-carry', metal: 'copper', characteristic: 'recycled-post-consumer', beginsOn: `${addDays(today, -85).slice(0, 7)}-01`,
  })
  await tell.act('site-owner', 'creditAccount', { accountId: account.accountId, on: addDays(today, -20), source: { kind: 'paper', delivery: 'SC-12', contained: '60 t', supplierName: 'Old Wire Yard', scrapClass: 'post-consumer', document: 'Scrap declaration SC-12' } })
  await tell.act('site-owner', 'debitAccount', { accountId: account.accountId, on: addDays(today, -10), quantity: '22.5 t', document: 'INV-2201' })
}
