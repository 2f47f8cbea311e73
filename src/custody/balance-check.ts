// Balance accounts checked against themselves and the log: every period is added up again from its entries, each source is
// credited once and for no more than it holds, a statement is one debit and at most one credit of the same quantity, and what
// was sealed has its digest (custody invariants 11 to 15, 18 and 21). Pure.
import { sha256Hex } from '#src/kernel/merkle.ts'
import type { Finding, Said } from '#src/transparency/fsck.ts'
import type { HeldAccount } from './balance-account.ts'
import { movementOf, type NewEntry } from './balance-entry.ts'
import { noMovement, type AccountFigures } from './balance.ts'
import { writtenMass } from './balance-period.ts'
import type { HeldStatement } from './transfer-statement.ts'

type HeldEntry = NewEntry & { readonly entryNo: number; readonly entryId: string; readonly accountNo: number }
type ClosedPeriod = AccountFigures & { readonly accountNo: number; readonly period: number; readonly sealed: string; readonly digest: string }
/** What a pool handed on of a metal at the close of a period, over all ages; period 0 is what an account was opened with. */
export type VintageSum = { readonly pool: string; readonly metal: string; readonly characteristic: string; readonly period: number; readonly quantity: number }
export type HeldSource = { readonly profile: string; readonly metal: string; readonly source: string; readonly contained: number; readonly credited: number; readonly characteristics: readonly string[] }

export type BalancesToCheck = {
  readonly accounts: readonly HeldAccount[]; readonly entries: readonly HeldEntry[]; readonly periods: readonly ClosedPeriod[]; readonly vintages: readonly VintageSum[]
  readonly sources: readonly HeldSource[]; readonly statements: readonly HeldStatement[]
}

/** Kinds of log entries that name entries of an account, and where in the body they do. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  'balance.credited': ['entryId'], 'balance.debited': ['entryId'], 'balance.returned': ['entryId'], 'balance.adjusted': ['entryId'], 'balance.throughput-recorded': ['entryId'],
  'balance.group-transferred': ['debit', 'credit'], 'transfer-statement.issued': ['entryId'], 'transfer-statement.accepted': ['entryId'], 'transfer-statement.voided': ['entryId'],
}
export const balanceKinds: readonly string[] = [...Object.keys(NAMES), 'balance.month-imported', 'balance-period.closed']

const FIGURES = ['opening', 'credited', 'debited', 'returned', 'adjusted', 'groupIn', 'groupOut', 'expired', 'closing', 'eligible', 'other', 'output'] as const

/** What the entries of a period come to. */
function figuresOf(opening: number, accountNo: number, entries: readonly HeldEntry[]): AccountFigures {
  const sums: Record<keyof typeof noMovement, number> = { ...noMovement }
  let expired = 0
  for (const entry of entries) {
    const movement = movementOf(accountNo, entry)
    for (const name of Object.keys(noMovement) as (keyof typeof noMovement)[]) sums[name] += movement[name]
    if (entry.kind === 'expiry') expired -= entry.amount
  }
  return { ...sums, opening, expired, closing: opening + sums.credited - sums.debited + sums.returned + sums.adjusted + sums.groupIn - sums.groupOut - expired }
}

const poolOf = (period: ClosedPeriod, account: HeldAccount): string => (JSON.parse(period.sealed) as { group: string | null }).group ?? account.accountId

