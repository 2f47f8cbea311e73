// The starter registry as committed: what it holds, what it may never hold, and how a fault in it is told.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { hasValidCheck } from '#src/kernel/id.ts'
import { milestoneFact, publishedFigureFact, type Milestone, type MilestoneKind } from '#src/awards/milestone.ts'
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { organisationFact, partnerFact } from '#src/parties/organisation.ts'
import { areaProductionFact, productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import { datasetFact, type Citation } from '#src/parties/source.ts'
import { factSet, type FactKind } from '#src/transparency/fact.ts'
import { STARTER_LIST } from './starter-datasets.ts'
import { readStarter, starterFacts } from './starter.ts'

const folder = fileURLToPath(new URL('../../data/', import.meta.url))
const names = readdirSync(folder).filter((name) => /\.(csv|yaml)$/.test(name))
const files = Object.fromEntries(names.map((name) => [name, readFileSync(folder + name, 'utf8')]))

const lines = starterFacts(files)
const facts = factSet(1, lines.flatMap((line) => line.op === 'put' ? [line] : []))
const all = <T>(kind: FactKind<T>): (T & { id: string })[] =>
  [...facts.of(kind).values()].map(({ id, value }) => ({ ...value, id }))

const sites = all(siteFact)
const milestones = all(milestoneFact)
const datasets = facts.of(datasetFact)

const ofSite = (name: string, kind: MilestoneKind): Milestone[] => {
  const { id } = sites.find((site) => site.name === name)!
  return milestones.filter((milestone) => milestone.siteId === id && milestone.kind === kind)
}

describe('what it holds', () => {
  test('97 sites, 92 of them with an award found', () => {
    expect(sites).toHaveLength(97)
    const awards = milestones.filter(({ kind, register }) => kind === 'award' && register === 'mark')
    const awarded = new Set(awards.flatMap(({ siteId }) => siteId ?? []))
    expect(awarded.size).toBe(92)
    expect(sites.filter(({ id }) => !awarded.has(id)).map(({ name }) => name).sort())
      .toEqual(['Aurubis Avellino', 'Deutsche Giessdraht', 'Molymet Belgium', 'Molynor', 'Onahama'])
  })

  test('14 partners, and no fewer events than the 203 rows they were compiled from', () => {
    expect(all(partnerFact)).toHaveLength(14)
    expect(milestones.length).toBeGreaterThanOrEqual(203)
  })

  test('the preferred world mine production of copper is that of the latest edition', () => {
    const world = all(areaProductionFact).filter(({ area, metal, stage, isPreferred }) =>
      area === 'WLD' && metal === 'copper' && stage === 'mined' && isPreferred)
    expect(Object.fromEntries(world.map(({ year, tonnesContained }) => [year, tonnesContained / 1000]))).toEqual({
      2018: 20400, 2019: 20400, 2020: 20600, 2021: 21200, 2022: 21900, 2023: 22600, 2024: 23000, 2025: 23000,
    })
  })

  test('emission figures of at least 50 mines with at least 8 Mt, each mine and each asset once', () => {
    const figures = all(emissionFigureFact)
    expect(figures.length).toBeGreaterThanOrEqual(50)
    expect(figures.reduce((sum, { outputTonnesMetal }) => sum + outputTonnesMetal, 0)).toBeGreaterThan(8e6)
    const assets = figures.flatMap(({ citations }) =>
      citations.flatMap(({ text }) => /asset (\d+):/.exec(text)?.[1] ?? []))
    const mines = figures.flatMap(({ siteId }) => siteId ?? [])
    expect([new Set(assets).size, new Set(mines).size]).toEqual([assets.length, mines.length])
  })

  test('a mine is told to have run only where its output is of the year of its emissions or one beside it', () => {
    const ran = all(emissionFigureFact).filter((figure) => figure.ran === 'yes')
    expect(ran.length).toBeGreaterThan(20)
    for (const { id, emissionsYear, outputYear } of ran) {
      expect(Math.abs(emissionsYear - outputYear), id).toBeLessThanOrEqual(1)
    }
  })

  test('cathode brands are names of the site whose plant is beyond doubt', () => {
    const brands = sites.flatMap(({ name, aliases }) =>
      aliases.filter(({ kind }) => kind === 'brand').map((alias) => [alias.name, name]))
    expect(Object.fromEntries(brands)).toEqual({
      ESOX: 'Escondida', 'HMG-B': 'Głogów', 'HMG-S': 'Głogów', HML: 'Legnica', 'ONSAN I': 'LS MnM Onsan',
      'ONSAN II': 'LS MnM Onsan',
    })
  })
})

describe('sources that disagree stand side by side', () => {
  test('Montreal was told as awarded with 24 criteria and again with 32', () => {
    expect(ofSite('Nexans Montreal', 'award').map(({ criteriaCount }) => criteriaCount).sort()).toEqual([24, 32])
  })

  test('the day of an award and the press date that told it later are two records', () => {
    const awards = ofSite('Escondida', 'award')
    expect(awards.map(({ date, announcedOn }) => [date.precision, date.to, announcedOn]))
      .toEqual(expect.arrayContaining([['day', '2021-11-02', undefined], ['by', '2021-12-06', '2021-12-06']]))
  })

  test('Morenci is told by month and by range', () => {
    expect(ofSite('Morenci', 'award').map(({ date }) => date.precision).sort()).toEqual(['month', 'range'])
  })

  test('an earliest day set here says that it is an inference, and why', () => {
    const award = ofSite('Bagdad', 'award')[0]!
    expect([award.date.from, award.date.to]).toEqual(['2021-01-01', '2023-02-28'])
    expect(award.note).toMatch(/Earliest day inferred here: five sites were awarded in 2020/)
  })
})

describe('what it may never hold', () => {
  test('a compiled withdrawal, suspension or condition', () => {
    for (const { id, kind, origin, condition } of milestones) {
      expect([origin, condition], id).toEqual(['compiled', undefined])
      expect(['withdrawal', 'suspension'], id).not.toContain(kind)
    }
  })

  test('a fact without a source, or of a dataset whose licence is not stated', () => {
    const sourced: (readonly { id: string; citations: Citation[]; dataset: string }[])[] = [
      sites, milestones, all(organisationFact), all(partnerFact), all(productionFact), all(productionUnitFact),
      all(areaProductionFact), all(publishedFigureFact), all(emissionFigureFact),
    ]
    for (const { id, citations, dataset } of sourced.flat()) {
      expect(citations[0]?.text, id).toBeTruthy()
      expect(datasets.get(dataset)?.value.licence, id).toBeTruthy()
    }
  })

  test('a figure of the share-alike database outside a share-alike file, or another inside one', () => {
    const figures = [...all(productionFact), ...all(emissionFigureFact), ...all(areaProductionFact)]
    for (const { id, citations, dataset } of figures) {
      const isOfDatabase = citations.some(({ text }) => text.includes('Jasansky'))
      expect(isOfDatabase, id).toBe(datasets.get(dataset)!.value.isShareAlike)
    }
    expect(JSON.stringify(sites)).not.toContain('Jasansky')
  })

  test('a site number with a wrong check character or of another country', () => {
    for (const { id, country } of sites) expect([hasValidCheck(id), id.slice(0, 3)], id).toEqual([true, country])
  })

  test('a position without the source of the point', () => {
    for (const { name, position } of sites) if (position) expect(position.citation?.text, name).toBeTruthy()
  })

  test('the path of a file that only a maintainer has', () => {
    const path = /\bdata\/(?:sites|production|coppermark|emissions)\//
    for (const name of names) expect(files[name], name).not.toMatch(path)
  })
})

describe('how it is read', () => {
  test('the same files give the same lines, and the list names every file', () => {
    expect(starterFacts(files)).toEqual(lines)
    const listed = [...datasets.values()].map(({ value }) => value.file)
    expect([STARTER_LIST, ...listed].sort()).toEqual([...names].sort())
  })

  const faultsOf = (name: string, change: (text: string) => string): string => {
    const changed = change(files[name]!)
    expect(changed).not.toBe(files[name])
    const outcome = readStarter({ ...files, [name]: changed })
    if (outcome.accepted) throw new Error('accepted')
    expect(outcome.refusal.code).toBe('starter-invalid')
    return outcome.refusal.errors!.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('\n')
  }

  test('a wrong value is named by file, line and column', () => {
    expect(faultsOf('sites.csv', (text) => text.replace('Kennecott,integrated;', 'Kennecott,mill;')))
      .toMatch(/^sites\.csv, line 2, column types: “mill; mine; smelter; refinery”: Invalid option/)
    expect(faultsOf('milestones.csv', (text) => text.replace(',2020-05-29,by,', ',2020-05-32,by,')))
      .toMatch(/^milestones\.csv, line 2, column date_to: “2020-05-32”: no such day/)
  })

  test('a missing column, a missing file and an id that leads nowhere are named', () => {
    expect(faultsOf('partners.csv', (text) => text.replace('sector', 'branch')))
      .toMatch(/^partners\.csv, line 1, column sector: This column is missing/)
    expect(faultsOf(STARTER_LIST, (text) => text.replace('file: partners.csv', 'file: partner.csv')))
      .toMatch(/The file partner\.csv of starter-partners is missing/)
    expect(faultsOf('sites.csv', (text) => text.replaceAll('org-codelco', 'org-cobre')))
      .toMatch(/column organisation_id: “org-cobre” leads to no row of the organisations/)
  })

  test('a second preferred value, a second row of an id and a wrong name beside a number are named', () => {
    const faults = faultsOf('production.csv', (text) => `${text}${text.split('\n')[1]!}\n`)
    expect(faults).toMatch(/column id: “pr-\S+” stands in two rows/)
    expect(faults).toMatch(/column is_preferred: Two values of one subject, year, metal and stage are preferred/)
    expect(faultsOf('milestones.csv', (text) => text.replace(',Escondida,', ',Spence,')))
      .toMatch(/column site: “Spence” is not the name of that site, which is “Escondida”/)
  })

  test('a list that is not YAML is named, and no list at all', () => {
    expect(faultsOf(STARTER_LIST, (text) => `{${text}`)).toMatch(/^datasets\.yaml: This is not readable as YAML/)
    expect(faultsOf(STARTER_LIST, () => '- id: one')).toMatch(/^datasets\.yaml, \/0\/title/)
  })
})
