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
export type InputDraft = { readonly lot: string; readonly take: string; readonly recovery: string; readonly was?: RecordedDraw }
export type OutputDraft = { readonly lot: string; readonly material: string; readonly metal: string; readonly gross: string; readonly moisture: string; readonly grade: string; readonly contained: string; readonly model: string; readonly scrapClass: string; readonly certificate: string
  /** A metal beside the one the lot is traded for. */
  readonly metal2: string; readonly grade2: string; readonly contained2: string
  /** Of a receipt: the lot as its sender calls it, and where its metal is from by a paper. */
  readonly sentAs: string; readonly originKind: '' | 'site' | 'country'; readonly originSite: string; readonly originCountry: string
  readonly identifiers: Readonly<Record<string, string>>; readonly was?: RecordedLot
}
export type LegDraft = { readonly mode: string; readonly km: string; readonly was?: Readonly<Record<string, unknown>> }
export type PaperDraft = { readonly kind: string; readonly ref: string; readonly was?: Readonly<Record<string, unknown>> }
export type Draft = {
  readonly kind: DraftKind; readonly event: string; readonly at: string; readonly site: string; readonly inputs: readonly InputDraft[]; readonly outputs: readonly OutputDraft[]
  readonly shipment: string; readonly partner: string; readonly market: string; readonly loss: string; readonly loss2: string; readonly legs: readonly LegDraft[]; readonly papers: readonly PaperDraft[]; readonly reason: string; readonly note: string; readonly basis: string; readonly by: string; readonly isSettlement: boolean; readonly voids: string; readonly was?: Readonly<Record<string, unknown>>
}

/** Nothing said takes all. */
export const emptyInput: InputDraft = { lot: '', take: '', recovery: '' }
export const emptyOutput: OutputDraft = { lot: '', material: 'concentrate', metal: 'copper', gross: '', moisture: '', grade: '', contained: '', model: 'mass-balance', scrapClass: '', certificate: '', metal2: '', grade2: '', contained2: '', sentAs: '', originKind: '', originSite: '', originCountry: '', identifiers: {} }
export const emptyDraft = (kind: DraftKind, now: string, site: string): Draft => ({
  kind, event: `${kind.slice(0, 3).toUpperCase()}-${now.slice(0, 19).replace(/\D/g, '')}`, at: now.slice(0, 16), site, inputs: [emptyInput], outputs: [emptyOutput],
  shipment: '', partner: '', market: '', loss: '', loss2: '', legs: [], papers: [], reason: '', note: '', basis: 'weight', by: 'own', isSettlement: true, voids: '',
})

/** The names metal bears in the trade that a form asks for. */
export const IDENTIFIERS = ['brand', 'bundle', 'heat', 'cast', 'coil', 'drum', 'billOfLading'] as const
export const MODES = ['sea', 'rail', 'road', 'inland-water', 'air', 'pipeline'] as const

/** `31.4 g/t`, as precious metals are assayed, as a fraction text. */
function gramsPerTonne(text: string): string | undefined {
  const [, whole, part = ''] = /^(\d{1,6})(?:[.,](\d{1,3}))? ?g\/t$/.exec(text.trim()) ?? []
  return whole === undefined ? undefined : `0.${(whole + part.padEnd(3, '0')).padStart(9, '0')}`
}

/** A plain number is percent here; `0.28` must be said as 28. */
const percent = (text: string): string => gramsPerTonne(text) ?? (/^\d+([.,]\d+)?$/.test(text.trim()) ? fractionText(`${text.trim()} %`) : fractionText(text))

/** Contained metal in whole quanta as weight and grade give it, or as stated; undefined while something is missing or wrong. */
export function containedQuanta(output: Pick<OutputDraft, 'gross' | 'moisture' | 'grade' | 'contained' | 'metal'>): number | undefined {
  try {
    if (output.contained.trim() !== '') return quantaOf(typedMass(output.contained), quantumOf(output.metal))
    if (output.gross.trim() === '' || output.grade.trim() === '') return undefined
    return containedOf(quantaOf(typedMass(output.gross), 'g'), output.moisture.trim() === '' ? '0' : percent(output.moisture), percent(output.grade), quantumOf(output.metal)).contained
  } catch { return undefined }
}

