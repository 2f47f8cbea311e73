import { describe, expect, it } from 'vitest'
import { writeCsv } from '#src/exchange/csv/write-csv.ts'
import { recallRow, type RecalledLot } from './recall-row.ts'

const lot = (more: Partial<RecalledLot>): RecalledLot => ({
  lotId: 'org_1:DORE-1', siteId: 'CHL-000001B', material: 'dore', bornAt: '2026-03-01T08:00:00.000Z', share: { state: 'exact', share: 0.5, low: 0.25, high: 0.75, firstIn: null }, quanta: 312_000, left: 12_000, ...more,
} as RecalledLot)

describe('a recalled lot in a table', () => {
  it('has its share, or the band of it, as numbers and its masses in one unit', () => {
    expect(recallRow(lot({}), 'gold')).toEqual(['DORE-1', 'dore', 'gold', 'CHL-000001B', 0.5, 0.5, 0.312, 0.012, '2026-03-01'])
    expect(recallRow(lot({ share: { state: 'banded', from: 0.4, to: 0.5 } as RecalledLot['share'], quanta: 2_500_000, left: 0 }), 'nickel').slice(4, 8)).toEqual([0.4, 0.5, 2500, 0])
  })
  it('runs nothing in a spreadsheet', () => {
    expect(writeCsv(['lot'], [[recallRow(lot({ lotId: 'org_1:=1+1' }), 'gold')[0]!]])).toBe("lot\r\n'=1+1\r\n")
  })
})
