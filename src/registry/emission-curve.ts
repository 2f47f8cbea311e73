// The emission curve of mines: bars in order of intensity, width the output, height t CO2e per t of
// metal, so that area is emissions. One denominator and one scope, both printed. A bar is named only where emissions
// and output are of the same or adjacent years and the mine ran; every other is drawn without any trace of whose it is.
import type { Day } from '#src/kernel/time.ts'
import { foldName } from '#src/kernel/text.ts'
import { holdingOn, survivorOf } from '#src/awards/holding.ts'
import type { Mark } from '#src/awards/milestone.ts'
import { emissionFigureFact, EmissionScope, type EmissionFigure } from '#src/footprint/emission-figure.ts'
import { siteFact, type Metal } from '#src/parties/site.ts'
import { datasetFact } from '#src/parties/source.ts'
import type { Fact, FactSet } from '#src/transparency/fact.ts'
import {
  UNNAMED_LABEL, type CurveBar, type CurveDataset, type CurveGroup, type CurveYear, type EmissionCurve, type MineWithoutFigure,
} from './emission-curve-record.ts'
import type { RuleKey } from './method.ts'
import { chooseOutputs } from './output-choice.ts'
import { markOf, shouldMake, siteName, type RegistryIndex } from './registry-index.ts'

export type CurveQuery = {
  readonly metal: Metal
  readonly scope?: EmissionScope | undefined
  readonly boundary?: string | undefined
  readonly year?: number | undefined
  readonly series: EmissionFigure['series']
  readonly asOf: Day
}

const RULES: readonly RuleKey[] = [
  'curve-area', 'curve-one-figure', 'curve-naming', 'curve-award', 'curve-deciles', 'curve-missing',
  'low-and-high', 'three-years', 'by-dates', 'mark-owner', 'tolerance',
]

/** A figure whose mine is found once more under the number its site now has. */
type MineFigure = { readonly id: string; readonly siteId: string | null; readonly value: EmissionFigure }

const QUALITY_ORDER: readonly EmissionFigure['quality'][] = ['reported', 'high', 'medium', 'low', 'very-low']

const yearsApart = ({ emissionsYear, outputYear }: EmissionFigure): number => Math.abs(emissionsYear - outputYear)

/** The naming law. The scope is a required field of a figure and is printed with the curve. */
export const mayBeNamed = (figure: EmissionFigure): boolean => yearsApart(figure) <= 1 && figure.ran === 'yes'

export const intensityOf = ({ emissionsTonnesCo2e, outputTonnesMetal }: EmissionFigure): number => emissionsTonnesCo2e / outputTonnesMetal

function figuresOf(facts: FactSet, metal: Metal, series: EmissionFigure['series']): MineFigure[] {
  const sites = facts.of(siteFact)
  return [...facts.of(emissionFigureFact).values()]
    .filter(({ value }) => value.metal === metal && value.series === series)
    .map(({ id, value }: Fact<EmissionFigure>) =>
      ({ id, value, siteId: value.siteId === undefined ? null : survivorOf(sites, value.siteId) }))
}

const mineKey = ({ siteId, value }: MineFigure): string => siteId ?? `${value.country} ${foldName(value.nameAsFound)}`

/** Below zero when the first is to be drawn. */
const compareFigures = (a: MineFigure, b: MineFigure): number =>
  Number(mayBeNamed(b.value)) - Number(mayBeNamed(a.value))
  || QUALITY_ORDER.indexOf(a.value.quality) - QUALITY_ORDER.indexOf(b.value.quality)
  || yearsApart(a.value) - yearsApart(b.value)
  || b.value.outputYear - a.value.outputYear
  || (a.id < b.id ? -1 : 1)

/** One figure per mine. */
function onePerMine(figures: readonly MineFigure[]): MineFigure[] {
  const chosen = new Map<string, MineFigure>()
  for (const figure of figures) {
    const rival = chosen.get(mineKey(figure))
    if (rival === undefined || compareFigures(figure, rival) < 0) chosen.set(mineKey(figure), figure)
  }
  return [...chosen.values()]
}

/** The key that most mines share; the first of `inOrder` among equals. */
function mostCommon<K>(figures: readonly MineFigure[], keyOf: (figure: EmissionFigure) => K, inOrder: (a: K, b: K) => number): K | undefined {
  const mines = new Map<K, Set<string>>()
  for (const figure of figures) {
    const key = keyOf(figure.value)
    mines.set(key, (mines.get(key) ?? new Set()).add(mineKey(figure)))
  }
  return [...mines].sort((a, b) => b[1].size - a[1].size || inOrder(a[0], b[0]))[0]?.[0]
}

