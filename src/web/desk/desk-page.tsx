// All cases at once: as a board by step, or as a table; the nearest due first; those late stand out by word and sign.
import { Button, Checkbox, Group, Modal, NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, linkTo, type InputFor, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import type { DeskSearch } from './area.ts'
import { Board } from './board.tsx'
import classes from './desk.module.css'

const route = getRouteApi('/desk')
const BoardTable = lazy(async () => ({ default: (await import('./board-table.tsx')).BoardTable }))
export type BoardOfDesk = Result<'getBoard'>
export type Row = BoardOfDesk['items'][number]
const METALS = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead'] as const
const OWNERS = ['site-owner', 'lead-assessor'] as const

const filterOf = (search: DeskSearch): InputFor<'getBoard'> => ({
  ...(search.state === undefined ? {} : { states: search.state }),
  ...(search.q === undefined || search.q === '' ? {} : { text: search.q }),
  ...(search.metal === undefined ? {} : { metal: search.metal }),
  ...(search.country === undefined ? {} : { country: search.country }),
  ...(search.owner === undefined ? {} : { ownerRole: search.owner }),
  ...(search.late === undefined ? {} : { isOverdue: 'true' }),
  ...(search.due === undefined ? {} : { dueBy: search.due }),
})

function Filters() {
  const t = useMessages('desk')
  const words = useWords()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: DeskSearch) => void navigate({ search: { ...search, ...change }, replace: true })
  const choose = (name: 'metal' | 'owner', value: string) => set({ [name]: value === '' ? undefined : value } as DeskSearch)
  return (
    <div className={classes.filters}>
      <TextInput
        label={t('filter.text')}
        value={search.q ?? ''}
        data-search=""
        onChange={(event) => set({ q: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('filter.metal')}
        value={search.metal ?? ''}
        data={[{ value: '', label: t('filter.any') }, ...METALS.map((one) => ({ value: one, label: words.metal(one) }))]}
        onChange={(event) => choose('metal', event.currentTarget.value)}
      />
      <NativeSelect
        label={t('filter.owner')}
        value={search.owner ?? ''}
        data={[{ value: '', label: t('filter.any') }, ...OWNERS.map((one) => ({ value: one, label: t(`role.${one}`) }))]}
        onChange={(event) => choose('owner', event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('filter.due')}
        value={search.due ?? ''}
        onChange={(event) => set({ due: event.currentTarget.value === '' ? undefined : event.currentTarget.value } as DeskSearch)}
      />
      <Checkbox
        label={t('filter.late')}
        checked={search.late === 'yes'}
        onChange={(event) => set({ late: event.currentTarget.checked ? 'yes' : undefined } as DeskSearch)}
      />
    </div>
  )
}

function Remind({ chosen, onDone }: { readonly chosen: readonly string[]; readonly onDone: () => void }) {
  const t = useMessages('desk')
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const reminding = useMutation({
    mutationFn: () => api.remindCases({ caseIds: [...chosen], ...(text.trim() === '' ? {} : { text: text.trim() }) }),
    onSuccess: onDone,
  })
  return (
    <>
      <Button variant="default" disabled={chosen.length === 0} onClick={() => setOpen(true)}>
        {t('remind', { count: chosen.length })}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t('remind.title')} closeButtonProps={{ 'aria-label': t('close') }}>
        {reminding.data === undefined ? (
          <>
            <p>{t('remind.meaning')}</p>
            <Textarea label={t('remind.text')} autosize minRows={3} maxLength={1000} value={text} data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
            <ProblemText error={reminding.error} />
            <Button mt="md" loading={reminding.isPending} onClick={() => reminding.mutate()}>
              {t('remind.send')}
            </Button>
          </>
        ) : (
          <p role="status">{t('remind.done', reminding.data)}</p>
        )}
      </Modal>
    </>
  )
}

function Desk() {
  const t = useMessages('desk')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const filter = useMemo(() => filterOf(search), [search])
  const board = useLooseRead('getBoard', filter)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const view = search.view === 'table' ? 'table' : 'board'
  return (
    <>
      <Filters />
      <Group mb="md">
        <SegmentedControl
          aria-label={t('view')}
          value={view}
          data={[
            { value: 'board', label: t('view.board') },
            { value: 'table', label: t('view.table') },
          ]}
          onChange={(value) => void navigate({ search: { ...search, view: value }, replace: true })}
        />
        {view === 'table' ? <Remind key={[...chosen].join()} chosen={[...chosen]} onDone={() => undefined} /> : null}
        <a href={linkTo('exportBoard', { ...filter, format: 'xlsx' })}>{t('export.xlsx')}</a>
        <a href={linkTo('exportBoard', { ...filter, format: 'csv' })}>{t('export.csv')}</a>
      </Group>
      <ProblemText error={board.error} />
      {board.data === undefined ? (
        <p role="status" className="quiet">
          {t('loading')}
        </p>
      ) : view === 'board' ? (
        <Board board={board.data} />
      ) : (
        <Suspense fallback={<p className="quiet">{t('loading')}</p>}>
          <BoardTable rows={board.data.items} chosen={chosen} onChosen={setChosen} />
        </Suspense>
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('desk')
  return (
    <Frame>
      <PageHeading
        title={t('desk.title')}
        lead={t('desk.lead')}
        actions={
          <Group>
            <Link to="/desk/workload">{t('workload.title')}</Link>
            <Link to="/desk/quality">{t('quality.title')}</Link>
            <Link to="/audit-trail">{t('audit.title')}</Link>
            <Link to="/desk/switch-over">{t('switch-over.title')}</Link>
            <Link to="/desk/standard-versions">{t('versions.title')}</Link>
            <Link to="/programme-indicators">{t('indicators.title')}</Link>
          </Group>
        }
      />
      <NeedsAccount roles={['operator']}>
        <Desk />
      </NeedsAccount>
    </Frame>
  )
}
