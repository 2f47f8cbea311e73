// What each column is, as guessed or remembered, beside the first cells it holds; and whose list it is, under which
// licence.
import { Button, Checkbox, MultiSelect, NativeSelect, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import type { ImportDetail } from './import-page.tsx'
import classes from './imports.module.css'

type Role = ImportDetail['roles'][number]
type Field = Role['field']
type Directory = ImportDetail['directory']
type Defaults = ImportDetail['defaults']
type Draft = {
  readonly roles: readonly Role[]
  readonly directory: Directory
  readonly defaults: ImportDetail['defaults']
}

const FIELDS: readonly Field[] = [
  'ignored',
  'name',
  'alias',
  'identifier',
  'country',
  'latitude',
  'longitude',
  'coordinates',
  'precision',
  'place',
  'type',
  'metal',
  'operator',
  'owner',
  'activity',
  'brand',
  'brand-maker',
  'brand-from',
  'brand-to',
  'note',
  'source',
]
const OWNER_FIELDS: readonly Field[] = [
  'mark',
  'status',
  'status-date',
  'valid-until',
  'condition',
  'register',
  'assessor',
]
const METALS = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver', 'other'] as const
const TYPES = [
  'mine',
  'concentrator',
  'sx-ew',
  'smelter',
  'refinery',
  'integrated',
  'recycler',
  'tailings-reprocessing',
  'processing',
  'rod-mill',
  'fabricator',
  'unknown',
] as const

function ColumnTable({
  detail,
  draft,
  onRole,
  isLocked,
}: {
  readonly detail: ImportDetail
  readonly draft: Draft
  readonly onRole: (role: Role) => void
  readonly isLocked: boolean
}) {
  const t = useMessages('imports')
  const fields = draft.directory.kind === 'mark-owner' ? [...FIELDS, ...OWNER_FIELDS] : FIELDS
  const samples = new Map(detail.samples.map(({ column, cells }) => [column, cells]))
  return (
    <PlainTable label={t('columns.table')}>
      <thead>
        <tr>
          <th scope="col">{t('columns.column')}</th>
          <th scope="col">{t('columns.samples')}</th>
          <th scope="col">{t('columns.field')}</th>
        </tr>
      </thead>
      <tbody>
        {draft.roles.map((role) => (
          <tr key={role.column}>
            <th scope="row">{role.column === '' ? t('columns.unnamed') : role.column}</th>
            <td className={classes.samples}>
              {(samples.get(role.column) ?? [])
                .filter((cell) => cell !== '')
                .slice(0, 3)
                .map((cell, index) => (
                  <span key={index}>{cell.length > 60 ? `${cell.slice(0, 60)}…` : cell}</span>
                ))}
            </td>
            <td>
              <NativeSelect
                aria-label={t('columns.field-of', { column: role.column })}
                value={role.field}
                disabled={isLocked}
                data={fields.map((field) => ({ value: field, label: t(`field.${field}`) }))}
                onChange={(event) => onRole({ column: role.column, field: event.currentTarget.value as Field })}
              />
              {role.field === 'identifier' ? (
                <TextInput
                  mt={4}
                  size="xs"
                  label={t('columns.scheme')}
                  value={role.scheme ?? ''}
                  disabled={isLocked}
                  onChange={(event) => onRole({ ...role, scheme: event.currentTarget.value })}
                />
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function DirectoryFields({
  directory,
  onChange,
  isLocked,
}: {
  readonly directory: Directory
  readonly onChange: (change: Partial<Directory>) => void
  readonly isLocked: boolean
}) {
  const t = useMessages('imports')
  const text = (
    name: 'title' | 'datasetId' | 'licence' | 'licenceUrl' | 'attribution' | 'url',
    isRequired: boolean,
  ) => (
    <TextInput
      label={t(`directory.${name}`)}
      required={isRequired}
      value={directory[name] ?? ''}
      disabled={isLocked}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <Stack gap="sm">
      <Radio.Group
        label={t('kind')}
        value={directory.kind}
        onChange={(value) => onChange({ kind: value as Directory['kind'] })}>
        <Stack gap={6} mt={6}>
          {(['third-party', 'mark-owner'] as const).map((one) => (
            <Radio
              key={one}
              value={one}
              disabled={isLocked}
              label={t(`kind.${one}`)}
              description={t(`kind.${one}.meaning`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {text('title', true)}
      {text('datasetId', true)}
      {text('licence', true)}
      {text('licenceUrl', false)}
      {text('attribution', true)}
      {text('url', false)}
      <Checkbox
        label={t('directory.isShareAlike')}
        description={t('directory.isShareAlike.meaning')}
        checked={directory.isShareAlike}
        disabled={isLocked}
        onChange={(event) => onChange({ isShareAlike: event.currentTarget.checked })}
      />
    </Stack>
  )
}

function DefaultFields({
  defaults,
  isLocked,
  onChange,
}: {
  readonly defaults: Defaults
  readonly isLocked: boolean
  readonly onChange: (defaults: Defaults) => void
}) {
  const t = useMessages('imports')
  const words = useWords()
  return (
    <>
      <h2>{t('defaults.title')}</h2>
      <p className={classes.lead}>{t('defaults.meaning')}</p>
      <div className={classes.pair}>
        <MultiSelect
          label={t('defaults.metals')}
          value={defaults.metals}
          disabled={isLocked}
          data={METALS.map((metal) => ({ value: metal, label: words.metal(metal) }))}
          onChange={(metals) => onChange({ ...defaults, metals: metals as Defaults['metals'] })}
        />
        <MultiSelect
          label={t('defaults.types')}
          value={defaults.types}
          disabled={isLocked}
          data={TYPES.map((type) => ({ value: type, label: words.type(type) }))}
          onChange={(types) => onChange({ ...defaults, types: types as Defaults['types'] })}
        />
      </div>
    </>
  )
}

/** An emptied address is taken away, not sent as empty text. */
const addressOrNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim()

function useSaving(importId: string, draft: Draft, onSaved: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () =>
      api.mapImportColumns({
        importId,
        roles: draft.roles.map((role) => ({ ...role })),
        defaults: draft.defaults,
        directory: {
          ...draft.directory,
          url: addressOrNull(draft.directory.url),
          licenceUrl: addressOrNull(draft.directory.licenceUrl),
        },
      }),
    onSuccess: async () => {
      onSaved()
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => ['getImport', 'listImportRows', 'listImports'].includes(String(queryKey[0])),
      })
    },
  })
}

export function ColumnsStep({ detail }: { readonly detail: ImportDetail }) {
  const t = useMessages('imports')
  const [draft, setDraft] = useState<Draft>({
    roles: detail.roles,
    directory: detail.directory,
    defaults: detail.defaults,
  })
  const [isChanged, setChanged] = useState(false)
  const isLocked = detail.state !== 'staged'
  const change = (next: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...next }))
    setChanged(true)
  }
  const save = useSaving(detail.importId, draft, () => setChanged(false))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}>
      <p className={classes.lead}>
        {t(`mapping.${detail.mappingFrom}`)} {isLocked ? t('mapping.locked') : t('mapping.next')}
      </p>
      <ColumnTable
        detail={detail}
        draft={draft}
        isLocked={isLocked}
        onRole={(role) => change({ roles: draft.roles.map((one) => (one.column === role.column ? role : one)) })}
      />
      <DefaultFields defaults={draft.defaults} isLocked={isLocked} onChange={(defaults) => change({ defaults })} />
      <h2>{t('directory.heading')}</h2>
      <div className={classes.narrow}>
        <DirectoryFields
          directory={draft.directory}
          isLocked={isLocked}
          onChange={(more) => change({ directory: { ...draft.directory, ...more } })}
        />
      </div>
      <ProblemText error={save.error} />
      {isLocked ? null : (
        <div className={classes.bar}>
          <Button type="submit" loading={save.isPending} disabled={!isChanged}>
            {t('mapping.save')}
          </Button>
          <span role="status" className="quiet">
            {save.isPending ? t('saving') : isChanged ? t('not-saved') : t('saved')}
          </span>
        </div>
      )}
    </form>
  )
}
