// What the house holds against what the naive ledger holds: lots, links, and where metal comes from. All by name, since the
// numbers of rows are the house's own.
import { sql as text } from 'kysely'
import { sharesBySource } from '#src/provenance/exact.ts'
import { lineageOf } from '#src/provenance/lineage.ts'
import { readLineage } from '#src/provenance/lineage.store.ts'
import { standingsOf } from '#src/provenance/standing.ts'
import type { House } from '#src/platform/transaction.ts'
import { factSet } from '#src/transparency/fact.ts'
import { indexedShares } from './compare-index.ts'
import { naiveShares } from './naive-shares.ts'
import { SUBS, type NaiveLedger } from './naive.ts'

const nobody = { standings: standingsOf(factSet(0, [])), asOf: null }

type HeldLot = { readonly org: string; readonly ref: string; readonly lot_no: number; readonly substance: string; readonly amount: number; readonly left_over: number }
const lotText = ({ org, ref, substance, amount, left_over: left }: HeldLot): string => `${org}:${ref} ${substance} ${amount} ${left}`

async function heldLots(house: House): Promise<readonly HeldLot[]> {
  return (await text<HeldLot>`select k.organisation_id as org, l.lot_ref as ref, l.lot_no, m.substance, m.amount, m.left_over from custody_lot l join custody_book k using (book_no) join custody_lot_metal m using (lot_no)
    where not l.is_void and (m.amount > 0 or m.left_over > 0)`.execute(house.database.sql)).rows
}

async function heldLinks(house: House): Promise<string[]> {
  return (await text<{ line: string }>`
    select kr.organisation_id || ':' || lr.lot_ref || ' < ' || ks.organisation_id || ':' || ls.lot_ref || ' ' || es.event_ref || ' ' || n.substance || ' ' || n.amount as line
    from custody_link n join custody_lot lr on lr.lot_no = n.receive_lot_no join custody_book kr on kr.book_no = lr.book_no
    join custody_lot ls on ls.lot_no = n.ship_lot_no join custody_book ks on ks.book_no = ls.book_no join custody_event es on es.event_no = n.ship_event_no where not n.is_void`.execute(house.database.sql)).rows.map(({ line }) => line)
}

/** Everything that stands in a house, by name and in one order. */
export const standing = async (house: House): Promise<string[]> => [...(await heldLots(house)).map((lot) => `lot ${lotText(lot)}`), ...(await heldLinks(house)).map((line) => `link ${line}`)].sort()

/** @param hasShares also compares where the metal of every lot comes from, which takes its time */
export async function differences(house: House, ledger: NaiveLedger, hasShares: boolean): Promise<string[]> {
  const lots = await heldLots(house)
  const orgs = [...new Set(ledger.effects.map(({ org }) => org))]
  const naive = orgs.flatMap((org) => ledger.lots(org).flatMap((lot) => SUBS.flatMap((sub) => {
    const [amount, left] = [ledger.amount(lot, sub), ledger.left(lot, sub)]
    return amount > 0n || left > 0n ? [`${org}:${lot.ref} ${sub} ${amount} ${left}`] : []
  })))
  const naiveLinks = ledger.links().map(({ receive, into, ship, from, sub, amount }) => `${receive.org}:${into.ref} < ${ship.org}:${from.ref} ${ship.ref} ${sub} ${amount}`)
  const found = [...unlike('lot', lots.map(lotText), naive), ...unlike('link', await heldLinks(house), naiveLinks)]
  return found.length > 0 || !hasShares ? found : sharesUnlike(house, ledger, new Map(lots.map((row) => [`${row.org}:${row.ref}`, row.lot_no])))
}

function unlike(what: string, house: readonly string[], naive: readonly string[]): string[] {
  const [a, b] = [new Set(house), new Set(naive)]
  return [...house.filter((line) => !b.has(line)).map((line) => `the house alone has ${what} ${line}`), ...naive.filter((line) => !a.has(line)).map((line) => `the naive ledger alone has ${what} ${line}`)]
}

/** Shares of every lot, exact and by the index, compared to ten digits. */
async function sharesUnlike(house: House, ledger: NaiveLedger, lotNos: ReadonlyMap<string, number>): Promise<string[]> {
  const found: string[] = []
  const [shares, indexed] = [naiveShares(ledger), await indexedShares(house)]
  for (const [name, lotNo] of lotNos) {
    const org = name.slice(0, name.indexOf(':'))
    const lot = ledger.lot(org, name.slice(org.length + 1))!
    const rows = await readLineage(house.database.sql, lotNo, lot.metal, null)
    const exact = new Map<string, number>()
    for (const [{ leaf }, share] of sharesBySource(lineageOf(rows!), nobody)) {
      const key = leaf.kind === 'site' ? `site ${leaf.siteId}` : leaf.kind === 'scrap' ? `scrap ${leaf.scrapClass}` : leaf.kind === 'country' ? `country ${leaf.country}` : 'unknown'
      exact.set(key, (exact.get(key) ?? 0) + share)
    }
    const [naive, shown] = [shares(lot, lot.metal), indexed(lotNo, lot.metal)]
    for (const key of new Set([...exact.keys(), ...naive.keys(), ...shown.keys()])) {
      if (Math.abs((shown.get(key) ?? 0) - (naive.get(key) ?? 0)) > 1e-10) found.push(`${key} in ${name} is ${shown.get(key) ?? 0} by the index, and should be ${naive.get(key) ?? 0}`)
      if (Math.abs((exact.get(key) ?? 0) - (naive.get(key) ?? 0)) > 1e-10) found.push(`${key} in ${name} is ${exact.get(key) ?? 0}, and should be ${naive.get(key) ?? 0}`)
    }
  }
  return found
}
