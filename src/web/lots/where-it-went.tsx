// Where the metal of a lot went, asked for only when somebody wants it: the lots of the same book.
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Result } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { RowTable } from '../ui/row-table.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useAnswerWords, type Answer } from './answer-words.ts'
import { useLotColumns } from './lot-columns.tsx'
import classes from './lots.module.css'

type Row = Result<'traceLotDown'>['items'][number]
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
  const columns = useLotColumns<Row>(() => metal, [{ heading: t('went.share'), cell: ({ share }) => words.share(share), className: 'numeric' }])
  const read = useLoosePages('traceLotDown', { lotId }, 20)
  const { items: rows, pages = [] } = read
  if (rows === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  return (
    <>
      {rows.length === 0 ? <p>{t('went.none')}</p> : <RowTable label={t('went')} rows={rows} keyOf={(row) => row.lotId} columns={columns} />}
      {pages.some(({ isShipped }) => isShipped) ? <p className={classes.small}>{t('went.shipped')}</p> : null}
      <ShowMore of={read} />
    </>
  )
}
