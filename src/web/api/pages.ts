// A list as far as it goes: page by page on a screen, whole for a file.
import { infiniteQueryOptions, useInfiniteQuery, useSuspenseInfiniteQuery, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { useLanguage } from '../messages/language.ts'
import { call, type InputFor, type OperationName, type Result } from './client.ts'

type RowOf<N extends OperationName> = Result<N> extends { readonly items: readonly (infer Row)[] } ? Row : never
type Page<N extends OperationName> = { readonly items: readonly RowOf<N>[]; readonly next: string | null }

const pageOf = <N extends OperationName>(name: N, input: InputFor<N>, limit: number, cursor: string | undefined, signal?: AbortSignal): Promise<Page<N>> =>
  call(name, { ...input, limit, ...(cursor === undefined ? {} : { cursor }) }, signal === undefined ? {} : { signal }) as Promise<Page<N>>

const reading = <N extends OperationName>(name: N, input: InputFor<N>, limit: number, language: string) => infiniteQueryOptions({
  queryKey: [name, 'pages', input, limit, language],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) => pageOf(name, input, limit, pageParam, signal),
  getNextPageParam: (last: Page<N>) => last.next ?? undefined,
})
const onwards = (read: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>): More => ({ hasMore: read.hasNextPage, isAsking: read.isFetchingNextPage, more: () => void read.fetchNextPage() })

/** Whether a list goes on, and how (ui/show-more.tsx). */
export type More = { readonly hasMore: boolean; readonly isAsking: boolean; readonly more: () => void }

/** Waits by Suspense for the first page; the next ones are asked for by `more`. */
export function usePages<N extends OperationName>(name: N, input: InputFor<N>, limit = 50): More & { readonly items: readonly RowOf<N>[]; readonly first: Result<N> } {
  const read = useSuspenseInfiniteQuery(reading(name, input, limit, useLanguage()))
  return { items: read.data.pages.flatMap(({ items }) => items), first: read.data.pages[0] as Result<N>, ...onwards(read) }
}

/** Does not wait, so that what is beside the list stays in sight: no rows until the first page is there. */
export function useLoosePages<N extends OperationName>(name: N, input: InputFor<N>, limit = 50, isWanted = true) {
  const read = useInfiniteQuery({ ...reading(name, input, limit, useLanguage()), enabled: isWanted })
  return { items: read.data?.pages.flatMap(({ items }) => items), pages: read.data?.pages as readonly Result<N>[] | undefined, error: read.error, ...onwards(read) }
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
