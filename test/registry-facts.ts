// A small invented registry for tests: real names stand only beside real, sourced facts.
import fc from 'fast-check'
import { siteIdFrom } from '#src/kernel/id.ts'
import type { Dated } from '#src/kernel/time.ts'
import { milestoneFact, type Milestone, type MilestoneKind } from '#src/awards/milestone.ts'
import { organisationFact, partnerFact, type Organisation, type Partner } from '#src/parties/organisation.ts'
import { productionFact, productionUnitFact, type Production, type ProductionUnit } from '#src/parties/production.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import { datasetFact, type Dataset } from '#src/parties/source.ts'
import { factSet, putFact, type FactLine, type FactSet } from '#src/transparency/fact.ts'

export const onDay = (day: string): Dated => ({ from: day, to: day, precision: 'day', printed: day })
export const byDay = (day: string): Dated => ({ from: null, to: day, precision: 'by', printed: `by ${day}` })
export const between = (from: string, to: string): Dated => ({ from, to, precision: 'range', printed: `${from} to ${to}` })
export const undated: Dated = { from: null, to: null, precision: 'undated', printed: 'undated' }

/** A number that is the same in every run. */
export const siteNumber = (country: string, n: number) => siteIdFrom(country, Uint8Array.of(n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255))

export const dataset: Dataset = {
  title: 'Invented list', file: 'invented.csv', licence: 'CC BY 4.0', attribution: 'Invented for tests', isShareAlike: false, origin: 'compiled',
}
const citations = [{ text: 'Invented source, page 1', url: 'https://example.org/source' }]

export const aSite = (more: Partial<Site> = {}): Site => ({
  name: 'Kupferberg', aliases: [], identifiers: [], types: ['mine'], country: 'CHL', metals: ['copper'], dataset: 'invented', citations, ...more,
})
export const aMilestone = (kind: MilestoneKind, date: Dated, more: Partial<Milestone> = {}): Milestone => ({
  subjectAsFound: 'Kupferberg', register: 'mark', kind, mark: 'copper', date, asFound: kind, origin: 'compiled', dataset: 'invented', citations, ...more,
})
export const aProduction = (subject: string, year: number, more: Partial<Production> = {}): Production => ({
  subject, year, metal: 'copper', stage: 'mined', stageAsFound: 'mined', tonnesContained: 1000, basis: '100 %', calendar: 'calendar year',
  quality: 'reported', isPreferred: true, monthsCovered: 12, dataset: 'invented', citations, ...more,
})
export const aUnit = (members: string[]): ProductionUnit => ({ name: 'Both together', members, dataset: 'invented', citations })
export const anOrganisation = (more: Partial<Organisation> = {}): Organisation => ({ name: 'Invented Copper', aliases: [], dataset: 'invented', citations, ...more })
export const aPartner = (more: Partial<Partner> = {}): Partner => ({ name: 'Invented Cables', sector: 'cables', joined: onDay('2021-05-01'), dataset: 'invented', citations, ...more })

export const sitesPut = { site: siteFact, milestone: milestoneFact, production: productionFact, unit: productionUnitFact, organisation: organisationFact, partner: partnerFact }

export const CHILE = siteNumber('CHL', 1)
export const PERU = siteNumber('PER', 2)
export const ZAMBIA = siteNumber('ZMB', 3)
export const MERGED = siteNumber('CHL', 4)

