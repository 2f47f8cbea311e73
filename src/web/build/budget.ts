// First load of a public page stays under a stated weight of compressed script: the entry, the page's chunk and all they
// import statically. What a page loads later (the map, a chart) is not counted. Too heavy is a failed build.
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

export type Chunk = {
  readonly fileName: string
  readonly code: string
  readonly imports: readonly string[]
  /** The module a lazy chunk was made for. */
  readonly facadeModuleId: string | null
  readonly moduleIds: readonly string[]
}

export type Weight = { readonly page: string; readonly bytes: number; readonly files: readonly string[] }

function closure(start: string, chunks: ReadonlyMap<string, Chunk>, seen: Set<string>): void {
  if (seen.has(start)) return
  seen.add(start)
  for (const next of chunks.get(start)?.imports ?? []) closure(next, chunks, seen)
}

/** The weight of each page: gzip of every file its first load needs, heaviest first. */
export function weigh(all: readonly Chunk[], entry: string, pages: RegExp): Weight[] {
  const chunks = new Map(all.map((chunk) => [chunk.fileName, chunk]))
  const sizes = new Map(all.map((chunk) => [chunk.fileName, gzipSync(chunk.code, { level: 9 }).length]))
  const shell = all.find((chunk) => chunk.facadeModuleId?.endsWith(entry))
  if (!shell) throw new Error(`the build has no chunk for ${entry}`)
  const weightOf = (page: string, ...starts: string[]): Weight => {
    const files = new Set<string>()
    for (const start of starts) closure(start, chunks, files)
    return { page, bytes: [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0), files: [...files] }
  }
  return [
    weightOf('(shell alone)', shell.fileName),
    ...all.flatMap((chunk) =>
      chunk.moduleIds
        .filter((id) => pages.test(id))
        .map((id) => weightOf(id.slice(id.indexOf('/src/web/') + 1), shell.fileName, chunk.fileName)),
    ),
  ].sort((a, b) => b.bytes - a.bytes)
}

export type Budget = {
  readonly entry: string
  readonly pages: RegExp
  /** A page that anybody may open first, on whatever line. */
  readonly maxBytes: number
  /** Pages for people who signed in: they come back daily and keep what they loaded. */
  readonly workPages: RegExp
  readonly maxWorkBytes: number
}

export function scriptBudget(options: Budget): Plugin {
  const limitOf = ({ page }: Weight): number => (options.workPages.test(page) ? options.maxWorkBytes : options.maxBytes)
  return {
    name: 'cupel:script-budget',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? [output as Chunk] : []))
      const weights = weigh(chunks, options.entry, options.pages)
      this.emitFile({
        type: 'asset',
        fileName: 'budget.json',
        source: JSON.stringify({ maxBytes: options.maxBytes, maxWorkBytes: options.maxWorkBytes, weights }, null, 1),
      })
      const heavy = weights.filter((weight) => weight.bytes > limitOf(weight))
      for (const { page, bytes } of weights) this.info(`${(bytes / 1000).toFixed(1).padStart(7)} kB gzip  ${page}`)
      if (heavy.length > 0) {
        this.error(
          `first load over its limit of compressed script: ${heavy.map((w) => `${w.page} ${(w.bytes / 1000).toFixed(1)} of ${limitOf(w) / 1000} kB`).join(', ')}. ` +
            'Load what the page does not need at first with import().',
        )
      }
    },
  }
}
