// A form of the weighbridge as a line of the ledger. Pure: what is typed comes out as the line that is sent, and what a lot
// contains is counted as the ledger counts it.
import { containedOf, fractionText, quantaOf } from '#src/kernel/quanta.ts'
import { quantumOf } from '../ui/mass.ts'
import { typedMass } from './quantities.ts'

export const KINDS = ['extract', 'receive', 'transform', 'split', 'merge', 'aggregate', 'ship', 'sell', 'adjust', 'void'] as const
export type DraftKind = typeof KINDS[number]
export const hasInputs = (kind: DraftKind): boolean => ['transform', 'split', 'merge', 'aggregate', 'ship', 'sell'].includes(kind)
export const hasOutputs = (kind: DraftKind): boolean => ['extract', 'receive', 'transform', 'split', 'merge', 'aggregate'].includes(kind)
export const takesOneInput = (kind: DraftKind): boolean => kind === 'split'
export const givesOneOutput = (kind: DraftKind): boolean => kind === 'merge' || kind === 'aggregate'

/** `was`: what the recorded line says, of which a form shows a part; a correction keeps the rest. */
export type InputDraft = { readonly lot: string; readonly take: string; readonly was?: RecordedDraw }
export type OutputDraft = { readonly lot: string; readonly material: string; readonly metal: string; readonly gross: string; readonly moisture: string; readonly grade: string; readonly contained: string; readonly model: string; readonly scrapClass: string; readonly certificate: string; readonly was?: RecordedLot }
export type Draft = {
  readonly kind: DraftKind; readonly event: string; readonly at: string; readonly site: string; readonly inputs: readonly InputDraft[]; readonly outputs: readonly OutputDraft[]
  readonly shipment: string; readonly partner: string; readonly market: string; readonly loss: string; readonly reason: string; readonly note: string; readonly basis: string; readonly by: string; readonly isSettlement: boolean; readonly voids: string; readonly was?: Readonly<Record<string, unknown>>
}

/** Nothing said takes all. */
export const emptyInput: InputDraft = { lot: '', take: '' }
export const emptyOutput: OutputDraft = { lot: '', material: 'concentrate', metal: 'copper', gross: '', moisture: '', grade: '', contained: '', model: 'mass-balance', scrapClass: '', certificate: '' }
export const emptyDraft = (kind: DraftKind, now: string, site: string): Draft => ({
  kind, event: `${kind.slice(0, 3).toUpperCase()}-${now.slice(0, 19).replace(/\D/g, '')}`, at: now.slice(0, 16), site, inputs: [emptyInput], outputs: [emptyOutput],
  shipment: '', partner: '', market: '', loss: '', reason: '', note: '', basis: 'weight', by: 'own', isSettlement: true, voids: '',
})

/** A plain number is percent here; `0.28` must be said as 28. */
const percent = (text: string): string => /^\d+([.,]\d+)?$/.test(text.trim()) ? fractionText(`${text.trim()} %`) : fractionText(text)

/** Contained metal in whole quanta as weight and grade give it, or as stated; undefined while something is missing or wrong. */
export function containedQuanta(output: Pick<OutputDraft, 'gross' | 'moisture' | 'grade' | 'contained' | 'metal'>): number | undefined {
  try {
    if (output.contained.trim() !== '') return quantaOf(typedMass(output.contained), quantumOf(output.metal))
    if (output.gross.trim() === '' || output.grade.trim() === '') return undefined
    return containedOf(quantaOf(typedMass(output.gross), 'g'), output.moisture.trim() === '' ? '0' : percent(output.moisture), percent(output.grade), quantumOf(output.metal)).contained
  } catch { return undefined }
}

const some = (name: string, value: string): Record<string, string> => value.trim() === '' ? {} : { [name]: value.trim() }
const partyOf = (words: string) => /^(org|ptn)_\S+$/.test(words.trim()) ? { organisationId: words.trim() } : { name: words.trim() }

function quantitiesOf(output: OutputDraft) {
  const { was } = output
  const contained = { ...was?.contained, [output.metal]: typedMass(output.contained) }
  if (output.contained.trim() === '') delete contained[output.metal]
  const assay = { ...was?.measured?.assay, [output.metal]: percent(output.grade) }
  if (output.grade.trim() === '') delete assay[output.metal]
  return {
    ...(output.gross.trim() === '' ? {} : { measured: { gross: typedMass(output.gross), ...(output.moisture.trim() === '' ? {} : { moisture: percent(output.moisture) }), assay } }),
    ...(Object.keys(contained).length === 0 ? {} : { contained }),
  }
}
function lotOf(output: OutputDraft) {
  const { measured: _measured, contained: _contained, scrapClass: _scrap, ...kept } = output.was ?? {}
  return {
    ...kept, lot: output.lot.trim(), material: output.material, metal: output.metal, ...quantitiesOf(output), model: output.model, ...(output.material === 'scrap' ? some('scrapClass', output.scrapClass) : {}),
    ...(output.certificate.trim() === '' || output.certificate === output.was?.documents?.[0]?.ref ? {} : { documents: [{ kind: 'certificate-of-analysis', ref: output.certificate.trim() }] }),
  }
}
const takenOf = ({ lot, take, was }: InputDraft): Record<string, unknown> =>
  was !== undefined && was.lot === lot.trim() && shownTake(was) === take ? { ...was } : { lot: lot.trim(), take: take.trim() === '' || take.trim() === 'all' ? 'all' : typedMass(take) }
