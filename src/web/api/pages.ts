// A list as far as it goes: page by page on a screen, whole for a file.
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useLanguage } from '../messages/language.ts'
import { call, type InputFor, type OperationName, type Result } from './client.ts'

type RowOf<N extends OperationName> = Result<N> extends { readonly items: readonly (infer Row)[] } ? Row : never
type Page<N extends OperationName> = { readonly items: readonly RowOf<N>[]; readonly next: string | null }

const pageOf = <N extends OperationName>(name: N, input: InputFor<N>, limit: number, cursor: string | undefined, signal?: AbortSignal): Promise<Page<N>> =>
  call(name, { ...input, limit, ...(cursor === undefined ? {} : { cursor }) }, signal === undefined ? {} : { signal }) as Promise<Page<N>>

export type Pages<N extends OperationName> = { readonly items: readonly RowOf<N>[]; readonly hasMore: boolean; readonly isAsking: boolean; readonly more: () => void }

/** Waits by Suspense for the first page; the next ones are asked for by `more`. */
export function usePages<N extends OperationName>(name: N, input: InputFor<N>, limit = 50): Pages<N> {
  const read = useSuspenseInfiniteQuery({
    queryKey: [name, 'pages', input, limit, useLanguage()],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => pageOf(name, input, limit, pageParam, signal),
    getNextPageParam: (last: Page<N>) => last.next ?? undefined,
  })
  return { items: read.data.pages.flatMap(({ items }) => items), hasMore: read.hasNextPage, isAsking: read.isFetchingNextPage, more: () => void read.fetchNextPage() }
}

const MOST_AT_ONCE = 200

/** Every row of a list, one page after another. @throws Problem */
export async function everyRow<N extends OperationName>(name: N, input: InputFor<N>): Promise<RowOf<N>[]> {
  const rows: RowOf<N>[] = []
  for (let cursor: string | undefined; ;) {
    const page = await pageOf(name, input, MOST_AT_ONCE, cursor)
    rows.push(...page.items)
    if (page.next === null) return rows
    cursor = page.next
  }
}
