// The starter registry as committed: what it holds, and what it may never hold.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { hasValidCheck } from '#src/kernel/id.ts'
import { milestoneFact, publishedFigureFact } from '#src/awards/milestone.ts'
import { emissionFigureFact } from '#src/footprint/emission-figure.ts'
import { organisationFact, partnerFact } from '#src/parties/organisation.ts'
import { areaProductionFact, productionFact, productionUnitFact } from '#src/parties/production.ts'
import { siteFact } from '#src/parties/site.ts'
import { datasetFact, type Citation } from '#src/parties/source.ts'
import { factSet, type FactKind } from '#src/transparency/fact.ts'
import { readStarter, starterFacts, starterFileNames, STARTER_LIST } from './starter.ts'

const folder = fileURLToPath(new URL('../../data/', import.meta.url))
const files = Object.fromEntries(readdirSync(folder).filter((name) => /\.(csv|yaml)$/.test(name)).map((name) => [name, readFileSync(folder + name, 'utf8')]))

const lines = starterFacts(files)
const facts = factSet(1, lines.flatMap((line) => line.op === 'put' ? [line] : []))
const all = <T>(kind: FactKind<T>): (T & { id: string })[] => [...facts.of(kind).values()].map(({ id, value }) => ({ ...value, id }))

const sites = all(siteFact)
const milestones = all(milestoneFact)
const siteId = (name: string): string => sites.find((site) => site.name === name)!.id
const ofSite = (name: string, kind: string) => milestones.filter((found) => found.siteId === siteId(name) && found.kind === kind)