const some = (name: string, value: string): Record<string, string> => value.trim() === '' ? {} : { [name]: value.trim() }
/** A partner as it was named stays as it was: with its country, where a paper said one. */
const partyOf = (words: string, was: unknown) =>
  (was as { name?: string } | undefined)?.name === words.trim() ? was : /^(org|ptn)_\S+$/.test(words.trim()) ? { organisationId: words.trim() } : { name: words.trim() }

/** What is said of each metal, over what was said before; nothing where the field is empty. */
function byMetal(before: Readonly<Record<string, string>> | undefined, said: readonly (readonly [metal: string, text: string])[], read: (text: string) => string): Record<string, string> {
  const all = { ...before }
  for (const [metal, text] of said) {
    if (metal === '') continue
    if (text.trim() === '') delete all[metal]
    else all[metal] = read(text)
  }
  return all
}

function quantitiesOf(output: OutputDraft) {
  const { was } = output
  const before = was === undefined ? '' : secondOf(was, output.metal)
  // A second metal that is no longer said is said no more.
  const dropped = before !== '' && before !== output.metal2 ? [[before, ''] as const] : []
  const contained = byMetal(was?.contained, [...dropped, [output.metal, output.contained], [output.metal2, output.contained2]], typedMass)
  const assay = byMetal(was?.measured?.assay, [...dropped, [output.metal, output.grade], [output.metal2, output.grade2]], percent)
  return {
    ...(output.gross.trim() === '' ? {} : { measured: { gross: typedMass(output.gross), ...(output.moisture.trim() === '' ? {} : { moisture: percent(output.moisture) }), assay } }),
    ...(Object.keys(contained).length === 0 ? {} : { contained }),
  }
}

function identifiersOf({ identifiers, was }: OutputDraft): Record<string, unknown> {
  const all: Record<string, string> = { ...was?.identifiers }
  for (const [name, value] of Object.entries(identifiers)) if (value.trim() === '') delete all[name]; else all[name] = value.trim()
  return Object.keys(all).length === 0 ? {} : { identifiers: all }
}

function originOf({ originKind, originSite, originCountry, was }: OutputDraft): Record<string, unknown> {
  if (originKind === 'site') return { origin: { kind: 'site', siteId: originSite } }
  if (originKind === 'country') return { origin: { kind: 'country', country: originCountry } }
  // An origin that the form does not ask for, such as scrap, stays as it was.
  const kept = was?.origin
  return kept === undefined || kept.kind === 'site' || kept.kind === 'country' ? {} : { origin: kept }
}

function lotOf(output: OutputDraft, isReceived: boolean) {
  const { measured: _measured, contained: _contained, scrapClass: _scrap, identifiers: _identifiers, origin: _origin, sentAs: _sentAs, ...kept } = output.was ?? {}
  return {
    ...kept, lot: output.lot.trim(), material: output.material, metal: output.metal, ...quantitiesOf(output), model: output.model, ...(output.material === 'scrap' ? some('scrapClass', output.scrapClass) : {}),
    ...identifiersOf(output), ...(isReceived ? { ...some('sentAs', output.sentAs), ...originOf(output) } : {}),
    ...(output.certificate.trim() === '' || output.certificate === output.was?.documents?.[0]?.ref ? {} : { documents: [{ kind: 'certificate-of-analysis', ref: output.certificate.trim() }] }),
  }
}
function takenOf({ lot, take, recovery, was }: InputDraft): Record<string, unknown> {
  const { recovery: _recovery, ...kept } = was ?? { lot: '' }
  const drawn = was !== undefined && was.lot === lot.trim() && shownTake(was) === take ? kept : { lot: lot.trim(), take: take.trim() === '' || take.trim() === 'all' ? 'all' : typedMass(take) }
  return { ...drawn, ...(recovery.trim() === '' ? {} : { recovery: percent(recovery) }) }
}
const shownTake = (was: RecordedDraw): string => Object.values(was.contained ?? {})[0] ?? (was.take === 'all' ? '' : was.take ?? '')