/** Three sites, one merged into the first, with what can be told of each. */
export const smallRegistry = (): FactLine[] => [
  putFact(datasetFact, 'invented', dataset),
  putFact(organisationFact, 'invented-copper', anOrganisation({ aliases: ['IC'], country: 'CHL' })),
  putFact(partnerFact, 'invented-cables', aPartner()),
  putFact(siteFact, CHILE, aSite({
    name: 'Cerro Inventado', types: ['mine', 'sx-ew'], place: 'Norte', operator: 'Invented Copper', organisationId: 'invented-copper',
    position: { latitude: -23.5, longitude: -69.1, precision: 'exact' }, activity: 'operating',
    aliases: [{ name: 'CERINV', kind: 'brand', maker: 'Invented Copper' }],
  })),
  putFact(siteFact, PERU, aSite({
    name: 'Ánimas', country: 'PER', types: ['smelter'], metals: ['copper', 'lead'], position: { latitude: -23.9, longitude: -69.3, precision: 'approximate' },
  })),
  putFact(siteFact, ZAMBIA, aSite({ name: 'Zebra', country: 'ZMB', types: ['refinery'], metals: ['zinc'] })),
  putFact(siteFact, MERGED, aSite({ name: 'Cerro Viejo', mergedInto: CHILE })),
  putFact(milestoneFact, 'm1', aMilestone('award', onDay('2021-03-10'), { siteId: CHILE })),
  putFact(milestoneFact, 'm2', aMilestone('commitment', onDay('2020-06-01'), { siteId: MERGED })),
  putFact(milestoneFact, 'm3', aMilestone('award', between('2022-01-01', '2022-12-31'), { siteId: PERU })),
  putFact(milestoneFact, 'm4', aMilestone('participation', byDay('2023-02-28'), { siteId: ZAMBIA, mark: 'zinc' })),
  putFact(milestoneFact, 'm5', aMilestone('due-diligence-conformance', onDay('2022-05-05'), { siteId: CHILE, register: 'due-diligence' })),
  putFact(productionFact, 'p1', aProduction(CHILE, 2022)),
]

const asFacts = (lines: readonly FactLine[]) => lines.flatMap((line) => line.op === 'put' ? [{ kind: line.kind, id: line.id, value: line.value }] : [])
export const factsOf = (lines: readonly FactLine[], position = 7): FactSet => factSet(position, asFacts(lines))

const day = fc.date({ min: new Date('2015-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
export const anyDay = day
export const anyDated: fc.Arbitrary<Dated> = fc.oneof(
  day.map(onDay), day.map(byDay), fc.constant(undated),
  fc.tuple(day, day).map(([a, b]) => a <= b ? between(a, b) : between(b, a)),
  day.map((from): Dated => ({ from, to: null, precision: 'after', printed: `after ${from}` })),
)

const anyKind = fc.constantFrom<MilestoneKind>('planned', 'commitment', 'participation', 'assessment', 'award', 're-award', 'extension', 'follow-up', 'withdrawal', 'suspension')

/** Any registry of compiled facts: sites with and without coordinates, milestones of every kind and date. */
export const anyRegistry: fc.Arbitrary<FactLine[]> = fc.array(fc.record({
  name: fc.oneof(fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }), fc.constantFrom('=cmd()', '+1', '@x', '-2', "'", 'Mina "El Cobre"', '铜山', 'Łąka, S.A.')).map((name) => name.trim() || 'x'),
  country: fc.constantFrom('CHL', 'PER', 'ZMB', 'ZZZ'),
  type: fc.constantFrom<Site['types'][number]>('mine', 'smelter', 'refinery'),
  metals: fc.uniqueArray(fc.constantFrom<Site['metals'][number]>('copper', 'zinc', 'gold'), { maxLength: 3 }),
  position: fc.option(fc.record({ latitude: fc.double({ min: -90, max: 90, noNaN: true }), longitude: fc.double({ min: -180, max: 180, noNaN: true }), precision: fc.constant('exact' as const) }), { nil: undefined }),
  milestones: fc.array(fc.record({ kind: anyKind, date: anyDated, mark: fc.constantFrom('copper' as const, 'zinc' as const, undefined) }), { maxLength: 4 }),
}), { maxLength: 25 }).map((sites) => [
  putFact(datasetFact, 'invented', dataset),
  ...sites.flatMap(({ name, country, type, metals, position, milestones }, i) => {
    const siteId = siteNumber(country, i + 1)
    return [
      putFact(siteFact, siteId, aSite({ name, country, types: [type], metals, ...(position === undefined ? {} : { position }) })),
      ...milestones.map(({ kind, date, mark }, j) => {
        const { mark: _, ...rest } = aMilestone(kind, date, { siteId })
        return putFact(milestoneFact, `m${i}-${j}`, mark === undefined ? rest : { ...rest, mark })
      }),
    ]
  }),
])
