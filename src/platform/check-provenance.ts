// fsck of provenance: the index made of the ledger sums to one for every lot, and what it holds to be left is what the tables say.
import { leftOverOfLots } from '#src/custody/index-reading.store.ts'
import type { Sql } from '#src/kernel/sql.ts'
import type { Finding } from '#src/transparency/fsck.ts'
import { codeOfSubstance, leftOf, partOf } from '#src/provenance/graph.ts'
import { unsummed } from '#src/provenance/index-compare.ts'
import { fromLedger } from '#src/provenance/index-follower.handlers.ts'

const PAGE = 50_000

/** @param sql one moment of the database */
export async function checkProvenance(sql: Sql): Promise<Finding[]> {
  const { engine } = await fromLedger(sql)
  const findings: Finding[] = unsummed(engine).map(({ lotId, what }) => ({ where: `provenance of ${lotId}`, what }))
  for (let after = 0; after < engine.graph.lastLot; after += PAGE) {
    for (const row of await leftOverOfLots(sql, after, after + PAGE)) {
      const part = partOf(engine.graph, row.lotNo, codeOfSubstance(row.substance))
      if (part < 0) findings.push({ where: `lot ${row.lotNo}`, what: `the index has no ${row.substance} of it` })
      else if (leftOf(engine.graph, part) !== row.left) findings.push({ where: `lot ${row.lotNo}`, what: `the index leaves ${leftOf(engine.graph, part)} of its ${row.substance}, the ledger ${row.left}` })
    }
  }
  return findings
}
