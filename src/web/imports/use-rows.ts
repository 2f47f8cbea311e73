// The rows of an import as they come, page by page; a decided row changes in its place, so that the list stands still.
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { call, type InputFor, type Result } from '../api/client.ts'

type RowsPage = Result<'listImportRows'>
export type Row = RowsPage['items'][number]
export type RowFilter = NonNullable<InputFor<'listImportRows'>['filter']>
export type ProblemCode = NonNullable<InputFor<'listImportRows'>['problem']>

const PAGE = 50

export function useRows(importId: string, filter: RowFilter, problem: ProblemCode | undefined) {
  const key = ['listImportRows', importId, filter, problem ?? ''] as const
  const queries = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        'listImportRows',
        {
          importId,
          filter,
          limit: PAGE,
          ...(problem === undefined ? {} : { problem }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  })
  return {
    rows: query.data?.pages.flatMap((page) => page.items) ?? [],
    total: query.data?.pages[0]?.total,
    hasMore: query.hasNextPage,
    isAsking: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    error: query.error,
    /** Puts the decided row in the place of the one before, and lets the counts be read anew. */
    replace: (row: Row) => {
      queries.setQueryData<InfiniteData<RowsPage>>(key, (data) =>
        data === undefined
          ? data
          : {
              ...data,
              pages: data.pages.map((page) => ({
                ...page,
                items: page.items.map((one) => (one.line === row.line ? row : one)),
              })),
            },
      )
      void queries.invalidateQueries({ queryKey: ['getImport'] })
      void queries.invalidateQueries({ queryKey: ['listImportRows', importId], refetchType: 'none' })
    },
  }
}