const legsOf = ({ legs }: Draft) => {
  const said = legs.filter(({ km }) => km.trim() !== '').map(({ mode, km, was }) => ({ ...was, mode, km: Number(km.trim().replace(',', '.')) }))
  return said.length === 0 ? {} : { legs: said }
}
const papersOf = ({ papers }: Draft) => {
  const said = papers.filter(({ ref }) => ref.trim() !== '').map(({ kind, ref, was }) => ({ ...was, kind, ref: ref.trim() }))
  return said.length === 0 ? {} : { documents: said }
}

/** The line as the ledger takes it. @param corrects the event it takes the place of */
export function lineOf(draft: Draft, corrects?: string): Record<string, unknown> {
  // A form shows minutes: a time that was not changed keeps its seconds.
  const was = draft.was?.['at']
  const at = typeof was === 'string' && was.slice(0, 16) === draft.at.slice(0, 16) ? was : `${draft.at.slice(0, 16)}:00.000Z`
  const common = { event: draft.event.trim(), at, site: draft.site, ...some('note', draft.note), ...papersOf(draft) }
  if (draft.kind === 'void') return { kind: 'void', ...common, voids: draft.voids.trim(), reason: draft.reason }
  // What the body says anew is not kept from the line before.
  const { losses: _losses, from: _from, to: _to, buyer: _buyer, shipment: _shipment, ...kept } = draft.was ?? {}
  const { event: _, ...said } = { ...kept, kind: draft.kind, ...common, ...bodyOf(draft) } as Record<string, unknown>
  return corrects === undefined ? { kind: draft.kind, ...common, ...bodyOf(draft) } : { kind: 'correct', event: common.event, at: common.at, site: draft.site, corrects, reason: draft.reason, instead: said }
}

function bodyOf(draft: Draft): Record<string, unknown> {
  const inputs = draft.inputs.filter(({ lot }) => lot.trim() !== '').map(takenOf)
  const outputs = draft.outputs.map((output) => lotOf(output, draft.kind === 'receive'))
  const partner = (name: string) => draft.partner.trim() === '' ? {} : { [name]: partyOf(draft.partner, draft.was?.[name]) }
  switch (draft.kind) {
    case 'extract': return { outputs }
    case 'receive': return { ...partner('from'), ...some('shipment', draft.shipment), outputs, ...legsOf(draft) }
    case 'transform': {
      const [{ metal, metal2 } = emptyOutput] = draft.outputs
      const losses = byMetal(draft.was?.['losses'] as Record<string, string> | undefined, [[metal, draft.loss], [metal2, draft.loss2]], typedMass)
      return { inputs, outputs, ...(Object.keys(losses).length === 0 ? {} : { losses }) }
    }
    case 'ship': return { inputs, ...some('shipment', draft.shipment), ...partner('to'), ...legsOf(draft) }
    case 'sell': return { inputs, market: draft.market.trim(), ...partner('buyer') }
    case 'adjust': return { lot: draft.inputs[0]!.lot.trim(), ...quantitiesOf(draft.outputs[0]!), basis: draft.basis, by: draft.by, isSettlement: draft.isSettlement }
    default: return { inputs, outputs }
  }
}

