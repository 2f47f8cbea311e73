// What people do in a scenario, as phrases: `ships A to Norte as SH-1 by sea 12,000 km`. Each act has a verb of its own.
import type { AccountOf, ActivityFigure, ActivityProduct, Opening, Retired, StoryAct } from './scenario.ts'
import { day, figure, mass, type Slots } from './slots.ts'
import { choice, oneOf, phrase, type Syntax } from './syntax.ts'

/** Verbs of processes that make something else of what goes in. */
export const PROCESS_VERBS = ['concentrates', 'smelts', 'refines', 'leaches', 'casts', 'draws', 'fabricates', 'recycles', 'blends', 'processes'] as const
export const REGROUP_VERBS = ['splits', 'merges', 'packs'] as const
export const ADJUST_VERBS = ['weighs', 'assays', 'dries', 'counts'] as const

/** One more line below an act, indented, for each element of one of its fields. */
export type Detail = { readonly act: StoryAct['act']; readonly field: string; readonly line: Syntax<unknown> }
export type Acts = { readonly syntax: Syntax<StoryAct>; readonly phrases: readonly ActPhrase[]; readonly details: readonly Detail[] }
type ActPhrase = { readonly act: StoryAct['act']; readonly syntax: Syntax<StoryAct> }

type Of<K extends StoryAct['act']> = Extract<StoryAct, { act: K }>

export function actsOf(slots: Slots): Acts {
  const phrases = [...custodyPhrases(slots), ...handoverPhrases(slots), ...accountPhrases(slots), ...carbonPhrases(slots)]
  return { phrases, details: detailsOf(slots), syntax: choice(phrases.map(({ act, syntax }) => ({ syntax, is: (value: StoryAct) => value.act === act })), 'act') }
}

const act = <K extends StoryAct['act']>(kind: K, template: string, fields: Parameters<typeof phrase<Of<K>>>[1]): ActPhrase =>
  ({ act: kind, syntax: phrase<Of<K>>(template, fields, { act: kind } as Partial<Of<K>>) as unknown as Syntax<StoryAct> })

function custodyPhrases({ name, drawn, outputs, losses, facts }: Slots): ActPhrase[] {
  const lot = name('lot')
  return [
    act('extract', 'extracts {outputs}', { outputs }),
    act('transform', '{verb} {inputs} into {outputs}[, loses {losses}][, keeps {stock}]', { verb: oneOf(PROCESS_VERBS, 'smelts | refines | casts …'), inputs: drawn, outputs, losses, stock: losses }),
    act('regroup', '{verb} {inputs} into {outputs}', { verb: oneOf(REGROUP_VERBS), inputs: drawn, outputs }),
    act('sell', 'sells {inputs}[to {buyer}] in {market}', { inputs: drawn, buyer: name('name'), market: name('market') }),
    act('adjust', '{verb} {lot}: {facts}[by the {by}]<isSettlement|as settlement>', { verb: oneOf(ADJUST_VERBS), lot, facts, by: oneOf(['counterparty', 'umpire']) }),
    act('void', 'voids {event}: {reason}', { event: name('event'), reason: name('reason') }),
    act('correct', 'corrects {event}: {reason}', { event: name('event'), reason: name('reason') }),
  ]
}

function handoverPhrases({ name, drawn, outputs, legs, model, facts }: Slots): ActPhrase[] {
  const [party, shipment, lot] = [name('party'), name('shipment'), name('lot')]
  return [
    act('ship', 'ships {inputs} to {to}[at {toSite}] as {shipment}[by {legs}][under {model}]', { inputs: drawn, to: party, toSite: name('place'), shipment, legs, model }),
    act('receive', 'receives {shipment}[from {from}][: {facts}][: {outputs}]', { shipment, from: party, facts, outputs }),
    act('buy', 'buys {outputs}[from {from}]', { outputs, from: party }),
    act('link', 'links {lot} to {shipment} of {sender}[as {sentAs}]', { lot, shipment, sender: party, sentAs: lot }),
    act('unlink', 'unlinks {lot}: {reason}', { lot, reason: name('reason') }),
    act('disclose', 'discloses {level} to {to}', { level: oneOf(['nothing', 'region', 'country', 'site']), to: party }),
    act('accept', 'accepts {shipment} of {sender}', { shipment, sender: party }),
    act('dispute', 'disputes {shipment} of {sender}: {lot} {found}, {reason}', { shipment, sender: party, lot, found: mass, reason: name('reason') }),
  ]
}

/** `awarded-mined copper`. */
export const accountOf = ({ characteristic, substance }: Slots): Syntax<AccountOf> =>
  ({ ...phrase<AccountOf>('{characteristic} {metal}', { characteristic, metal: substance }), shown: 'characteristic metal' })

function accountPhrases(slots: Slots): ActPhrase[] {
  const { name, names, percent, scrapClass } = slots
  const account = accountOf(slots)
  return [
    act('open-account', 'opens account {account} from {from}[under {profile}][at {recovery} %]', { account, from: day, profile: name('profile'), recovery: percent }),
    act('group', 'declares group {name} of {sites}[under {profile}]', { name: name('name'), sites: names, profile: name('profile') }),
    act('credit', 'credits {mass} {account} as {ref}[at {recovery} %][from {supplier}][of {scrapClass} scrap]', { mass, account, ref: name('paper'), recovery: percent, supplier: name('party'), scrapClass }),
    act('credit-lots', 'credits lots {lots} to {account}', { lots: names, account }),
    act('throughput', 'books {mass} {direction} for {account} as {ref}', { mass, direction: oneOf(['other', 'output']), account, ref: name('paper') }),
    act('claim', 'claims {mass} {account} as {ref}', { mass, account, ref: name('paper') }),
    act('transfer', 'transfers {mass} {account} to {to} as {ref}', { mass, account, to: name('party'), ref: name('statement') }),
    act('take-statement', 'takes statement {ref} into {account}', { ref: name('statement'), account }),
    act('close', 'closes {account}[up to {upTo}]', { account, upTo: day }),
  ]
}

function carbonPhrases({ name, stage }: Slots): ActPhrase[] {
  return [
    act('activity', 'reports {stage} from {from} to {to}[allocated by {rule}]', { stage, from: day, to: day, rule: oneOf(['mass', 'economic', 'system-expansion']) }),
    act('say', 'says {template} of {subject} to {audience} as {ref}[with footprint {stated} t]', { template: name('claim template'), subject: name('shipment or lot'), audience: name('audience'), ref: name('claim'), stated: figure }),
  ]
}

function detailsOf({ name, substance, unitWord }: Slots): Detail[] {
  const opening = phrase<Opening>('opening {mass} {periods} periods old', { mass, periods: figure })
  const line = phrase<ActivityFigure>('{kind} {name} scope {scope}: {amount} {unit}<perTonne|per t>[at {kgCo2e} kg]<isMeasured|measured>', {
    kind: oneOf(['fuel', 'electricity', 'heat', 'upstream', 'direct']), name: name('name'), scope: figure, amount: figure, unit: unitWord, kgCo2e: figure,
  })
  const product = phrase<ActivityProduct>('output {tonnes} t {substance}[value {value}][displaces {displaces} kg]', { tonnes: figure, substance, value: figure, displaces: figure })
  const retired = phrase<Retired>('retired {from} to {to} of {series} vintage {vintage} on {on}', { from: figure, to: figure, series: name('series'), vintage: figure, on: day })
  return [{ act: 'say', field: 'retired', line: retired }, { act: 'open-account', field: 'opening', line: opening }, { act: 'activity', field: 'lines', line }, { act: 'activity', field: 'outputs', line: product }]
}

