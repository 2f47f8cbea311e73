// The fictitious year of the demonstration, told through the same operations that people use: invented organisations,
// people and places only. It ends today with work open at every desk.
import type { DemoPerson } from '#src/access/demo.ts'
import { Role } from '#src/access/role.ts'
import { addDays, addMonths, type Day } from '#src/kernel/time.ts'
import type { Config } from './config.ts'
import { announce, answer, apply, decide, engage, improve, plan, rate, report, review, reviewDesk, sign, submit, visit, type StorySite } from './demo-cycle.ts'
import { demoPassword, type DemoClock } from './demo.ts'
import { tellCustody } from './demo-custody.ts'
import { teller, type Teller } from './demo-teller.ts'
import type { OpenHouse } from './house.ts'

type Player = DemoPerson & { readonly email: string }
const player = (key: string, name: string, role: DemoPerson['role'], organisation: string): Player =>
  ({ key, name, role, organisation, email: `${key}@demo.example` })

export const demoPeople: readonly Player[] = [
  player('operator', 'Ines Calder', 'operator', 'Secretariat'),
  player('site-owner', 'Tomas Quill', 'site-owner', 'Halmoor Metals'),
  player('site-contributor', 'Rosa Tell', 'site-contributor', 'Halmoor Metals'),
  player('other-site-owner', 'Nils Brack', 'site-owner', 'Brackwater Copper'),
  player('firm', 'Petra Wyre', 'firm-admin', 'Wyre Assurance'),
  player('lead', 'Jonas Elder', 'lead-assessor', 'Wyre Assurance'),
  player('assessor', 'Mei Tarn', 'assessor', 'Wyre Assurance'),
  player('reviewer', 'Samir Holt', 'technical-reviewer', 'Secretariat'),
  player('member-a', 'Lena Ost', 'decision-member', 'Decision body'),
  player('member-b', 'Kofi Grey', 'decision-member', 'Decision body'),
  player('member-c', 'Aiko Moor', 'decision-member', 'Decision body'),
  player('member-d', 'Paul Ridge', 'decision-member', 'Decision body'),
  player('partner', 'Claire Norr', 'partner', 'Norrvik Cable'),
]

const halmoor = { participant: 'Halmoor Metals', country: 'CHL', owner: 'site-owner', contact: { name: 'Tomas Quill', email: 'site-owner@demo.example' } }
const brackwater = { participant: 'Brackwater Copper', country: 'FIN', owner: 'other-site-owner', contact: { name: 'Nils Brack', email: 'other-site-owner@demo.example' } }

/** Accounts and the roles that are given, not earned in a case. */
async function cast(tell: Teller, { house, accounts }: OpenHouse, password: string): Promise<string> {
  for (const { key, name, email } of demoPeople) tell.isPlayedBy(key, (await accounts.createPerson({ name, email, password })).userId)
  const grant = (who: string, role: Role, kind: 'house' | 'firm', id: string) =>
    tell.act('secretariat', 'grantRole', { userId: tell.userOf(who), role, scope: { kind, id }, reason: 'Named for the demonstration.' })
  await grant('operator', 'operator', 'house', '')
  await grant('reviewer', 'technical-reviewer', 'house', '')
  for (const who of ['member-a', 'member-b', 'member-c', 'member-d']) await grant(who, 'decision-member', 'house', '')
  const { firmId } = await tell.act('operator', 'registerFirm', { name: 'Wyre Assurance', country: 'GBR' })
  await grant('firm', 'firm-admin', 'firm', firmId)
  for (const who of ['lead', 'assessor']) await grant(who, 'assessor', 'firm', firmId)
  const approval = { firmId, validFrom: tell.today(), validUntil: addMonths(tell.today(), 48) }
  for (const userId of [null, tell.userOf('lead'), tell.userOf('assessor')]) {
    await tell.act('operator', 'grantApproval', { ...approval, userId, matter: 'standard', subject: 'risk-readiness-assessment', standardVersion: '3.0' })
    for (const subject of ['en', 'es']) await tell.act('operator', 'grantApproval', { ...approval, userId, matter: 'language', subject })
  }
  void house
  return firmId
}

const MEMBERS = ['member-a', 'member-b', 'member-c']

