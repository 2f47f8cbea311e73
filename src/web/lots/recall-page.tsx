// Recall: every lot of the book with more than a share of one metal of a site, between two days.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { InputFor } from '../api/client.ts'
import { useLoosePages } from '../api/pages.ts'
import { BookChoice, READERS } from '../custody/book-choice.tsx'
import type { Book } from '../custody/books.ts'
import { useSiteName } from '../custody/names.tsx'
import { METALS } from '../custody/quantities.ts'
import { SiteField } from '../custody/site-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { RowTable } from '../ui/row-table.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { useAnswerWords } from './answer-words.ts'
import { capital } from '../ui/words.ts'
import { useLotColumns } from './lot-columns.tsx'
import { Elsewhere } from './recall-elsewhere.tsx'
import { saveRecall, type ExportFormat } from './recall-export.ts'
import { RECALL_COLUMNS, type RecalledLot } from './recall-row.ts'
import { ShareBar } from './share-bar.tsx'
import classes from './lots.module.css'

const route = getRouteApi('/lots/recall')
const FORMATS = ['csv', 'xlsx'] as const

/** What the address asks, as the operation takes it. */
function useAsked(organisationId: string): InputFor<'recallLots'> | undefined {
  const { site, metal = 'copper', min, from, to } = route.useSearch()
  if (site === undefined) return undefined
  return { organisationId, siteId: site, substance: metal as 'copper', minShare: Number(min ?? 0) / 100, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function Exports({ asked, metal }: { readonly asked: InputFor<'recallLots'>; readonly metal: string }) {
  const t = useMessages('lots')
  const titles = RECALL_COLUMNS.map((name) => t(`column.${name}`))
  const save = useMutation({ mutationFn: (format: ExportFormat) => saveRecall(asked, metal, titles, format) })
  return (
    <>
      <div className={classes.tools}>
        {FORMATS.map((format) => (
          <Button key={format} variant="default" loading={save.isPending && save.variables === format} onClick={() => save.mutate(format)}>{t('recall.export', { format: format.toUpperCase() })}</Button>
        ))}
      </div>
      <ProblemText error={save.error} />
    </>
  )
}

function Rows({ rows, metal }: { readonly rows: readonly RecalledLot[]; readonly metal: string }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const columns = useLotColumns<RecalledLot>(() => metal, [
    { heading: t('column.share'), cell: ({ share }) => words.share(share), className: 'numeric' },
    { heading: '', cell: ({ share }) => <ShareBar share={share} /> },
  ])
  return <RowTable label={t('recall.title')} rows={rows} keyOf={({ lotId }) => lotId} columns={columns} />
}

function Found({ asked, own }: { readonly asked: InputFor<'recallLots'>; readonly own: Book['sites'] }) {
  const t = useMessages('lots')
  const metal = asked.substance ?? 'copper'
  const name = useSiteName(asked.siteId)
  const read = useLoosePages('recallLots', asked)
  const { items: rows } = read
  if (rows === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  return (
    <>
      <h2>{t('recall.asked', { metal: capital(t(`metal.${metal}`)), site: own.find(({ siteId }) => siteId === asked.siteId)?.name ?? name })}</h2>
      <p role="status">{t('recall.found', { count: rows.length, more: read.hasMore ? 'true' : 'false' })}</p>
      {rows.length === 0 ? null : <Rows rows={rows} metal={metal} />}
      <p className={classes.small}>{t('recall.held-back')}</p>
      <ShowMore of={read} />
      {rows.length === 0 ? null : <Exports asked={asked} metal={metal} />}
      {own.some(({ siteId }) => siteId === asked.siteId) ? <Elsewhere organisationId={asked.organisationId} siteId={asked.siteId} metal={metal} /> : null}
    </>
  )
}

function Question({ book }: { readonly book: Book }) {
  const t = useMessages('lots')
  const search = route.useSearch()
  const navigate = useNavigate()
  const [site, setSite] = useState(search.site ?? '')
  const [metal, setMetal] = useState(search.metal ?? 'copper')
  const [min, setMin] = useState(search.min ?? '0')
  const [from, setFrom] = useState(search.from ?? '')
  const [to, setTo] = useState(search.to ?? '')
  return (
    <form
      className={classes.tools}
      onSubmit={(event) => {
        event.preventDefault()
        if (site === '') return
        void navigate({ to: '/lots/recall', search: { book: book.organisationId, site, metal, min, ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }, replace: true })
      }}>
      <SiteField label={t('recall.site')} siteId={site} own={book.sites} onChange={setSite} />
      <NativeSelect label={t('column.metal')} value={metal} data={METALS.map((one) => ({ value: one, label: t(`metal.${one}`) }))} onChange={(event) => setMetal(event.currentTarget.value)} />
      <TextInput type="number" min={0} max={100} step="0.01" label={t('recall.min')} value={min} onChange={(event) => setMin(event.currentTarget.value)} />
      <TextInput type="date" label={t('column.from')} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      <TextInput type="date" label={t('column.to')} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      <Button type="submit">{t('recall.go')}</Button>
    </form>
  )
}

function Recall({ book }: { readonly book: Book }) {
  const asked = useAsked(book.organisationId)
  return (
    <>
      <Question book={book} />
      {asked === undefined ? null : <Found asked={asked} own={book.sites} />}
    </>
  )
}

export function Page() {
  const t = useMessages('lots')
  const { book } = route.useSearch()
  const navigate = useNavigate()
  return (
    <Frame>
      <PageHeading title={t('recall.title')} lead={t('recall.lead')} />
      <NeedsAccount roles={READERS}>
        <BookChoice chosen={book} onChoose={(next) => void navigate({ to: '/lots/recall', search: { book: next }, replace: true })}>
          {(chosen) => <Recall key={chosen.organisationId} book={chosen} />}
        </BookChoice>
      </NeedsAccount>
    </Frame>
  )
}