/** A recorded line back in the form, to be corrected. @param does the kind that counts, where a correction does not say it again */
export function draftOf(line: Readonly<Record<string, unknown>>, now: string, does?: string): Draft {
  const shown = (line['kind'] === 'correct' ? { ...line, kind: does, ...line['instead'] as object } : line) as Record<string, unknown>
  const kind = KINDS.find((one) => one === shown['kind']) ?? 'extract'
  const base = emptyDraft(kind, now, String(shown['site'] ?? ''))
  const text = (name: string): string => typeof shown[name] === 'string' ? shown[name] : ''
  const party = (shown['to'] ?? shown['from'] ?? shown['buyer']) as { organisationId?: string; name?: string } | undefined
  const inputs = (shown['inputs'] as RecordedDraw[] | undefined)?.map((was) => ({ lot: was.lot, take: shownTake(was), recovery: was.recovery === undefined ? '' : hundredfold(was.recovery), was })) ?? [{ ...emptyInput, lot: text('lot') }]
  const outputs = (shown['outputs'] as RecordedLot[] | undefined) ?? (kind === 'adjust' ? [{ ...(shown as RecordedLot), lot: text('lot') }] : [])
  const losses = shown['losses'] as Record<string, string> | undefined
  const [first] = outputs.map(outputOf)
  return {
    ...base, event: `${String(line['event']).slice(0, 70)}-K`, at: text('at').slice(0, 16), inputs, outputs: outputs.length === 0 ? base.outputs : outputs.map(outputOf), shipment: text('shipment'), partner: party?.organisationId ?? party?.name ?? '',
    market: text('market'), loss: losses?.[first?.metal ?? ''] ?? '', loss2: losses?.[first?.metal2 ?? ''] ?? '',
    legs: (shown['legs'] as { mode: string; km: number }[] | undefined ?? []).map((was) => ({ mode: was.mode, km: String(was.km), was })),
    papers: (shown['documents'] as { kind: string; ref: string }[] | undefined ?? []).map((was) => ({ kind: was.kind, ref: was.ref, was })),
    note: text('note'), basis: text('basis') || 'weight', by: text('by') || 'own', isSettlement: shown['isSettlement'] !== false, was: keptOf(shown),
  }
}

/** Of a recorded line, what no field of the form shows. */
function keptOf(line: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shown = new Set(['event', 'instead', 'corrects', 'reason', 'note', 'inputs', 'outputs', 'measured', 'contained', 'legs', 'documents'])
  return Object.fromEntries(Object.entries(line).filter(([name]) => !shown.has(name)))
}

export type RecordedDraw = { readonly lot: string; readonly take?: string; readonly contained?: Readonly<Record<string, string>>; readonly recovery?: string }
type RecordedOrigin = { kind: string; siteId?: string; country?: string }
export type RecordedLot = { sentAs?: string; origin?: RecordedOrigin; identifiers?: Record<string, string>; lot: string; material?: string; metal?: string; measured?: { gross: string; moisture?: string; assay: Record<string, string> }; contained?: Record<string, string>; model?: string; scrapClass?: string; documents?: { ref: string }[] }
const hundredfold = (fraction: string): string => { const [whole = '0', part = ''] = fraction.split('.'); const digits = part.padEnd(2, '0'); return `${Number(whole + digits.slice(0, 2))}${digits.length > 2 ? `.${digits.slice(2)}` : ''}` }
/** The metal of a recorded lot that a form shows beside the first. */
const secondOf = (lot: RecordedLot, metal: string): string => Object.keys({ ...lot.measured?.assay, ...lot.contained }).find((one) => one !== metal) ?? ''
const shareShown = (share: string | undefined): string => share === undefined ? '' : hundredfold(share)
const outputOf = (lot: RecordedLot): OutputDraft => {
  const metal = lot.metal ?? Object.keys(lot.contained ?? lot.measured?.assay ?? { copper: '' })[0] ?? 'copper'
  const metal2 = secondOf(lot, metal)
  const { origin } = lot
  return {
    ...emptyOutput, lot: lot.lot, material: lot.material ?? 'other', metal, gross: lot.measured?.gross ?? '', moisture: lot.measured?.moisture === undefined || lot.measured.moisture === '0' ? '' : hundredfold(lot.measured.moisture),
    grade: shareShown(lot.measured?.assay[metal]), contained: lot.contained?.[metal] ?? '', model: lot.model ?? 'mass-balance', scrapClass: lot.scrapClass ?? '', certificate: lot.documents?.[0]?.ref ?? '',
    metal2, grade2: shareShown(lot.measured?.assay[metal2]), contained2: lot.contained?.[metal2] ?? '', sentAs: lot.sentAs ?? '', identifiers: lot.identifiers ?? {},
    originKind: origin?.kind === 'site' || origin?.kind === 'country' ? origin.kind : '', originSite: origin?.siteId ?? '', originCountry: origin?.country ?? '', was: lot,
  }
}
