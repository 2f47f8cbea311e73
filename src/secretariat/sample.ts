// A draw that anybody can make again: reports ordered by a hash of the seed and their number, the first share of them
// taken. Nobody can choose which report is checked without choosing the seed, and the seed stands in the log.
import { sha256Hex } from '#src/kernel/merkle.ts'

export type Report = { readonly caseId: string; readonly round: number }

/** @param percent 1 to 100; at least one report is drawn where there is any */
export function drawn(reports: readonly Report[], percent: number, seed: string): Report[] {
  if (reports.length === 0) return []
  const count = Math.max(1, Math.ceil(reports.length * percent / 100))
  return reports.map((report) => ({ report, rank: sha256Hex(`${seed} ${report.caseId}.${report.round}`) }))
    .sort((a, b) => a.rank < b.rank ? -1 : 1).slice(0, count).map(({ report }) => report)
}