/** By intensity, then by the figures themselves: never by a name, which the order would betray. */
const inOrder = (a: MineFigure, b: MineFigure): number =>
  intensityOf(a.value) - intensityOf(b.value) || a.value.outputTonnesMetal - b.value.outputTonnesMetal

export function emissionCurve(index: RegistryIndex, query: CurveQuery): EmissionCurve {
  const all = figuresOf(index.facts, query.metal, query.series)
  const scope = query.scope ?? mostCommon(all, (figure) => figure.scope, byScope) ?? 'scope-1'
  const ofBasis = all.filter(({ value }) => value.scope === scope && (query.boundary === undefined || value.boundary === query.boundary))
  const year = query.year ?? mostCommon(ofBasis, (figure) => figure.emissionsYear, (a, b) => b - a) ?? null
  const figures = onePerMine(ofBasis.filter(({ value }) => value.emissionsYear === year)).sort(inOrder)
  const mark = markOf(query.metal)
  const bars = drawBars(index, figures, mark, query.asOf)
  const total = groupOf(bars)
  return {
    position: index.facts.position, asOf: query.asOf, metal: query.metal, mark, scope, year, series: query.series,
    unit: `t CO2e per t ${query.metal}`,
    boundaries: distinct(figures.map(({ value }) => value.boundary)),
    bars, total,
    mean: total.mean, deciles: decilesOf(bars),
    surely: groupOf(bars.filter(({ award }) => award === 'surely'), total),
    possibly: groupOf(bars.filter(({ award }) => award === 'possibly'), total),
    others: groupOf(bars.filter(({ award }) => award === 'no-award-found'), total),
    awardedShare: awardedShare(bars, total),
    namedBars: bars.filter(({ isNamed }) => isNamed).length,
    withoutFigure: mark === null ? [] : minesWithoutFigure(index, query, mark, year, figures),
    history: historyOf(ofBasis),
    available: availableOf(figuresOf(index.facts, query.metal, 'past'), figuresOf(index.facts, query.metal, 'projection')),
    datasets: datasetsOf(index.facts, figures),
    rules: [...RULES],
    warnings: warningsOf(figures),
  }
}

const byScope = (a: EmissionScope, b: EmissionScope): number => EmissionScope.options.indexOf(a) - EmissionScope.options.indexOf(b)
const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort()

function awardOf(index: RegistryIndex, siteId: string | null, mark: Mark | null, asOf: Day): CurveBar['award'] {
  if (siteId === null || mark === null) return 'no-award-found'
  const { surely, possibly } = holdingOn(index.milestonesOf(siteId), mark, asOf)
  return surely ? 'surely' : possibly ? 'possibly' : 'no-award-found'
}

function drawBars(index: RegistryIndex, figures: readonly MineFigure[], mark: Mark | null, asOf: Day): CurveBar[] {
  let x = 0
  return figures.map((figure, position) => {
    const { value, siteId } = figure
    const x0 = x
    x += value.outputTonnesMetal
    const drawn = {
      rank: position + 1, x0, x1: x, outputTonnes: value.outputTonnesMetal, emissionsTonnesCo2e: value.emissionsTonnesCo2e,
      intensity: intensityOf(value), scope: value.scope, quality: value.quality, award: awardOf(index, siteId, mark, asOf),
      emissionsYear: value.emissionsYear, outputYear: value.outputYear, dataset: value.dataset,
    }
    if (!mayBeNamed(value)) return { ...drawn, isNamed: false, label: UNNAMED_LABEL } as const
    return {
      ...drawn, isNamed: true, siteId, name: siteId === null ? value.nameAsFound : siteName(index, siteId),
      country: value.country, boundary: value.boundary, citations: value.citations, note: value.note ?? null,
    } as const
  })
}

function groupOf(bars: readonly Pick<CurveBar, 'outputTonnes' | 'emissionsTonnesCo2e'>[], total?: CurveGroup): CurveGroup {
  const tonnes = bars.reduce((all, bar) => all + bar.outputTonnes, 0)
  const emissions = bars.reduce((all, bar) => all + bar.emissionsTonnesCo2e, 0)
  const whole = total?.outputTonnes ?? tonnes
  return {
    mines: bars.length, outputTonnes: tonnes, emissionsTonnesCo2e: emissions,
    mean: tonnes > 0 ? emissions / tonnes : null, shareOfOutput: whole > 0 ? tonnes / whole : null,
  }
}

const awardedShare = (bars: readonly CurveBar[], total: CurveGroup): EmissionCurve['awardedShare'] => ({
  low: groupOf(bars.filter(({ award }) => award === 'surely'), total).shareOfOutput,
  high: groupOf(bars.filter(({ award }) => award !== 'no-award-found'), total).shareOfOutput,
})

