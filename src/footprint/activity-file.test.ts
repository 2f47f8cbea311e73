import { describe, expect, it } from 'vitest'
import { siteNo } from '#test/custody.ts'
import { figureColumns, figureRows, readFigures } from './activity-file.ts'

const SITE = siteNo(1)
const head = ['row', 'site', 'stage', 'from', 'to', 'name', 'amount', 'unit', 'kind', 'measured', 'factor', 'kg CO2e per unit', 'source', 'value per tonne']
const columns = () => { const read = figureColumns(head); if (!read.accepted) throw new Error(read.refusal.detail); return read.value }
const row = (line: number, text: string) => ({ line, cells: text.split('|') })
const place = `Mine|mining|2026-01-01|2026-12-31`
const named = (name: string) => name === 'Mine' ? [SITE] : []
const setsOf = (...rows: string[]) => figureRows(columns(), rows.map((text, i) => row(i + 2, text)))

describe('a file of activity figures', () => {
  it('is one set per site, stage and period, with what is not said as the schema has it', () => {
    const [one, other] = setsOf(`line|${place}|diesel|15000000|l|fuel|yes|fuel.diesel||meter|`, `output|${place}|Copper|28000|||||||8500,5`, `line|${place.replace('mining', 'smelting')}|power|1|MWh|electricity|no||0,2|bill|`)
    expect(other!.rows.map(({ line }) => line)).toEqual([4])
    const read = readFigures(columns(), one!, named)
    expect(read.accepted && read.value).toEqual({
      siteId: SITE, stage: 'mining', from: '2026-01-01', to: '2026-12-31', boundary: 'cradle to gate of this stage', gwp: 'AR6',
      lines: [{ name: 'diesel', kind: 'fuel', scope: 1, amount: '15000000', unit: 'l', per: 'period', factor: { factor: 'fuel.diesel' }, isPrimary: true, source: 'meter' }],
      outputs: [{ substance: 'copper', tonnes: '28000', unitValue: '8500.5' }],
    })
  })
  it('reads electricity as scope 2 and one’s own factor with its source', () => {
    const [set] = setsOf(`line|${place}|power|350|kWh|electricity|||0,233|bill|`, `output|${place}|copper|1||||||||`)
    const read = readFigures(columns(), set!, named)
    expect(read.accepted && read.value.lines).toEqual([{ name: 'power', kind: 'electricity', scope: 2, amount: '350', unit: 'kWh', per: 'period', factor: { kgCo2e: '0.233', source: 'bill' }, isPrimary: false, source: 'bill' }])
  })
  it('names every fault by its row', () => {
    const [set] = setsOf(`line|Pit|mining|2026-01-01|2026-12-31|diesel|1,234|l|fuel|maybe|||`, `product|Pit|mining|2026-01-01|2026-12-31|copper|1|`, `output|Pit|mining|2026-01-01|2026-12-31|lead|x|`)
    const read = readFigures(columns(), set!, named)
    if (read.accepted) throw new Error('accepted')
    expect(read.refusal.code).toBe('activity-rows-wrong')
    expect(read.refusal.detail.split('; ').map((text) => text.split(':').slice(0, 2).join(':'))).toEqual([
      'row 2: no site is called "Pit"', 'row 2: measured', 'row 3: "product" is neither line nor output', 'row 2: amount', 'row 2: factor', 'row 4: tonnes',
    ])
  })
  it('says which words there are, and that something must have come out', () => {
    const [set] = setsOf(`line|${place.replace('mining', 'digging')}|stack|1|stones|air|||||`)
    const read = readFigures(columns(), set!, named)
    expect(read.accepted ? [] : read.refusal.detail.split('; ')).toEqual([
      'row 2: stage: "digging" is none of mining, concentrating, smelting, refining, leaching, rod-making, wire-drawing, fabrication, recycling, other',
      'row 2: kind: "air" is none of fuel, electricity, heat, upstream, direct', 'row 2: unit: "stones" is none of l, kg, t, kWh, MWh, GJ, m3, t CO2e', 'row 2: no row of this set is an output, or more than 9 are',
    ])
  })
  it('wants its columns', () => {
    const read = figureColumns(['row', 'site', 'stage'])
    expect(read.accepted ? null : [read.refusal.code, read.refusal.detail]).toEqual(['activity-columns-missing', 'The file has no column "from", "to", "name", "amount". Its first line has: row, site, stage.'])
  })
})
