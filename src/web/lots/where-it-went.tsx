// Where the metal of a lot went, asked for only when somebody wants it: the lots of the same book.
import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAnswerWords, type Answer } from './answer-words.ts'
import classes from './lots.module.css'

type Props = { readonly lotId: string; readonly metal: Answer['metal'] }

export function WhereItWent({ lotId, metal }: Props) {
  const t = useMessages('lots')
  const [isWanted, setWanted] = useState(false)
  return (
    <section className={classes.section}>
      <h2>{t('went')}</h2>
      {isWanted ? <Went lotId={lotId} metal={metal} /> : <Button variant="default" onClick={() => setWanted(true)}>{t('went.show')}</Button>}
    </section>
  )
}

function Went({ lotId, metal }: Props) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const { day } = useFormat()
  const read = useInfiniteQuery({
    queryKey: ['traceLotDown', lotId, useLanguage()],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => call('traceLotDown', { lotId, limit: 20, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, { signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  const rows = read.data.pages.flatMap(({ items }) => items)
  const isShipped = read.data.pages.some((page) => page.isShipped)
  return (
    <>
      {rows.length === 0 ? <p>{t('went.none')}</p> : (
        <PlainTable label={t('went')}>
          <thead>
            <tr>{(['lot', 'material', 'share', 'mass', 'left', 'born'] as const).map((name) => <th key={name} scope="col">{t(name === 'share' ? 'went.share' : `column.${name}`)}</th>)}</tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.lotId}>
                <th scope="row"><Link to="/lots/$lotId" params={{ lotId: row.lotId }}>{row.lotId.slice(row.lotId.indexOf(':') + 1)}</Link></th>
                <td>{t.has(`material.${row.material}`) ? t(`material.${row.material}` as 'material.other') : row.material}</td>
                <td className="numeric">{words.share(row.share)}</td>
                <td className="numeric">{words.mass(row.quanta, metal)}</td>
                <td className="numeric">{words.mass(row.left, metal)}</td>
                <td className="nowrap">{day(row.bornAt, 'short')}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      {isShipped ? <p className={classes.small}>{t('went.shipped')}</p> : null}
      {read.hasNextPage ? <Button variant="default" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>{t('more')}</Button> : null}
    </>
  )
}
