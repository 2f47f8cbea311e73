// Every row of the filtered list: a first page at once, the rest as it comes, so that sorting any column sees all rows.
import { useInfiniteQuery, keepPreviousData } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { call, type Result } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { useTimes } from '../api/reads.ts'
import { useLanguage } from '../messages/language.ts'
import type { SiteFilterSearch } from './site-search.ts'

export type SiteRow = Result<'listSites'>['items'][number]

const FIRST = 200
const FURTHER = 1000

export function useAllSites(filter: SiteFilterSearch) {
  const times = useTimes()
  const language = useLanguage()
  const query = useInfiniteQuery({
    queryKey: ['listSites', 'all', filter, times, language],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        'listSites',
        {
          ...filter,
          ...times,
          limit: pageParam === undefined ? FIRST : FURTHER,
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const { hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isPlaceholderData) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage])
  const pages = query.data?.pages
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? [], [pages])
  return {
    rows,
    total: pages?.[0]?.total,
    asOf: pages?.[0]?.asOf,
    isStale: isPlaceholderData,
    problem: query.error instanceof Problem ? query.error : undefined,
    retry: () => void query.refetch(),
  }
}

export type AllSites = ReturnType<typeof useAllSites>