function checkPeriods({ accounts, entries, periods, vintages }: BalancesToCheck, said: readonly Said[]): Finding[] {
  const findings: Finding[] = []
  const told = new Map(said.filter(({ kind, body }) => kind === 'balance-period.closed' && body !== null).map(({ subject, body }) => [`${subject} ${String(body!['period'])}`, body!['digest']]))
  const isErased = said.some(({ kind, body }) => kind === 'balance-period.closed' && body === null)
  const left = new Map(vintages.map((one) => [`${one.pool} ${one.metal} ${one.characteristic} ${one.period}`, one.quantity]))
  const closings = new Map<string, number>()
  const [entriesOf, periodsOf] = [Map.groupBy(entries, ({ accountNo }) => accountNo), Map.groupBy(periods, ({ accountNo }) => accountNo)]
  for (const account of accounts) {
    const { accountNo, accountId, metal, characteristic } = account
    const own = Map.groupBy(entriesOf.get(accountNo) ?? [], ({ period }) => period)
    let opening = left.get(`${accountId} ${metal} ${characteristic} 0`) ?? 0
    for (const period of periodsOf.get(accountNo) ?? []) {
      const where = `account ${accountId}, period ${period.period}`
      const figures = figuresOf(opening, accountNo, own.get(period.period) ?? [])
      const sealed = JSON.parse(period.sealed) as { figures: AccountFigures }
      for (const name of FIGURES) {
        if (figures[name] !== period[name]) findings.push({ where, what: `its entries make ${name} ${figures[name]}, it was closed with ${period[name]}` })
        if (sealed.figures[name] !== period[name]) findings.push({ where, what: `${name} is sealed as ${sealed.figures[name]}, the table has ${period[name]}` })
      }
      if (sha256Hex(period.sealed) !== period.digest) findings.push({ where, what: 'its sealed text does not have its digest' })
      const key = `${accountId} ${period.period}`
      if (told.has(key) ? told.get(key) !== period.digest : !isErased) findings.push({ where, what: told.has(key) ? 'its digest is not the one that the log vouches for' : 'no entry of the log speaks of its close' })
      told.delete(key)
      const pool = `${poolOf(period, account)} ${metal} ${characteristic} ${period.period}`
      closings.set(pool, (closings.get(pool) ?? 0) + period.closing)
      opening = period.closing
    }
  }
  for (const key of told.keys()) findings.push({ where: `account ${key.replace(' ', ', period ')}`, what: 'the log says it was closed, and it is not there' })
  for (const [pool, closing] of closings) if ((left.get(pool) ?? 0) !== closing) findings.push({ where: `what ${pool} hands on`, what: `its parts by age sum to ${left.get(pool) ?? 0}, it was closed with ${closing}` })
  return findings
}

function checkSources({ accounts, entries, sources }: BalancesToCheck): Finding[] {
  const findings: Finding[] = []
  const byNo = new Map(accounts.map((account) => [account.accountNo, account]))
  const corrections = Map.groupBy(entries.filter(({ kind }) => kind === 'adjustment'), ({ corrects }) => corrects)
  const taken = new Map<string, { credited: number; characteristics: string[] }>()
  for (const entry of entries) {
    if (entry.kind !== 'credit') continue
    const { profile, metal, characteristic } = byNo.get(entry.accountNo)!
    const key = `${profile} ${metal} ${entry.restsOn}:${entry.restsRef}`
    const source = taken.get(key) ?? { credited: 0, characteristics: [] }
    source.credited += (corrections.get(entry.entryNo) ?? []).reduce((sum, { eligible }) => sum + eligible, entry.eligible)
    if (source.characteristics.includes(characteristic)) findings.push({ where: `source ${key}`, what: `it is credited twice as ${characteristic}` })
    source.characteristics.push(characteristic)
    taken.set(key, source)
  }
  for (const { profile, metal, source, credited, characteristics } of sources) {
    const key = `${profile} ${metal} ${source}`
    const own = taken.get(key)
    taken.delete(key)
    if (own === undefined) { findings.push({ where: `source ${key}`, what: 'nothing was credited for it' }); continue }
    if (own.credited !== credited) findings.push({ where: `source ${key}`, what: `its credits sum to ${own.credited}, it says ${credited}` })
    if (own.characteristics.toSorted().join() !== characteristics.toSorted().join()) findings.push({ where: `source ${key}`, what: `it is credited as ${own.characteristics.join(', ')}, it says ${characteristics.join(', ')}` })
  }
  for (const key of taken.keys()) findings.push({ where: `source ${key}`, what: 'it is credited, and not kept as a source' })
  return findings
}

