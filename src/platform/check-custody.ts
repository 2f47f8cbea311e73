// fsck of the custody ledger: every book is derived again from the lines that the log vouches for.
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
