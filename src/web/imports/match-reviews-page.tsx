// Doubtful matches of all imports in one queue: one per entry of a directory, in the newest import that holds it.
import { useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call, type Result } from '../api/client.ts'
import { NeedsOperator } from '../account/needs-operator.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { RowList } from './row-list.tsx'

type Reviews = Result<'listMatchReviews'>
const KEY = ['listMatchReviews', 'queue'] as const

function Queue() {
  const t = useMessages('imports')
  const { number } = useFormat()
  const queries = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: KEY,
    initialPageParam: undefined as string | undefined,
    refetchOnWindowFocus: false,
    queryFn: ({ pageParam, signal }) =>
      call('listMatchReviews', { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, { signal }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (query.error !== null) return <ProblemText error={query.error} />
  const reviews = query.data?.pages.flatMap((page) => page.items)
  if (reviews === undefined)
    return (
      <p role="status" className="quiet">
        {t('reading')}
      </p>
    )
  if (reviews.length === 0)
    return (
      <Empty title={t('reviews.none')}>
        <p>
          {t('reviews.none.next')} <Link to="/imports">{t('title')}</Link>
        </p>
      </Empty>
    )
  return (
    <>
      <p role="status" className="quiet">
        {t('rows.shown', { shown: number(reviews.length), total: number(query.data?.pages[0]?.total ?? 0) })}
      </p>
      <RowList
        rows={reviews.map(({ importId, title, row }) => ({ importId, title, row }))}
        isLocked={false}
        onDecided={(row, importId) =>
          queries.setQueryData<InfiniteData<Reviews>>(KEY, (data) =>
            data === undefined
              ? data
              : {
                  ...data,
                  pages: data.pages.map((page) => ({
                    ...page,
                    items: page.items.map((one) =>
                      one.importId === importId && one.row.line === row.line ? { ...one, row } : one,
                    ),
                  })),
                },
          )
        }
      />
      <ShowMore of={{ hasMore: query.hasNextPage, isAsking: query.isFetchingNextPage, more: () => void query.fetchNextPage() }} />
      <p className="quiet">
        {t('reviews.then')} <Link to="/imports">{t('title')}</Link>
      </p>
    </>
  )
}

export function Page() {
  const t = useMessages('imports')
  return (
    <Frame>
      <PageHeading title={t('reviews.title')} lead={t('reviews.lead')} />
      <NeedsOperator>
        <Queue />
      </NeedsOperator>
    </Frame>
  )
}