/** Tenths of the output, in order of intensity; nothing where there are no bars. */
export function decilesOf(bars: readonly Pick<CurveBar, 'x1' | 'intensity'>[]): EmissionCurve['deciles'] {
  const total = bars.at(-1)?.x1 ?? 0
  if (total === 0) return []
  return [1, 2, 3, 4, 5, 6, 7, 8, 9].map((decile) => {
    const outputTonnes = total * decile / 10
    const bar = bars.find(({ x1 }) => x1 >= outputTonnes) ?? bars.at(-1)!
    return { decile, outputTonnes, intensity: bar.intensity }
  })
}

/** Mines that possibly hold the mark and have no bar, with their output where it is known, so that they can be hatched. */
function minesWithoutFigure(
  index: RegistryIndex, { metal, asOf }: CurveQuery, mark: Mark, year: number | null, figures: readonly MineFigure[],
): MineWithoutFigure[] {
  const drawn = new Set(figures.map(({ siteId }) => siteId))
  const outputs = chooseOutputs(index, { metal, stage: 'mined', year: year ?? Number(asOf.slice(0, 4)) })
  const missing: MineWithoutFigure[] = []
  for (const [siteId, milestones] of index.milestones) {
    const site = index.sites.get(siteId)?.value
    if (site === undefined || drawn.has(siteId) || !shouldMake(site, metal, 'mined')) continue
    const holding = holdingOn(milestones, mark, asOf)
    if (!holding.possibly) continue
    const output = outputs.find(({ members }) => members.includes(siteId))
    missing.push({
      siteId, name: site.name, country: site.country, award: holding.surely ? 'surely' : 'possibly',
      output: output === undefined ? null : {
        tonnes: output.value.value.tonnesContained, year: output.value.value.year,
        reportedWith: output.subject.kind === 'unit' ? output.subject.name : null, dataset: output.value.value.dataset,
        citations: output.value.value.citations,
      },
    })
  }
  return missing.sort((a, b) => (b.output?.tonnes ?? 0) - (a.output?.tonnes ?? 0) || (a.siteId < b.siteId ? -1 : 1))
}

/** Each year on its own: a step between two years may be a change of method, so the datasets are named. */
function historyOf(figures: readonly MineFigure[]): CurveYear[] {
  const years = [...new Set(figures.map(({ value }) => value.emissionsYear))].sort((a, b) => a - b)
  return years.map((year) => {
    const mines = onePerMine(figures.filter(({ value }) => value.emissionsYear === year))
    const { mines: count, outputTonnes, emissionsTonnesCo2e, mean } = groupOf(mines.map(({ value }) =>
      ({ outputTonnes: value.outputTonnesMetal, emissionsTonnesCo2e: value.emissionsTonnesCo2e })))
    return { year, mines: count, outputTonnes, emissionsTonnesCo2e, mean, datasets: distinct(mines.map(({ value }) => value.dataset)) }
  })
}

function availableOf(...series: readonly (readonly MineFigure[])[]): EmissionCurve['available'] {
  const choices = new Map<string, EmissionCurve['available'][number] & { keys: Set<string> }>()
  for (const figure of series.flat()) {
    const { scope, boundary, emissionsYear: year, series: which } = figure.value
    const key = JSON.stringify([which, scope, boundary, year])
    const choice = choices.get(key) ?? { series: which, scope, boundary, year, mines: 0, keys: new Set<string>() }
    choice.keys.add(mineKey(figure))
    choices.set(key, choice)
  }
  return [...choices].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([, { keys, ...choice }]) => ({ ...choice, mines: keys.size }))
}

function datasetsOf(facts: FactSet, figures: readonly MineFigure[]): CurveDataset[] {
  const known = facts.of(datasetFact)
  return distinct(figures.map(({ value }) => value.dataset)).map((datasetId) => {
    const dataset = known.get(datasetId)?.value
    return {
      datasetId, title: dataset?.title ?? datasetId, licence: dataset?.licence ?? null,
      attribution: dataset?.attribution ?? null, url: dataset?.url ?? null, isShareAlike: dataset?.isShareAlike ?? false,
    }
  })
}

function warningsOf(figures: readonly MineFigure[]): EmissionCurve['warnings'] {
  const warnings: EmissionCurve['warnings'] = []
  if (figures.length === 0) warnings.push({ key: 'no-figures', text: 'No emission figure for this choice is in the registry.' })
  if (distinct(figures.map(({ value }) => value.boundary)).length > 1) {
    warnings.push({ key: 'boundaries-differ', text: 'The figures on this curve are of different boundaries. Choose one to compare like with like.' })
  }
  const unmatched = figures.filter(({ siteId }) => siteId === null).length
  if (unmatched > 0) {
    warnings.push({ key: 'mines-unmatched', text: `${unmatched} mines could not be matched to a site of the registry with certainty and show no award found.` })
  }
  return warnings
}
