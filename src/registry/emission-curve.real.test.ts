// The curve of the starter registry: enough mines to be worth drawing, and no more names than the rule allows.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { factSet } from '#src/transparency/fact.ts'
import { emissionCurve, mayBeNamed } from './emission-curve.ts'
import { curveRows } from './figures-export.ts'
import { registryIndex } from './registry-index.ts'
import { STARTER_KINDS } from './starter-kinds.ts'
import { starterFacts } from './starter.ts'

const folder = fileURLToPath(new URL('../../data/', import.meta.url))
const texts = Object.fromEntries(readdirSync(folder).filter((name) => /\.(csv|yaml)$/.test(name))
  .map((name) => [name, readFileSync(folder + name, 'utf8')]))
const facts = factSet(1, starterFacts(texts).flatMap((line) => line.op === 'put' ? [line] : []))
const curve = emissionCurve(registryIndex(facts), { metal: 'copper', series: 'past', asOf: '2026-01-01' })
const figures = [...facts.of(emissionFigureFact).values()].map(({ value }) => value).filter(({ metal }) => metal === 'copper')

test('at least 50 mines and 8 million tonnes', () => {
  expect(curve.bars.length).toBeGreaterThanOrEqual(50)
  expect(curve.total.outputTonnes).toBeGreaterThanOrEqual(8e6)
})

test('area equals emissions', () => {
  const area = curve.bars.reduce((all, { outputTonnes, intensity }) => all + outputTonnes * intensity, 0)
  const emissions = curve.bars.reduce((all, { emissionsTonnesCo2e }) => all + emissionsTonnesCo2e, 0)
  expect(Math.abs(area - emissions) / emissions).toBeLessThan(1e-9)
})

test('as many bars are named as the rule allows, and not one more', () => {
  const mines = new Set(figures.filter((figure) => figure.scope === curve.scope && figure.emissionsYear === curve.year && mayBeNamed(figure))
    .map(({ siteId, nameAsFound, country }) => siteId ?? `${country} ${nameAsFound}`))
  expect(mines.size).toBeGreaterThan(0)
  expect(curve.namedBars).toBe(mines.size)
})

test('the name of no other mine is in the bars or in the table', () => {
  const named = new Set(figures.filter(mayBeNamed).flatMap(({ siteId }) => siteId ?? []))
  const hidden = figures.filter((figure) => !mayBeNamed(figure) && !(figure.siteId !== undefined && named.has(figure.siteId)))
  const { rows } = curveRows({ ...curve, withoutFigure: [] })
  const bars = JSON.stringify([curve.bars.filter(({ isNamed }) => !isNamed), rows.filter((row) => row[2] === 'modelled, years differ')])
  for (const { nameAsFound, siteId } of hidden) {
    expect(bars).not.toContain(nameAsFound)
    if (siteId !== undefined) expect(bars).not.toContain(siteId)
  }
})

test('the documented form is the one that is read, and its example loads', () => {
  const page = readFileSync(fileURLToPath(new URL('../../docs/emission-data-format.md', import.meta.url)), 'utf8')
  const block = (language: string): string => page.match(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``))![1]!
  for (const column of STARTER_KINDS.get('emission-figures')!.columns) expect(page).toContain(`| \`${column}\` |`)
  const lines = starterFacts({ 'datasets.yaml': block('yaml'), 'emission-figures-company-2025.csv': block('csv') })
  const example = registryIndex(factSet(1, lines.flatMap((line) => line.op === 'put' ? [line] : [])))
  const past = emissionCurve(example, { metal: 'copper', series: 'past', asOf: '2026-01-01' })
  expect(past.bars).toMatchObject([{ isNamed: true, name: 'North Pit', intensity: 1.4 }])
  expect(emissionCurve(example, { metal: 'copper', series: 'projection', asOf: '2026-01-01' }).bars).toMatchObject([{ isNamed: false }])
})
