// docs/benchmarks.md is written in parts, since each takes long: a part stands between two marks and is replaced alone.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '#src/platform/house.ts'

export const PAGE = join(root, 'docs', 'benchmarks.md')

/** Parts of the page that are measured by themselves, in the order in which they stand. */
export const PARTS = ['ingest', 'provenance', 'ingest-large'] as const
export type Part = typeof PARTS[number]

const beginOf = (part: Part): string => `<!-- ${part}: written by npm run bench -- ${part} -->`
const endOf = (part: Part): string => `<!-- ${part}: end -->`

const standing = (page: string, part: Part): string => {
  const [begin, end] = [page.indexOf(beginOf(part)), page.indexOf(endOf(part))]
  return begin < 0 || end < 0 ? '' : page.slice(begin, end + endOf(part).length)
}

/**
 * Writes the page: its head, then the parts.
 * @param head undefined: as it stands
 * @param written parts measured now; the others stay as they stand
 */
export function writePage(head: string | undefined, written: Partial<Record<Part, string>>): void {
  const old = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : ''
  const parts = PARTS.map((part) => written[part] === undefined ? standing(old, part) : `${beginOf(part)}\n${written[part]}\n${endOf(part)}`)
  const begun = PARTS.map((part) => old.indexOf(beginOf(part))).filter((at) => at >= 0)
  const above = head ?? (begun.length === 0 ? old : old.slice(0, Math.min(...begun)))
  writeFileSync(PAGE, `${[above.trim(), ...parts].filter((part) => part !== '').join('\n\n')}\n`)
}
