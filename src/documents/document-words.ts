// The words of a document in one language: messages, days written out, and the names of a standard's criteria, levels and
// marks. What a standard that is not loaded calls a thing is shown by its slug, never left out.
import { wordingFor } from '#src/standards/language-pack.ts'
import type { LoadedStandard } from '#src/standards/standard-view.ts'
import type { Words } from '#src/registry/summary-words.ts'

export type StandardNames = {
  readonly title: string
  /** "27 Greenhouse Gas Emissions Reductions", in two parts. */
  criterion(slug: string): { readonly number: string; readonly title: string }
  level(slug: string): string
  /** Slugs of the rating scale, from worst to best. */
  readonly levels: readonly string[]
  mark(slug: string): string
  clock(slug: string): string
  /** In the order of the standard; what it does not know comes last. */
  rank(criterion: string): number
}

export type DocumentWords = { readonly say: Words; standard(standard: string, version: string): StandardNames }

export function documentWords(say: Words, library: readonly LoadedStandard[]): DocumentWords {
  const metalOr = (slug: string): string => {
    const name = say(`metal.${slug}`)
    return name === `metal.${slug}` ? slug : name
  }
  const unloaded = (slug: string): StandardNames => ({
    title: slug, criterion: (criterion) => ({ number: '', title: criterion }), level: (level) => level, levels: [], mark: metalOr, clock: (clock) => clock, rank: () => 0,
  })
  return {
    say,
    standard: (slug, version) => {
      const loaded = library.find(({ standard }) => standard.standard === slug && standard.version === version)
      if (loaded === undefined) return unloaded(slug)
      const { standard, packs } = loaded
      const wording = wordingFor(standard, packs, say.language)
      const titled = (part: 'levels' | 'marks' | 'clocks', list: readonly { slug: string; title: string }[]) => (one: string): string => {
        const known = list.find((entry) => entry.slug === one)
        return known === undefined ? one : wording.of(part, one, known.title)
      }
      return {
        title: wording.standard.title,
        criterion: (one) => {
          const known = standard.criteria.find((criterion) => criterion.slug === one)
          return known === undefined ? { number: '', title: one } : { number: String(known.number), title: wording.criterion(one, known).title }
        },
        level: titled('levels', standard.ratingScale.levels), levels: standard.ratingScale.levels.map((level) => level.slug), mark: titled('marks', standard.marks), clock: titled('clocks', standard.clocks),
        rank: (one) => standard.criteria.find((criterion) => criterion.slug === one)?.number ?? Number.MAX_SAFE_INTEGER,
      }
    },
  }
}

/** A title that already ends with its version is not told it twice. */
export function standardLine({ say, standard }: DocumentWords, slug: string, version: string): string {
  const { title } = standard(slug, version)
  return title.endsWith(version) ? title : say('value.standard', { title, version })
}

export const period = ({ say }: DocumentWords, from: string, to: string): string =>
  from === to ? say.day(from) : say('value.period', { from: say.day(from), to: say.day(to) })

/** "27 Greenhouse Gas Emissions Reductions". */
export const criterionLine = ({ number, title }: { readonly number: string; readonly title: string }): string => number === '' ? title : `${number} ${title}`

export const listed = (words: DocumentWords, names: readonly string[]): string =>
  new Intl.ListFormat(words.say.language, { type: 'conjunction' }).format(names)