/** From the letter to the decision, in about ten months. @returns the case */
async function wholeCycle(tell: Teller, site: StorySite, firmId: string, from: Day, levels: Readonly<Record<string, string>>): Promise<{ caseId: string; organisationId: string; siteId: string }> {
  tell.on(from)
  const { caseId, organisationId, siteId } = await apply(tell, site)
  tell.on(addDays(from, 10))
  await sign(tell, caseId, site)
  tell.on(addDays(from, 120))
  await answer(tell, caseId, site, organisationId, levels)
  await submit(tell, caseId, site)
  tell.on(addDays(from, 135))
  await engage(tell, caseId, site, firmId)
  const visitFrom = addDays(from, 210)
  await plan(tell, caseId, site, visitFrom)
  tell.on(addDays(from, 150))
  await announce(tell, caseId, site, addDays(from, 200))
  tell.on(addDays(from, 190))
  await reviewDesk(tell, caseId, site)
  tell.on(addDays(visitFrom, 2))
  await rate(tell, caseId, levels)
  await visit(tell, caseId)
  tell.on(addDays(from, 240))
  await report(tell, caseId, visitFrom, addDays(visitFrom, 2))
  tell.on(addDays(from, 260))
  await review(tell, caseId)
  tell.on(addDays(from, 280))
  await decide(tell, caseId, MEMBERS, { who: 'member-d', reason: 'I advised the site two years ago.' })
  return { caseId, organisationId, siteId }
}

type Story = { readonly at: (months: number) => Day; readonly firmId: string }

/** Two sites that came all the way: one with gaps still open, one without. */
async function awarded(tell: Teller, { at, firmId }: Story): Promise<string> {
  const smelter: StorySite = { ...halmoor, name: 'Halmoor Smelter', place: 'Halmoor', types: ['smelter'], metals: ['copper', 'molybdenum'] }
  const first = await wholeCycle(tell, smelter, firmId, at(0), { 'greenhouse-gas-emissions-reductions': 'partially-meets', 'responsible-supply-chains': 'partially-meets', 'circular-economy': 'partially-meets' })
  tell.on(at(11))
  await improve(tell, first.caseId, smelter, first.organisationId, 1)
  return first.organisationId
}

/** A site that asked for more time, one that is announced, one that did not reach the award, one that just applied. */
async function underWay(tell: Teller, { at, firmId }: Story, organisationId: string): Promise<void> {
  const refinery: StorySite = { ...brackwater, name: 'Brackwater Refinery', place: 'Brackwater', types: ['refinery'], metals: ['copper', 'nickel'] }
  tell.on(at(12))
  const late = await apply(tell, refinery)
  await sign(tell, late.caseId, refinery)
  tell.on(addDays(at(12), 20))
  const mine: StorySite = { ...halmoor, organisationId, name: 'Tarn Ridge Mine', place: 'Tarn Ridge', types: ['mine'], metals: ['copper'] }
  const announced = await apply(tell, mine)
  await sign(tell, announced.caseId, mine)
  tell.on(at(15))
  await answer(tell, announced.caseId, mine, organisationId, {})
  await submit(tell, announced.caseId, mine)
  tell.on(at(16))
  await engage(tell, announced.caseId, mine, firmId)
  tell.on(at(17))
  await answer(tell, late.caseId, refinery, late.organisationId, {}, 0.6)
  await tell.act(refinery.owner, 'requestExtension', { caseId: late.caseId, clock: 'self-assessment', until: addMonths(at(18), 2), reasonClass: 'investment-under-way', reason: 'The new water plant starts in spring.' })
  tell.on(at(19))
  await plan(tell, announced.caseId, mine, addDays(at(20), 40))
  await announce(tell, announced.caseId, mine, addDays(at(20), 30))
  const mill: StorySite = { ...brackwater, organisationId: late.organisationId, name: 'Ostermoor Rod Mill', place: 'Ostermoor', types: ['rod-mill'], metals: ['copper'] }
  tell.on(addDays(at(20), -6))
  await tell.act(mill.owner, 'createApplication', {
    site: { name: mill.name, country: mill.country, place: mill.place }, siteTypes: [...mill.types], metals: [...mill.metals], standards: [{ standard: 'risk-readiness-assessment', marks: ['copper'] }],
    participantName: mill.participant, participantCountry: mill.country, contact: { ...mill.contact, phone: null }, isContactResourced: true, organisationId: late.organisationId,
  })
}

/** @param today the day on which the story ends */
export async function tellDemoYear(open: OpenHouse, config: Config, clock: DemoClock, today: string): Promise<void> {
  const end = today.slice(0, 10)
  const start = addMonths(end, -20)
  const tell = teller(open.house, clock.moveTo)
  tell.on(start)
  const firmId = await cast(tell, open, demoPassword(config))
  const story: Story = { firmId, at: (months) => addMonths(start, months) }
  const organisationId = await awarded(tell, story)
  await underWay(tell, story, organisationId)
  tell.on(end)
  await tellCustody(tell, open.house, end)
}