describe('what it holds', () => {
  test('97 sites, 92 of them with an award found, and 14 partners', () => {
    expect(sites).toHaveLength(97)
    const awarded = new Set(milestones.filter(({ kind, register }) => kind === 'award' && register === 'mark').map((found) => found.siteId))
    awarded.delete(undefined)
    expect(awarded.size).toBe(92)
    expect(sites.filter(({ id }) => !awarded.has(id)).map(({ name }) => name).sort())
      .toEqual(['Aurubis Avellino', 'Deutsche Giessdraht', 'Molymet Belgium', 'Molynor', 'Onahama'])
    expect(all(partnerFact)).toHaveLength(14)
  })

  test('no fewer events than the 203 rows they were compiled from', () => {
    expect(milestones.length).toBeGreaterThanOrEqual(203)
  })

  test('the preferred world mine production of copper is that of the latest edition', () => {
    const world = all(areaProductionFact).filter((figure) => figure.area === 'WLD' && figure.metal === 'copper' && figure.stage === 'mined' && figure.isPreferred)
    expect(Object.fromEntries(world.map(({ year, tonnesContained }) => [year, tonnesContained / 1000])))
      .toEqual({ 2018: 20400, 2019: 20400, 2020: 20600, 2021: 21200, 2022: 21900, 2023: 22600, 2024: 23000, 2025: 23000 })
  })

  test('emission figures of at least 50 mines with at least 8 Mt, one for each mine', () => {
    const figures = all(emissionFigureFact)
    expect(figures.length).toBeGreaterThanOrEqual(50)
    expect(figures.reduce((sum, { outputTonnesMetal }) => sum + outputTonnesMetal, 0)).toBeGreaterThan(8e6)
    const assets = figures.flatMap(({ citations }) => citations.flatMap(({ text }) => /asset (\d+):/.exec(text)?.[1] ?? []))
    expect(new Set(assets).size).toBe(assets.length)
    const bySite = figures.flatMap(({ siteId: id }) => id ?? [])
    expect(new Set(bySite).size).toBe(bySite.length)
    for (const { ran, emissionsYear, outputYear } of figures) if (ran === 'yes') expect(Math.abs(emissionsYear - outputYear)).toBeLessThanOrEqual(1)
  })

  test('cathode brands are names of the site whose plant is beyond doubt', () => {
    const brands = sites.flatMap(({ name, aliases }) => aliases.filter(({ kind }) => kind === 'brand').map((alias) => [alias.name, name]))
    expect(Object.fromEntries(brands)).toEqual({
      ESOX: 'Escondida', 'HMG-B': 'Głogów', 'HMG-S': 'Głogów', HML: 'Legnica', 'ONSAN I': 'LS MnM Onsan', 'ONSAN II': 'LS MnM Onsan',
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
    for (const { kind, origin, condition } of milestones) {
      expect(origin).toBe('compiled')
      expect(condition).toBeUndefined()
      expect(['withdrawal', 'suspension']).not.toContain(kind)
    }
  })

  test('a fact without a source, or of a dataset whose licence is not stated', () => {
    const datasets = facts.of(datasetFact)
    const sourced: (readonly { id: string; citations: Citation[]; dataset: string }[])[] = [
      sites, milestones, all(organisationFact), all(partnerFact), all(productionFact), all(productionUnitFact), all(areaProductionFact), all(publishedFigureFact), all(emissionFigureFact),
    ]
    for (const { id, citations, dataset } of sourced.flat()) {
      expect(citations[0]?.text, id).toBeTruthy()
      expect(datasets.get(dataset)?.value.licence, id).toBeTruthy()
    }
  })

  test('a share-alike figure outside a share-alike file, or the other way round', () => {
    const datasets = facts.of(datasetFact)
    for (const { id, citations, dataset } of [...all(productionFact), ...all(emissionFigureFact), ...all(areaProductionFact)]) {
      expect(citations.some(({ text }) => text.includes('Jasansky')), id).toBe(datasets.get(dataset)!.value.isShareAlike)
    }
    for (const site of sites) expect(JSON.stringify(site)).not.toContain('Jasansky')
  })

  test('a site number with a wrong check character', () => {
    for (const { id, country } of sites) expect([hasValidCheck(id), id.slice(0, 3)]).toEqual([true, country])
  })

  test('the path of a file that only a maintainer has', () => {
    for (const [name, text] of Object.entries(files)) expect(text, name).not.toMatch(/\bdata\/(?:sites|production|coppermark|emissions|reference)\//)
  })

  test('a position without the source of the point', () => {
    for (const { name, position } of sites) if (position) expect(position.citation?.text, name).toBeTruthy()
  })
})

describe('how it is read', () => {
  test('the same files give the same lines, and the list names every file', () => {
    expect(starterFacts(files)).toEqual(lines)
    expect(starterFileNames(files[STARTER_LIST]!).sort()).toEqual(Object.keys(files).sort())
  })

  const faultsOf = (name: string, change: (text: string) => string): string[] => {
    const changed = change(files[name]!)
    expect(changed).not.toBe(files[name])
    const outcome = readStarter({ ...files, [name]: changed })
    expect(outcome.accepted ? 'accepted' : outcome.refusal.code).toBe('starter-invalid')
    return outcome.accepted ? [] : outcome.refusal.errors!.map(({ pointer, detail }) => `${pointer}: ${detail}`)
  }

  test('a wrong value is named by file, line and column', () => {
    expect(faultsOf('sites.csv', (text) => text.replace('integrated; mine; smelter; refinery,USA', 'integrated; mill; smelter; refinery,USA'))[0])
      .toMatch(/^sites\.csv, line 2, column types: “integrated; mill; smelter; refinery”: Invalid option/)
    expect(faultsOf('milestones.csv', (text) => text.replace(',2020-05-29,by,', ',2020-05-32,by,'))[0]).toMatch(/^milestones\.csv, line 2, column date_to: “2020-05-32”: no such day/)
  })

  test('a missing column, a missing file and a number that leads nowhere are named', () => {
    expect(faultsOf('partners.csv', (text) => text.replace('sector', 'branch'))[0]).toMatch(/^partners\.csv, line 1: The column sector is missing/)
    expect(faultsOf(STARTER_LIST, (text) => text.replace('file: partners.csv', 'file: partner.csv'))[0]).toMatch(/The file partner\.csv of starter-partners is missing/)
    expect(faultsOf('sites.csv', (text) => text.replaceAll('org-codelco', 'org-cobre')).join('\n')).toMatch(/column organisation_id: “org-cobre” leads to no row of the organisations/)
  })

  test('a second preferred value, a second row of an id and a wrong name beside a number are named', () => {
    const faults = faultsOf('production.csv', (text) => `${text}${text.split('\n')[1]!}\n`)
    expect(faults.join('\n')).toMatch(/stands in two rows/)
    expect(faults.join('\n')).toMatch(/Two values of the same subject, year, metal and stage are preferred/)
    expect(faultsOf('milestones.csv', (text) => text.replace(',Escondida,', ',Spence,')).join('\n')).toMatch(/column site: “Spence” is not the name of CHL-/)
  })
})
