// From the index to what is shown: a row of the list, the columns of the map, the full record. Pure: the same facts and
// the same day give the same view.
import { distanceKm } from '#src/kernel/geo.ts'
import type { SiteId } from '#src/kernel/id.ts'
import { possiblyBy, surelyBy, type Day } from '#src/kernel/time.ts'
import { Mark, milestoneFact, type Milestone } from '#src/awards/milestone.ts'
import { disputeFact, replyFact, reportOutcomeFact, withholdingFact } from '#src/grievances/published.ts'
import { lastingSite } from '#src/grievances/subject.ts'
import { organisationFact } from '#src/parties/organisation.ts'
import { productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import type { Fact, FactKind, FactSet } from '#src/transparency/fact.ts'
import { siteAssurance } from './assurance-view.ts'
import type { IndexedSite, ProductionOfSite, SiteIndex } from './site-index.ts'
import type { SiteAnswer, SitePoints, SiteProduction, SiteRecord, SiteRow, TimelineEvent, WithheldFact } from './site-record.ts'
import { latestDay, siteStanding, statusOf, type Focus, type MarkStanding } from './site-standing.ts'

export const linksOf = (siteId: SiteId): SiteRow['links'] => ({
  page: `/sites/${siteId}`, api: `/api/v1/sites/${siteId}`,
  history: `/api/v1/sites/${siteId}/history`, feed: `/api/v1/sites/${siteId}/feed`,
})

const marksOf = (index: SiteIndex, siteId: SiteId, day: Day): readonly MarkStanding[] => index.marksOn(day).get(siteId) ?? []

export function siteRow(index: SiteIndex, site: IndexedSite, day: Day, focus: Focus): SiteRow {
  const { siteId, value } = site
  const { position } = value
  return {
    siteId, name: value.name, country: value.country, place: value.place ?? null,
    types: value.types, metals: [...site.metals],
    operator: value.operator ?? null, organisationId: value.organisationId ?? null, activity: value.activity ?? null,
    position: position ? { latitude: position.latitude, longitude: position.longitude, precision: position.precision } : null,
    origin: site.origin,
    standing: siteStanding(marksOf(index, siteId, day), focus),
    datasets: [...site.datasets], isDisputed: site.isDisputed, links: linksOf(siteId),
  }
}

/** Bit i is set where an award of mark i was found, surely or possibly. */
const markBits = (marks: readonly MarkStanding[]): number =>
  marks.reduce((bits, { mark, lastAward }) => mark !== null && lastAward !== null ? bits | 1 << Mark.options.indexOf(mark) : bits, 0)

export function sitePoints(index: SiteIndex, sites: readonly IndexedSite[], day: Day, focus: Focus): SitePoints {
  const points: SitePoints = {
    position: index.facts.position, asOf: day, total: sites.length, unplaced: 0,
    siteIds: [], names: [], countries: [], longitudes: [], latitudes: [], precisions: [], types: [], statuses: [], markBits: [],
  }
  for (const { siteId, value } of sites) {
    if (value.position === undefined) { points.unplaced++; continue }
    const marks = marksOf(index, siteId, day)
    points.siteIds.push(siteId)
    points.names.push(value.name)
    points.countries.push(value.country)
    points.longitudes.push(value.position.longitude)
    points.latitudes.push(value.position.latitude)
    points.precisions.push(value.position.precision)
    points.types.push(value.types[0]!)
    points.statuses.push(statusOf(marks, focus))
    points.markBits.push(markBits(marks))
  }
  return points
}

/** Newest first, by the latest day an event can mean; undated ones last. */
const newestFirst = (a: Fact<Milestone>, b: Fact<Milestone>): number => {
  const [x, y] = [latestDay(a), latestDay(b)]
  return x > y ? -1 : x < y ? 1 : a.id < b.id ? -1 : 1
}

function timeline(index: SiteIndex, site: IndexedSite, register: TimelineEvent['register'], day: Day): TimelineEvent[] {
  return site.milestones.filter(({ value }) => value.register === register).sort(newestFirst)
    .map(({ id, value: { siteId: _site, ...milestone }, recordedAt }) => ({
      factId: id, recordedAt, isDisputed: index.isDisputedFact(milestoneFact.kind, id), ...milestone,
      certainty: surelyBy(milestone.date, day) ? 'surely' : possiblyBy(milestone.date, day) ? 'possibly' : 'later',
    }))
}

function productionOf(index: SiteIndex, { production }: IndexedSite): SiteProduction[] {
  const shown = production.map(({ fact: { id, value, recordedAt }, unit }: ProductionOfSite): SiteProduction => ({
    factId: id, recordedAt, isDisputed: index.isDisputedFact(productionFact.kind, id), ...value,
    unit: unit && {
      id: unit.id, name: unit.value.name,
      members: unit.value.members.map((siteId) => ({ siteId, name: index.bySiteId.get(siteId)?.value.name ?? siteId })),
    },
  }))
  const order = (one: SiteProduction) => `${9999 - one.year} ${one.metal} ${one.stage} ${one.isPreferred ? 0 : 1} ${one.factId}`
  return shown.sort((a, b) => order(a) < order(b) ? -1 : 1)
}

const NEARBY_SITES = 8
const NEARBY_KM = 150

function nearby(index: SiteIndex, site: IndexedSite, day: Day): SiteRecord['nearby'] {
  const here = site.value.position
  if (here === undefined) return []
  // One degree of latitude is 111 km everywhere; the exact distance is only taken of what can be near.
  const degrees = NEARBY_KM / 111
  const found: { other: IndexedSite; km: number }[] = []
  for (const other of index.byName) {
    const there = other.value.position
    if (there === undefined || other.siteId === site.siteId || Math.abs(there.latitude - here.latitude) > degrees) continue
    const km = distanceKm(here, there)
    if (km <= NEARBY_KM) found.push({ other, km })
  }
  return found.sort((a, b) => a.km - b.km || (a.other.siteId < b.other.siteId ? -1 : 1)).slice(0, NEARBY_SITES)
    .map(({ other, km }) => ({
      siteId: other.siteId, name: other.value.name, country: other.value.country,
      status: statusOf(marksOf(index, other.siteId, day), undefined), distanceKm: Math.round(km * 10) / 10,
    }))
}

/** Removals are read from the newest facts: what was removed by law is shown as removed at every `knownAt`. */
function withheldOf(index: SiteIndex, site: IndexedSite, newest: FactSet): WithheldFact[] {
  const units = index.facts.of(productionUnitFact)
  return [...newest.of(withholdingFact).values()]
    .filter(({ value: { subject } }) => subject !== undefined
      && (lastingSite(index.facts, subject) === site.siteId || units.get(subject)?.value.members.includes(site.siteId)))
    .map(({ value: { about, reason, withheldOn } }) => ({ ...about, reason, withheldOn }))
}

function ofSite<T extends { siteId: SiteId }>(facts: FactSet, kind: FactKind<T>, siteId: SiteId): { id: string; value: T }[] {
  return [...facts.of(kind).values()].filter(({ value }) => lastingSite(facts, value.siteId) === siteId)
}

/** @param newest the facts as recorded now, for removals only */
export function siteAnswer(index: SiteIndex, siteId: SiteId, day: Day, newest: FactSet): SiteAnswer | undefined {
  const { facts } = index
  const removed = removalOf(facts, newest, siteId)
  if (removed) return removed
  const lasting = lastingSite(facts, siteId)
  if (lasting === undefined) return undefined
  if (lasting !== siteId) return { outcome: 'merged', siteId, redirectTo: lasting }
  const site = index.bySiteId.get(siteId)
  return site && siteRecord(index, site, day, newest)
}

function removalOf(facts: FactSet, newest: FactSet, siteId: SiteId): SiteAnswer | undefined {
  if (!facts.withheld(siteFact as FactKind<unknown>).has(siteId)) return undefined
  const notice = newest.of(withholdingFact).get(`${siteFact.kind}.${siteId}`)?.value
  return { outcome: 'withheld', siteId, reason: notice?.reason ?? 'removed by law', withheldOn: notice?.withheldOn ?? null }
}

function siteRecord(index: SiteIndex, site: IndexedSite, day: Day, newest: FactSet): SiteRecord {
  const { facts } = index
  const { siteId, value } = site
  const organisation = value.organisationId === undefined ? undefined : facts.of(organisationFact).get(value.organisationId)
  const datasets = facts.of(datasetFact)
  return {
    outcome: 'site', logPosition: facts.position, asOf: day, ...siteRow(index, site, day, undefined),
    recordedAt: site.recordedAt,
    owners: value.owners ?? null, note: value.note ?? null, aliases: value.aliases, identifiers: value.identifiers,
    positionCitation: value.position?.citation ?? null, citations: value.citations,
    organisation: organisation
      ? { organisationId: organisation.id, name: organisation.value.name, country: organisation.value.country }
      : null,
    timeline: timeline(index, site, 'mark', day),
    chainOfCustody: timeline(index, site, 'chain-of-custody', day),
    dueDiligence: timeline(index, site, 'due-diligence', day),
    production: productionOf(index, site),
    nearby: nearby(index, site, day),
    assurance: siteAssurance(facts, siteId, day),
    disputes: ofSite(facts, disputeFact, siteId).map((fact) => ({ disputeId: fact.id, ...fact.value })),
    replies: ofSite(facts, replyFact, siteId).map((fact) => ({ replyId: fact.id, ...fact.value })),
    reportOutcomes: ofSite(facts, reportOutcomeFact, siteId).map((fact) => ({ reportId: fact.id, ...fact.value })),
    withheld: withheldOf(index, site, newest),
    mergedFrom: [...index.mergedFrom.get(siteId) ?? []],
    attributions: site.datasets.flatMap((id) => {
      const dataset = datasets.get(id)?.value
      return dataset ? [{ dataset: id, ...dataset }] : []
    }),
  }
}
