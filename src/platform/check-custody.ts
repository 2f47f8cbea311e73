// fsck of the custody ledger: every book is derived again from the lines that the log vouches for, links from the links it
// speaks of, and accounts from their entries; what was issued still reads as it did.
import { allAccounts } from '#src/custody/balance-account.store.ts'
import { balanceKinds, checkBalances } from '#src/custody/balance-check.ts'
import { allEntries, allSources } from '#src/custody/balance-entry.store.ts'
import { allPeriods, allVintageSums } from '#src/custody/balance-period.store.ts'
import { allCapturedTexts } from '#src/custody/epcis.store.ts'
import { checkCaptures, checkLinks, handOverKinds } from '#src/custody/handover-check.ts'
import { allLinkedReceived, allStandingLinks } from '#src/custody/link.store.ts'
import { allLinkedParts } from '#src/custody/shipment.store.ts'
import { allStatements } from '#src/custody/transfer-statement.store.ts'
import { checkIssued, issuedKinds } from '#src/claims/issued-check.ts'
import { allClaimTexts } from '#src/claims/claim.store.ts'
import { allVersionTexts } from '#src/claims/passport.store.ts'
import type { Said } from '#src/transparency/fsck.ts'
import { checkBook, type Finding, type LoggedBatch } from '#src/custody/ledger-check.ts'
import { batchToCheck, booksToCheck, rowsToCheck } from '#src/custody/ledger-check.store.ts'
import type { Sql } from '#src/kernel/sql.ts'

/** @param logged the batches the log speaks of, in its order */
export async function checkCustody(sql: Sql, logged: readonly LoggedBatch[]): Promise<Finding[]> {
  const findings: Finding[] = []
  const books = await booksToCheck(sql)
  for (const book of books) {
    const own = logged.filter(({ bookNo }) => bookNo === book.bookNo)
    if (own.length !== book.batches) findings.push({ where: `book ${book.bookNo}`, what: `the log speaks of ${own.length} batches, ${book.batches} are there` })
    const check = checkBook(book)
    for (const batch of own) findings.push(...check.add(batch, await batchToCheck(sql, batch.batchNo)))
    findings.push(...check.compare(await rowsToCheck(sql, book.bookNo)))
  }
  const known = new Set(books.map(({ bookNo }) => bookNo))
  for (const { position, bookNo } of logged) if (!known.has(bookNo)) findings.push({ where: `entry ${position}`, what: `the book ${bookNo} it speaks of is not there` })
  return findings
}

/** Kinds of entries that these checks read. */
export const saidKinds: ReadonlySet<string> = new Set([...balanceKinds, ...handOverKinds, ...issuedKinds])

/** @param said the entries of these kinds, in the order of the log */
export async function checkWhatFollows(sql: Sql, said: readonly Said[]): Promise<Finding[]> {
  const balances = {
    accounts: await allAccounts(sql), entries: await allEntries(sql), periods: await allPeriods(sql), vintages: await allVintageSums(sql), sources: await allSources(sql), statements: await allStatements(sql),
  }
  return [
    ...checkLinks(said, await allStandingLinks(sql), await allLinkedParts(sql), await allLinkedReceived(sql)), ...checkCaptures(said, await allCapturedTexts(sql)),
    ...checkBalances(balances, said), ...checkIssued(said, await allClaimTexts(sql), await allVersionTexts(sql)),
  ]
}
