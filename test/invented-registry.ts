// A small registry of invented sites for tests of computed figures.
import { milestoneFact, publishedFigureFact, type Milestone, type PublishedFigure } from '#src/awards/milestone.ts'
import { emissionFigureFact, type EmissionFigure } from '#src/footprint/emission-figure.ts'
import type { Dated } from '#src/kernel/time.ts'
import { partnerFact, type Partner } from '#src/parties/organisation.ts'
import {
  areaProductionFact, productionFact, productionUnitFact, type AreaProduction, type Production, type ProductionUnit,
} from '#src/parties/production.ts'
import { siteFact, type Site } from '#src/parties/site.ts'
import { datasetFact, type Dataset } from '#src/parties/source.ts'
import { factSet, type FactSet } from '#src/transparency/fact.ts'

export type InventedFact = { kind: string; id: string; value: unknown }

const cited = { dataset: 'invented', citations: [{ text: 'An invented source' }] }

export const onDay = (day: string): Dated => ({ from: day, to: day, precision: 'day', printed: day })
export const inRange = (from: string | null, to: string | null): Dated => ({ from, to, precision: 'range', printed: `${from} to ${to}` })

export const inventedDataset = (id = 'invented', more: Partial<Dataset> = {}): InventedFact => ({
  kind: datasetFact.kind, id,
  value: { title: 'Invented figures', file: 'invented.csv', licence: 'CC0', attribution: 'nobody', isShareAlike: false, origin: 'compiled', ...more },
})
export const inventedSite = (id: string, more: Partial<Site> = {}): InventedFact => ({
  kind: siteFact.kind, id,
  value: { name: `Mine ${id}`, aliases: [], identifiers: [], types: ['mine'], country: 'CHL', metals: ['copper'], ...cited, ...more },
})
export const inventedMilestone = (id: string, siteId: string | undefined, date: Dated, more: Partial<Milestone> = {}): InventedFact => ({
  kind: milestoneFact.kind, id,
  value: {
    ...(siteId === undefined ? {} : { siteId }), subjectAsFound: siteId ?? 'a site', register: 'mark', kind: 'award', mark: 'copper',
    date, asFound: 'awarded', origin: 'compiled', ...cited, ...more,
  },
})
export const inventedOutput = (id: string, subject: string, year: number, tonnesContained: number, more: Partial<Production> = {}): InventedFact => ({
  kind: productionFact.kind, id,
  value: {
    subject, year, metal: 'copper', stage: 'mined', stageAsFound: 'mined', tonnesContained, basis: '100%', calendar: 'calendar',
    quality: 'reported', isPreferred: true, monthsCovered: 12, ...cited, ...more,
  },
})
export const inventedUnit = (id: string, members: string[], more: Partial<ProductionUnit> = {}): InventedFact =>
  ({ kind: productionUnitFact.kind, id, value: { name: `Unit ${id}`, members, ...cited, ...more } })
export const inventedArea = (id: string, year: number, tonnesContained: number, more: Partial<AreaProduction> = {}): InventedFact => ({
  kind: areaProductionFact.kind, id,
  value: { area: 'WLD', year, metal: 'copper', stage: 'mined', tonnesContained, edition: 'Edition A', status: 'final', isPreferred: true, ...cited, ...more },
})
export const inventedPublished = (id: string, asOf: string, value: number, more: Partial<PublishedFigure> = {}): InventedFact => ({
  kind: publishedFigureFact.kind, id,
  value: { asOf, isDateApproximate: false, measure: 'coverage', indicator: 'share', metal: 'copper', value, comparator: '=', unit: 'percent', ...cited, ...more },
})
export const inventedPartner = (id: string, joined: Dated, more: Partial<Partner> = {}): InventedFact =>
  ({ kind: partnerFact.kind, id, value: { name: `Partner ${id}`, sector: 'cable', joined, ...cited, ...more } })
export const inventedEmission = (id: string, more: Partial<EmissionFigure> = {}): InventedFact => ({
  kind: emissionFigureFact.kind, id,
  value: {
    nameAsFound: `Pit ${id}`, country: 'CHL', metal: 'copper', scope: 'scope-1', boundary: 'mine site', emissionsTonnesCo2e: 1000, emissionsYear: 2024,
    outputTonnesMetal: 1000, outputYear: 2024, ran: 'yes', quality: 'medium', series: 'past', ...cited, ...more,
  },
})

export const registryOf = (...facts: readonly InventedFact[]): FactSet => factSet(7, facts)
