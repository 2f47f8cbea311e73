// The equivalence matrix: every row with what it says, whether it counts, and until when. The operator approves, changes and
// exchanges rows; everybody in a case reads them.
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconDownload, IconPlus } from '@tabler/icons-react'
import { getRouteApi, Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { holdsRole, useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { linkTo, upload, type InputFor, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ROW_STATES } from './choices.ts'
import { schemeName } from './scope-words.tsx'
import classes from './evidence.module.css'

const RowActions = lazy(async () => ({ default: (await import('./matrix-row.tsx')).RowActions }))
const RowForm = lazy(async () => ({ default: (await import('./matrix-row.tsx')).RowForm }))

const route = getRouteApi('/recognition')
export type MatrixRow = Result<'listEquivalences'>['items'][number]

export function RowState({ row }: { readonly row: MatrixRow }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  return (
    <span className={classes.stack}>
      <span className={classes.mark} data-row={row.state}>{t(`row.state.${row.state}`, { day: row.validUntil === null ? '' : day(row.validUntil, 'short') })}</span>
      {row.isExample ? <span className={classes.preview}>{t('row.example')}</span> : null}
    </span>
  )
}

function Conditions({ row }: { readonly row: MatrixRow }) {
  const t = useMessages('evidence')
  const { conditions } = row
  const said = [
    ...(conditions.validAtAssessment ? [t('condition.valid')] : []), ...(conditions.sameBoundary ? [t('condition.boundary')] : []), ...(conditions.accreditedBody ? [t('condition.accredited')] : []),
    ...(conditions.maxAgeMonths === null ? [] : [t('condition.age', { months: conditions.maxAgeMonths })]),
  ]
  return <ul className={classes.reasons}>{[...said, ...row.evidenceRequired.map((text) => t('remains.to-show', { text }))].map((text) => <li key={text}>{text}</li>)}</ul>
}

function Rows({ rows, mayWrite, onDone }: { readonly rows: readonly MatrixRow[]; readonly mayWrite: boolean; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  return (
    <PlainTable label={t('matrix.table')}>
      <thead>
        <tr>
          <th scope="col">{t('row.requirement')}</th>
          <th scope="col">{t('row.external')}</th>
          <th scope="col">{t('row.value')}</th>
          <th scope="col">{t('row.gap')}</th>
          <th scope="col">{t('row.conditions')}</th>
          <th scope="col">{t('row.state')}</th>
          {mayWrite ? <th scope="col"><span className="visually-hidden">{t('column.actions')}</span></th> : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.equivalenceId}>
            <th scope="row">
              {row.criterion === null ? schemeName(row.standard, row.standardVersion) : row.criterionTitle === null ? `${schemeName(row.standard, row.standardVersion)} ${row.criterion}` : (
                <Link to="/standards/$standard/$version/$criterion" params={{ standard: row.standard, version: row.standardVersion, criterion: row.criterion }}>{row.criterionTitle}</Link>
              )}
              {row.part === null ? null : <><br /><span className="quiet">{t('row.part', { part: row.part })}</span></>}
            </th>
            <td>{schemeName(row.externalScheme, row.externalVersion)}{row.clauses.length === 0 ? null : <><br /><span className="quiet">{row.clauses.join(', ')}</span></>}</td>
            <td>{t(`value.${row.value}`)}<br /><span className="quiet">{t(`direction.${row.direction}`)}</span></td>
            <td>{row.gap ?? row.note ?? '–'}</td>
            <td><Conditions row={row} /></td>
            <td><RowState row={row} /></td>
            {mayWrite ? <td><Suspense fallback={null}><RowActions row={row} onDone={onDone} /></Suspense></td> : null}
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Import({ onDone }: { readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const [file, setFile] = useState<File>()
  const look = useMutation({ mutationFn: (chosen: File) => upload('importEquivalences', { filename: chosen.name } as InputFor<'importEquivalences'>, chosen, { isDryRun: true }) })
  const take = useMutation({ mutationFn: (chosen: File) => upload('importEquivalences', { filename: chosen.name } as InputFor<'importEquivalences'>, chosen), onSuccess: onDone })
  return (
    <>
      <p>{t('matrix.import.meaning')}</p>
      <FileDrop label={t('form.choose')} accept=".yaml,.yml" isBusy={look.isPending || take.isPending} onFile={(chosen) => { setFile(chosen); look.mutate(chosen) }}>
        <p>{file?.name ?? t('matrix.import.form')}</p>
      </FileDrop>
      <ProblemText error={look.error ?? take.error} />
      {look.data === undefined || file === undefined ? null : (
        <>
          <p role="status">{t('matrix.import.preview', { added: look.data.added.length, changed: look.data.changed.length, unchanged: look.data.unchanged.length })}</p>
          <Button loading={take.isPending} disabled={look.data.added.length + look.data.changed.length === 0} onClick={() => take.mutate(file)}>{t('matrix.import.submit')}</Button>
        </>
      )}
    </>
  )
}

function Matrix() {
  const t = useMessages('evidence')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const me = useMe()
  const mayWrite = holdsRole(me, 'operator')
  const [open, setOpen] = useState<'add' | 'import'>()
  const [text, setText] = useState(search.text ?? '')
  const all = useLooseRead('listEquivalences', { limit: 1000 })
  const [standard, standardVersion] = search.standard?.split('@') ?? []
  const query = {
    limit: 1000, ...(standard === undefined || standardVersion === undefined ? {} : { standard, standardVersion }), ...(search.external === undefined ? {} : { externalScheme: search.external }),
    ...(search.state === undefined ? {} : { state: search.state }), ...(search.text === undefined ? {} : { text: search.text }),
  } as InputFor<'listEquivalences'>
  const found = useLooseRead('listEquivalences', query)
  const set = (more: Partial<typeof search>): void => {
    void navigate({ search: Object.fromEntries(Object.entries({ ...search, ...more }).filter(([, value]) => value !== undefined && value !== '')), replace: true })
  }
  const rows = all.data?.items ?? []
  const standards = [...new Set(rows.map((row) => `${row.standard}@${row.standardVersion}`))].sort()
  const externals = [...new Set(rows.map((row) => row.externalScheme))].sort()
  const any = { value: '', label: t('filter.any') }
  const done = async (): Promise<void> => { await Promise.all(['listEquivalences', 'getScoping'].map((name) => queries.invalidateQueries({ queryKey: [name] }))); setOpen(undefined) }
  return (
    <>
      <form role="search" className={classes.filters} onSubmit={(event) => { event.preventDefault(); set({ text: text.trim() }) }}>
        <TextInput type="search" label={t('filter.text')} value={text} onChange={(event) => setText(event.currentTarget.value)} onBlur={() => set({ text: text.trim() })} />
        <NativeSelect label={t('row.requirement')} value={search.standard ?? ''} data={[any, ...standards.map((value) => ({ value, label: value.replace('@', ' ') }))]} onChange={(event) => set({ standard: event.currentTarget.value })} />
        <NativeSelect label={t('row.external')} value={search.external ?? ''} data={[any, ...externals]} onChange={(event) => set({ external: event.currentTarget.value })} />
        <NativeSelect label={t('row.state')} value={search.state ?? ''} data={[any, ...ROW_STATES.map((value) => ({ value, label: t(`row.filter.${value}`) }))]} onChange={(event) => set({ state: event.currentTarget.value })} />
      </form>
      <Group my="sm" gap="sm">
        {mayWrite ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen('add')}>{t('matrix.add')}</Button> : null}
        {mayWrite ? <Button variant="default" onClick={() => setOpen('import')}>{t('matrix.import')}</Button> : null}
        <Button variant="default" component="a" href={linkTo('exportEquivalences', {})} leftSection={<IconDownload size={16} aria-hidden />}>YAML</Button>
        <Button variant="default" component="a" href={linkTo('exportEquivalences', { format: 'oscal' })} leftSection={<IconDownload size={16} aria-hidden />}>OSCAL</Button>
        {mayWrite ? <Link to="/recognition/requests">{t('requests.desk')}</Link> : null}
      </Group>
      {rows.some(({ isExample }) => isExample) ? <p className={classes.warning}>{t('matrix.examples')}</p> : null}
      <ProblemText error={found.error} />
      {found.data === undefined ? (found.error === null ? <p role="status" className="quiet">{t('loading')}</p> : null) : found.data.items.length === 0 ? (
        <Empty title={t('matrix.none')}><p>{t('library.nothing-found.next')}</p></Empty>
      ) : (
        <>
          <p role="status" className="quiet">{t('matrix.count', { count: found.data.items.length })}</p>
          <Rows rows={found.data.items} mayWrite={mayWrite} onDone={done} />
        </>
      )}
      <Modal opened={open !== undefined} onClose={() => setOpen(undefined)} title={open === undefined ? '' : t(`matrix.${open}`)} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        {open === 'add' ? <Suspense fallback={null}><RowForm onDone={done} /></Suspense> : open === 'import' ? <Import onDone={done} /> : null}
      </Modal>
    </>
  )
}

export function Page() {
  const t = useMessages('evidence')
  return (
    <Frame>
      <PageHeading title={t('matrix.title')} lead={t('matrix.lead')} />
      <NeedsAccount roles={['operator', 'technical-reviewer', 'decision-member', 'site-owner', 'site-contributor', 'lead-assessor', 'assessor']}>
        <Matrix />
      </NeedsAccount>
    </Frame>
  )
}
