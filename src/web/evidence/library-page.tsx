// The evidence library: what there is, whether it holds and who sees it; what ends soon first in mind. Filters stand in the
// address. New items are dropped in.
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { InputFor, Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { KINDS, LAYERS } from './choices.ts'
import { EvidenceForm, type Place } from './evidence-form.tsx'
import { CauseNote, LayerMark, StateMark, type EvidenceItem } from './evidence-words.tsx'
import classes from './evidence.module.css'

const route = getRouteApi('/evidence')
const STATES = ['valid', 'ending', 'lapsed', 'superseded', 'withdrawn', 'unlinked'] as const
/** How near the end is that the filter means. */
const ENDING_DAYS = 90
const PAGE = 100
const MOST = 1000

type Search = ReturnType<typeof route.useSearch>
type Library = Result<'listLibraries'>['items'][number]

const queryOf = ({ text, kind, layer, state, place }: Search): InputFor<'listEvidence'> => ({
  ...(text === undefined ? {} : { text }), ...(kind === undefined ? {} : { kind }), ...(layer === undefined ? {} : { layer }),
  ...(state === undefined ? {} : state === 'ending' ? { lapsesWithin: ENDING_DAYS } : state === 'unlinked' ? { isUnlinked: 'true' } : { state }),
  ...(place === undefined ? {} : place.startsWith('org') ? { organisationId: place } : { siteId: place }),
}) as InputFor<'listEvidence'>

function placesOf(libraries: readonly Library[], whole: (name: string) => string): (Place & { label: string })[] {
  return libraries.flatMap(({ organisationId, organisationName, isWhole, sites }) => [
    ...sites.map(({ siteId, siteName }) => ({ organisationId, siteId, label: siteName })),
    ...(isWhole || sites.length > 0 ? [{ organisationId, label: whole(organisationName) }] : []),
  ])
}

function Filters({ search, libraries }: { readonly search: Search; readonly libraries: readonly Library[] }) {
  const t = useMessages('evidence')
  const navigate = route.useNavigate()
  const [text, setText] = useState(search.text ?? '')
  const set = (more: Partial<Search>): void => {
    const next = Object.fromEntries(Object.entries({ ...search, ...more }).filter(([, value]) => value !== undefined && value !== ''))
    void navigate({ search: next, replace: true })
  }
  const all = (label: string) => ({ value: '', label })
  return (
    <form
      role="search"
      className={classes.filters}
      onSubmit={(event) => {
        event.preventDefault()
        set({ text: text.trim() })
      }}>
      <TextInput type="search" label={t('filter.text')} value={text} onChange={(event) => setText(event.currentTarget.value)} onBlur={() => set({ text: text.trim() })} />
      <NativeSelect label={t('filter.state')} value={search.state ?? ''} onChange={(event) => set({ state: event.currentTarget.value })}
        data={[all(t('filter.any')), ...STATES.map((value) => ({ value, label: t(`filter.state.${value}`, { days: ENDING_DAYS }) }))]} />
      <NativeSelect label={t('filter.kind')} value={search.kind ?? ''} onChange={(event) => set({ kind: event.currentTarget.value })}
        data={[all(t('filter.any')), ...KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))]} />
      <NativeSelect label={t('filter.layer')} value={search.layer ?? ''} onChange={(event) => set({ layer: event.currentTarget.value })}
        data={[all(t('filter.any')), ...LAYERS.map((value) => ({ value, label: t(`layer.${value}`) }))]} />
      {placesOf(libraries, (name) => name).length < 2 ? null : (
        <NativeSelect label={t('filter.place')} value={search.place ?? ''} onChange={(event) => set({ place: event.currentTarget.value })}
          data={[all(t('filter.any')), ...placesOf(libraries, (name) => t('place.whole', { name })).map(({ siteId, organisationId, label }) => ({ value: siteId ?? organisationId, label }))]} />
      )}
    </form>
  )
}

function Rows({ items }: { readonly items: readonly EvidenceItem[] }) {
  const t = useMessages('evidence')
  return (
    <PlainTable label={t('library.table')}>
      <thead>
        <tr>
          <th scope="col">{t('field.title')}</th>
          <th scope="col">{t('field.kind')}</th>
          <th scope="col">{t('column.state')}</th>
          <th scope="col">{t('column.layer')}</th>
          <th scope="col">{t('column.owner')}</th>
          <th scope="col" data-numeric>{t('column.links')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.evidenceId}>
            <th scope="row">
              <Link to="/evidence/$evidenceId" params={{ evidenceId: item.evidenceId }}>
                {item.title}
              </Link>
            </th>
            <td>{t(`kind.${item.kind}`)}</td>
            <td>
              <StateMark item={item} />
              {item.cause === null || item.linkCount === 0 || item.cause.kind === item.state ? null : <CauseNote cause={item.cause} />}
            </td>
            <td><LayerMark layer={item.layer} /></td>
            <td>{item.ownerName ?? item.organisationName}</td>
            <td data-numeric>{item.linkCount}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Library() {
  const t = useMessages('evidence')
  const search = route.useSearch()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [isAdding, setAdding] = useState(false)
  const [limit, setLimit] = useState(PAGE)
  const libraries = useLooseRead('listLibraries', {}).data?.items ?? []
  const found = useLooseRead('listEvidence', { ...queryOf(search), limit })
  const places = placesOf(libraries, (name) => t('place.whole', { name }))
  const isFiltered = Object.keys(search).length > 0
  return (
    <>
      <Group justify="space-between" align="end" mb="sm" gap="sm">
        <Filters search={search} libraries={libraries} />
        {places.length === 0 ? null : (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {t('library.add')}
          </Button>
        )}
      </Group>
      <ProblemText error={found.error} />
      {found.data === undefined ? (
        found.error === null ? <p role="status" className="quiet">{t('loading')}</p> : null
      ) : found.data.items.length === 0 ? (
        <Empty title={t(isFiltered ? 'library.nothing-found' : 'library.empty')}>
          <p>{t(isFiltered ? 'library.nothing-found.next' : places.length === 0 ? 'library.empty.reader' : 'library.empty.next')}</p>
        </Empty>
      ) : (
        <>
          <p role="status" className="quiet">{t(found.data.next === null ? 'library.count' : 'library.count-more', { count: found.data.items.length })}</p>
          <Rows items={found.data.items} />
          <ShowMore of={{ hasMore: found.data.next !== null && limit < MOST, isAsking: found.isPlaceholderData, more: () => setLimit(Math.min(MOST, limit + 2 * PAGE)) }} />
        </>
      )}
      <Modal opened={isAdding} onClose={() => setAdding(false)} title={t('library.add')} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        <EvidenceForm
          places={places}
          defaultLayer="private"
          submitLabel={t('library.add.submit')}
          onAdded={async ({ evidenceId }) => {
            await queries.invalidateQueries({ queryKey: ['listEvidence'] })
            void navigate({ to: '/evidence/$evidenceId', params: { evidenceId } })
          }}
        />
      </Modal>
    </>
  )
}

export function Page() {
  const t = useMessages('evidence')
  return (
    <Frame>
      <PageHeading title={t('library.title')} lead={t('library.lead')} />
      <NeedsAccount>
        <Library />
      </NeedsAccount>
    </Frame>
  )
}