const shownTake = (was: RecordedDraw): string => Object.values(was.contained ?? {})[0] ?? (was.take === 'all' ? '' : was.take ?? '')

/** The line as the ledger takes it. @param corrects the event it takes the place of */
export function lineOf(draft: Draft, corrects?: string): Record<string, unknown> {
  const common = { event: draft.event.trim(), at: `${draft.at.slice(0, 16)}:00.000Z`, site: draft.site, ...some('note', draft.note) }
  if (draft.kind === 'void') return { kind: 'void', ...common, voids: draft.voids.trim(), reason: draft.reason }
  const { event: _, ...said } = { ...draft.was, kind: draft.kind, ...common, ...bodyOf(draft) } as Record<string, unknown>
  return corrects === undefined ? { kind: draft.kind, ...common, ...bodyOf(draft) } : { kind: 'correct', event: common.event, at: common.at, site: draft.site, corrects, reason: draft.reason, instead: said }
}

function bodyOf(draft: Draft): Record<string, unknown> {
  const inputs = draft.inputs.filter(({ lot }) => lot.trim() !== '').map(takenOf)
  const outputs = draft.outputs.map(lotOf)
  const partner = (name: string) => draft.partner.trim() === '' ? {} : { [name]: partyOf(draft.partner) }
  switch (draft.kind) {
    case 'extract': return { outputs }
    case 'receive': return { ...partner('from'), ...some('shipment', draft.shipment), outputs }
    case 'transform': return { inputs, outputs, ...(draft.loss.trim() === '' ? {} : { losses: { ...draft.was?.['losses'] as object | undefined, [draft.outputs[0]!.metal]: typedMass(draft.loss) } }) }
    case 'ship': return { inputs, ...some('shipment', draft.shipment), ...partner('to') }
    case 'sell': return { inputs, market: draft.market.trim(), ...partner('buyer') }
    case 'adjust': return { lot: draft.inputs[0]!.lot.trim(), ...quantitiesOf(draft.outputs[0]!), basis: draft.basis, by: draft.by, isSettlement: draft.isSettlement }
    default: return { inputs, outputs }
  }
}

/** A recorded line back in the form, to be corrected. */
/** @param does the kind that counts, where a correction does not say it again */
export function draftOf(line: Readonly<Record<string, unknown>>, now: string, does?: string): Draft {
  const shown = (line['kind'] === 'correct' ? { ...line, kind: does, ...line['instead'] as object } : line) as Record<string, unknown>
  const kind = KINDS.find((one) => one === shown['kind']) ?? 'extract'
  const base = emptyDraft(kind, now, String(shown['site'] ?? ''))
  const text = (name: string): string => typeof shown[name] === 'string' ? shown[name] : ''
  const party = (shown['to'] ?? shown['from'] ?? shown['buyer']) as { organisationId?: string; name?: string } | undefined
  const inputs = (shown['inputs'] as RecordedDraw[] | undefined)?.map((was) => ({ lot: was.lot, take: shownTake(was), was })) ?? [{ ...emptyInput, lot: text('lot') }]
  const outputs = (shown['outputs'] as RecordedLot[] | undefined) ?? (kind === 'adjust' ? [{ ...(shown as RecordedLot), lot: text('lot') }] : [])
  return {
    ...base, event: `${String(line['event']).slice(0, 70)}-K`, at: text('at').slice(0, 16), inputs, outputs: outputs.length === 0 ? base.outputs : outputs.map(outputOf), shipment: text('shipment'), partner: party?.organisationId ?? party?.name ?? '',
    market: text('market'), loss: Object.values(shown['losses'] as Record<string, string> | undefined ?? {})[0] ?? '', note: text('note'), basis: text('basis') || 'weight', by: text('by') || 'own', isSettlement: shown['isSettlement'] !== false, was: keptOf(shown),
  }
}

/** Of a recorded line, what no field of the form shows. */
function keptOf(line: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown = new Set(['event', 'instead', 'corrects', 'reason', 'note', 'inputs', 'outputs', 'measured', 'contained'])
  return Object.fromEntries(Object.entries(line).filter(([name]) => !shown.has(name)))
}

export type RecordedDraw = { readonly lot: string; readonly take?: string; readonly contained?: Readonly<Record<string, string>>; readonly recovery?: string }
export type RecordedLot = { lot: string; material?: string; metal?: string; measured?: { gross: string; moisture?: string; assay: Record<string, string> }; contained?: Record<string, string>; model?: string; scrapClass?: string; documents?: { ref: string }[] }
const hundredfold = (fraction: string): string => { const [whole = '0', part = ''] = fraction.split('.'); const digits = part.padEnd(2, '0'); return `${Number(whole + digits.slice(0, 2))}${digits.length > 2 ? `.${digits.slice(2)}` : ''}` }
const outputOf = (lot: RecordedLot): OutputDraft => {
  const metal = lot.metal ?? Object.keys(lot.contained ?? lot.measured?.assay ?? { copper: '' })[0] ?? 'copper'
  return {
    ...emptyOutput, lot: lot.lot, material: lot.material ?? 'other', metal, gross: lot.measured?.gross ?? '', moisture: lot.measured?.moisture === undefined || lot.measured.moisture === '0' ? '' : hundredfold(lot.measured.moisture),
    grade: lot.measured?.assay[metal] === undefined ? '' : hundredfold(lot.measured.assay[metal]), contained: lot.contained?.[metal] ?? '', model: lot.model ?? 'mass-balance', scrapClass: lot.scrapClass ?? '', certificate: lot.documents?.[0]?.ref ?? '', was: lot,
  }
}
