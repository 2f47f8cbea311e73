import { describe, expect, it } from 'vitest'
import { EventLine } from '#src/custody/event.ts'
import { siteIdFrom } from '#src/kernel/id.ts'
import { containedQuanta, draftOf, emptyDraft, emptyInput, emptyOutput, lineOf } from './event-draft.ts'
import { countedLots, stockTakeLine } from './month-end.ts'
import type { LotRow } from '#src/custody/lot.contract.ts'
import { quantaIn } from '../shipments/mass.ts'
import { typedMass } from './quantities.ts'

const NOW = '2026-03-01T08:30:00.000Z'
const SITE = 'CHL-000001B'

describe('a form as a line', () => {
  it('counts what a lot contains as the ledger does, and takes a decimal comma', () => {
    expect(containedQuanta({ ...emptyOutput, gross: '1000 t', moisture: '8', grade: '28' })).toBe(257_600_000)
    expect(containedQuanta({ ...emptyOutput, contained: '1,5' })).toBe(1_500_000)
    expect(containedQuanta({ ...emptyOutput, gross: 'much' })).toBeUndefined()
    expect(containedQuanta({ ...emptyOutput, contained: '0,125' })).toBe(125_000)
  })
  it('takes 1,234 for neither of the two numbers it could be', () => {
    expect(['1,234', '1,234 t', '12,345 kg', '1,2345', '1,23 t', '1234,567'].map(typedMass)).toEqual(['1,234 t', '1,234 t', '12,345 kg', '1.2345 t', '1.23 t', '1234.567 t'])
    expect(containedQuanta({ ...emptyOutput, contained: '1,234 t' })).toBeUndefined()
    expect(['1,234', '1,23', '0,234', '1.234'].map(quantaIn)).toEqual([undefined, 1_230_000, 234_000, 1_234_000])
  })
  it('keeps of a corrected line what the form does not show', () => {
    const line = {
      kind: 'receive', event: 'W-1', at: NOW, site: SITE, from: { name: 'A mine' }, legs: [{ mode: 'sea', km: 900 }],
      outputs: [{ lot: 'C', material: 'concentrate', metal: 'copper', measured: { gross: '100 t', moisture: '0.085', assay: { copper: '0.284', gold: '0.0000031' } }, model: 'mass-balance', identifiers: { heat: 'H1' }, documents: [{ kind: 'certificate-of-analysis', ref: 'CoA 1' }] }],
    }
    const sent = lineOf({ ...draftOf(line, NOW), site: SITE, reason: 'as weighed again', outputs: [{ ...draftOf(line, NOW).outputs[0]!, gross: '101 t' }] }, 'W-1')
    expect(sent).toMatchObject({ kind: 'correct', event: 'W-1-K', corrects: 'W-1', instead: { kind: 'receive', at: NOW, legs: line.legs, from: { name: 'A mine' } } })
    expect((sent['instead'] as typeof line).outputs[0]).toEqual({ ...line.outputs[0], measured: { ...line.outputs[0]!.measured, gross: '101 t' } })
  })
  it('gives a line the ledger reads for every kind', () => {
    for (const kind of ['extract', 'receive', 'transform', 'split', 'merge', 'aggregate', 'ship', 'sell', 'adjust', 'void'] as const) {
      const draft = { ...emptyDraft(kind, NOW, SITE), inputs: [{ ...emptyInput, lot: 'A', take: '5' }], outputs: [{ ...emptyOutput, lot: 'B', contained: '5' }], shipment: 'S1', partner: 'A buyer', market: 'wire', voids: 'E1', reason: 'wrong' }
      const parsed = EventLine.safeParse({ ...lineOf(draft), site: 'CHL-0000000' })
      expect(parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.')), kind).toEqual(['site'])
    }
  })
  it('says of a lot all that the trade knows: second metal, numbers, origin by a paper, transport, papers', () => {
    const output = { ...emptyOutput, lot: 'C', gross: '100 t', grade: '28', metal2: 'gold', grade2: '3.1 g/t', sentAs: 'TW-1', originKind: 'site' as const, originSite: 'CHL-000001B', identifiers: { brand: 'AGR', heat: '' } }
    const draft = { ...emptyDraft('receive', NOW, SITE), outputs: [output], legs: [{ mode: 'rail', km: '120,5' }, { mode: 'sea', km: '' }], papers: [{ kind: 'bill-of-lading', ref: 'BL 7' }] }
    expect(lineOf(draft)).toMatchObject({
      legs: [{ mode: 'rail', km: 120.5 }], documents: [{ kind: 'bill-of-lading', ref: 'BL 7' }],
      outputs: [{ sentAs: 'TW-1', origin: { kind: 'site', siteId: 'CHL-000001B' }, identifiers: { brand: 'AGR' }, measured: { assay: { copper: '0.28', gold: '0.000003100' } } }],
    })
    const mine = siteIdFrom('CHL', Uint8Array.of(0, 0, 0, 1))
    expect(EventLine.safeParse(lineOf({ ...draft, site: mine, outputs: [{ ...output, originSite: mine }] })).error?.issues).toBeUndefined()
    const smelted = { ...emptyDraft('transform', NOW, SITE), inputs: [{ ...emptyInput, lot: 'A', recovery: '96' }], outputs: [{ ...emptyOutput, lot: 'B', contained: '5', metal2: 'gold', contained2: '12 g' }], loss: '0.1', loss2: '1 g' }
    expect(lineOf(smelted)).toMatchObject({ inputs: [{ take: 'all', recovery: '0.96' }], outputs: [{ contained: { copper: '5 t', gold: '12 g' } }], losses: { copper: '0.1 t', gold: '1 g' } })
  })
  it('rounds no seconds away in a correction, keeps the country of a named partner, and drops what was emptied', () => {
    const line = {
      kind: 'receive', event: 'W-2', at: '2026-03-01T08:30:17.250Z', site: SITE, from: { name: 'A mine', country: 'CHL' }, shipment: 'S-9', legs: [{ mode: 'sea', km: 900, kgCo2ePerTkm: 0.01 }],
      outputs: [{ lot: 'C', material: 'concentrate', metal: 'copper', contained: { copper: '28 t', gold: '300 g' }, origin: { kind: 'country', country: 'CHL' }, sentAs: 'X' }],
    }
    const again = draftOf(line, NOW)
    expect(lineOf({ ...again, reason: 'looked again' }, 'W-2')['instead']).toMatchObject({ at: line.at, from: line.from, legs: line.legs, shipment: 'S-9', outputs: line.outputs })
    const emptied = lineOf({ ...again, reason: 'wrong', partner: '', shipment: '', legs: [], outputs: [{ ...again.outputs[0]!, metal2: '', originKind: '', sentAs: '' }] }, 'W-2')['instead'] as Record<string, unknown>
    expect(Object.keys(emptied).sort()).toEqual(['at', 'kind', 'outputs', 'site'])
    expect(emptied['outputs']).toEqual([{ lot: 'C', material: 'concentrate', metal: 'copper', contained: { copper: '28 t' }, model: 'mass-balance' }])
    expect(lineOf({ ...again, at: '2026-03-02T09:00', reason: 'wrong day' }, 'W-2')['at']).toBe('2026-03-02T09:00:00.000Z')
  })
  it('takes all where nothing is said, in a new line and in a corrected one', () => {
    const draft = { ...emptyDraft('ship', NOW, SITE), inputs: [{ ...emptyInput, lot: 'A' }], shipment: 'S1', partner: 'A buyer' }
    expect(lineOf(draft)['inputs']).toEqual([{ lot: 'A', take: 'all' }])
    expect(draftOf({ ...lineOf(draft) }, NOW).inputs[0]!.take).toBe('')
  })
  it('settles a count by what the remainder differs', () => {
    const lot = { lotId: 'org:L', lot: 'L', metal: 'copper', amount: { copper: 10_000_000 }, left: { copper: 4_000_000 } } as unknown as LotRow
    const [one] = countedLots([lot], { 'org:L': '3.9 t' })
    expect(one!.difference).toBe(-100_000)
    expect(stockTakeLine(one!, SITE, NOW)).toMatchObject({ kind: 'adjust', lot: 'L', contained: { copper: '9.900000 t' }, isSettlement: true })
    expect(countedLots([lot], { 'org:L': 'x' })[0]!.isUnread).toBe(true)
  })
})