function checkStatements({ entries, statements }: BalancesToCheck, said: readonly Said[]): Finding[] {
  const findings: Finding[] = []
  const of = (kind: string): Map<string | null, HeldEntry[]> => Map.groupBy(entries.filter((entry) => entry.kind === kind && entry.restsOn === 'statement'), ({ restsRef }) => restsRef)
  const [debits, credits] = [of('debit'), of('credit')]
  const returned = new Set(entries.filter(({ kind }) => kind === 'return').map(({ corrects }) => corrects))
  const told = new Map(said.filter(({ kind, body }) => kind === 'transfer-statement.issued' && body !== null).map(({ subject, body }) => [subject, body!['digest']]))
  for (const one of statements) {
    const where = `statement ${one.number}`
    const [debit, ...moreDebits] = debits.get(one.number) ?? []
    const [credit, ...moreCredits] = credits.get(one.number) ?? []
    debits.delete(one.number)
    credits.delete(one.number)
    if (debit === undefined || moreDebits.length > 0 || debit.accountNo !== one.accountNo || debit.amount !== -one.quantity) findings.push({ where, what: `it is of ${one.quantity} and is not one debit of as much` })
    else if (returned.has(debit.entryNo) !== (one.state === 'void')) findings.push({ where, what: one.state === 'void' ? 'it is void, and its debit was not given back' : 'it stands, and its debit was given back' })
    if (one.state === 'accepted' ? credit === undefined || moreCredits.length > 0 || credit.accountNo !== one.acceptedAccountNo || credit.eligible !== one.quantity : credit !== undefined) {
      findings.push({ where, what: one.state === 'accepted' ? `it was accepted and is not one credit of ${one.quantity}` : 'it was not accepted, and is credited' })
    }
    if (sha256Hex(one.text) !== one.digest) findings.push({ where, what: 'its text does not have its digest' })
    if (told.has(one.number) && told.get(one.number) !== one.digest) findings.push({ where, what: 'its digest is not the one that the log vouches for' })
    if (one.document.quantity !== writtenMass(one.quantity, one.unit)) findings.push({ where, what: `it reads ${one.document.quantity}, the table has ${one.quantity}` })
  }
  for (const number of [...debits.keys(), ...credits.keys()]) findings.push({ where: `statement ${number}`, what: 'an account has an entry of it, and it is not there' })
  return findings
}

/** Every entry is one the log speaks of, with the same figures: of its own, of a month file, or of the close of its period. */
function checkEntries({ accounts, entries }: BalancesToCheck, said: readonly Said[]): Finding[] {
  const findings: Finding[] = []
  const accountOf = new Map(accounts.map((account) => [account.accountNo, account]))
  const told = new Map<string, Said>()
  const lines = new Set<string>()
  for (const one of said) {
    for (const name of NAMES[one.kind] ?? []) if (one.body !== null) told.set(one.body[name] as string, one)
    if (one.kind === 'balance.month-imported' && one.body !== null) for (const reference of one.body['references'] as readonly string[]) lines.add(`${one.subject} ${reference}`)
  }
  const isErased = said.some(({ body }) => body === null)
  for (const entry of entries) {
    const { accountId, unit } = accountOf.get(entry.accountNo)!
    const where = `entry ${entry.entryId} of account ${accountId}`
    const one = told.get(entry.entryId)
    told.delete(entry.entryId)
    if (one === undefined) {
      if (!isErased && entry.restsOn !== 'close' && !lines.has(`${accountId} ${entry.lineRef}`)) findings.push({ where, what: 'no entry of the log speaks of it' })
      continue
    }
    for (const name of ['amount', 'eligible', 'other', 'output'] as const) if (one.body![name] !== undefined && one.body![name] !== entry[name]) findings.push({ where, what: `the log says ${name} ${String(one.body![name])}, the table has ${entry[name]}` })
    const quantity = one.body!['quantity']
    if (quantity !== undefined && quantity !== writtenMass(Math.abs(entry.amount), unit)) findings.push({ where, what: `the log says ${String(quantity)}, the table has ${writtenMass(Math.abs(entry.amount), unit)}` })
  }
  for (const [entryId, { position }] of told) findings.push({ where: `entry ${position}`, what: `the balance entry ${entryId} it speaks of is not there` })
  return findings
}

export const checkBalances = (balances: BalancesToCheck, said: readonly Said[]): Finding[] =>
  [...checkPeriods(balances, said), ...checkSources(balances), ...checkStatements(balances, said), ...checkEntries(balances, said)]
