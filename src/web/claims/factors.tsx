// Emission factors a party can use, and its own: entered with its source, in the place of a shipped one of the same name or
// beside them. What lots would weigh is shown before it is recorded.
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type InputFor, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { LookFirst } from '../ui/look-first.tsx'
import { RowTable } from '../ui/row-table.tsx'
import { Impact, type Change } from './impact.tsx'
import classes from './claims.module.css'

type Factor = Result<'listEmissionFactors'>['items'][number]
const KINDS = ['fuel', 'electricity', 'heat', 'upstream', 'freight', 'scrap', 'displaced'] as const
const UNITS = ['l', 'kg', 't', 'kWh', 'MWh', 'GJ', 'm3', 'tkm'] as const
const MODES = ['sea', 'rail', 'road', 'inland-water', 'air', 'pipeline'] as const
const QUALITIES = ['measured', 'found', 'illustrative'] as const

type Draft = { factor: string; name: string; kind: Factor['kind']; kgCo2e: string; unit: Factor['unit']; basis: 'location' | 'market'; mode: (typeof MODES)[number]; gwp: Factor['gwp']; quality: Factor['quality']; source: string; year: string; reason: string }
const empty: Draft = { factor: '', name: '', kind: 'electricity', kgCo2e: '', unit: 'kWh', basis: 'location', mode: 'road', gwp: 'AR6', quality: 'found', source: '', year: '', reason: '' }
const draftOf = (of: Factor | undefined): Draft =>
  of === undefined ? empty : { ...empty, factor: of.factor, name: of.name, kind: of.kind, unit: of.unit, basis: of.basis ?? 'location', mode: of.mode ?? 'road', gwp: of.gwp }

function bodyOf(organisationId: string, { factor, name, kind, kgCo2e, unit, basis, mode, gwp, quality, source, year, reason }: Draft, country: string | undefined): InputFor<'recordEmissionFactor'> {
  return {
    organisationId, factor: factor.trim(), name: name.trim(), kind, kgCo2e: kgCo2e.trim(), unit: kind === 'freight' ? 'tkm' : unit, gwp, quality, source: source.trim(),
    ...(kind === 'electricity' ? { basis } : {}), ...(kind === 'freight' ? { mode } : {}), ...(country === undefined ? {} : { country }), ...(year.trim() === '' ? {} : { year: Number(year) }), ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
  }
}

type FormProps = { readonly organisationId: string; readonly factors: readonly Factor[]; readonly onDone: (impact: readonly Change[]) => void }

export function FactorForm({ organisationId, factors, onDone }: FormProps) {
  const t = useMessages('claims')
  const [draft, setDraft] = useState(empty)
  const known = factors.find(({ factor }) => factor === draft.factor.trim())
  const isOwn = known !== undefined && known.organisationId !== null
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  return (
    <LookFirst
      asked={bodyOf(organisationId, draft, known?.country)}
      look={(asked) => api.recordEmissionFactor(asked, { isDryRun: true })}
      save={(asked) => api.recordEmissionFactor(asked)}
      onSaved={({ impact }) => onDone(impact)}
      labels={{ look: t('factor.look'), save: t('factor.record') }}
      shown={({ impact }) => <Impact impact={impact} />}>
      <NativeSelect
        label={t('factor.instead')}
        value={known?.factor ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value
          setDraft(draftOf(factors.find(({ factor }) => factor === chosen)))
        }}
        data={[{ value: '', label: t('factor.new') }, ...factors.map(({ factor, name }) => ({ value: factor, label: name }))]}
      />
      <div className={classes.row}>
        <TextInput label={t('factor.slug')} description={t('factor.slug.help')} required value={draft.factor} maxLength={80} onChange={(event) => set({ factor: event.currentTarget.value })} />
        <TextInput label={t('activity.line.name')} required value={draft.name} maxLength={120} onChange={(event) => set({ name: event.currentTarget.value })} />
        <NativeSelect label={t('activity.line.kind')} value={draft.kind} onChange={(event) => set({ kind: event.currentTarget.value as Draft['kind'] })} data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      </div>
      <div className={classes.row}>
        <TextInput label={t('activity.line.kg')} required inputMode="decimal" value={draft.kgCo2e} maxLength={28} onChange={(event) => set({ kgCo2e: event.currentTarget.value })} />
        {draft.kind === 'freight' ? (
          <NativeSelect label={t('factor.mode')} value={draft.mode} onChange={(event) => set({ mode: event.currentTarget.value as Draft['mode'] })} data={MODES.map((value) => ({ value, label: t(`mode.${value}`) }))} />
        ) : (
          <NativeSelect label={t('activity.line.unit')} value={draft.unit} onChange={(event) => set({ unit: event.currentTarget.value as Draft['unit'] })} data={UNITS.filter((unit) => unit !== 'tkm')} />
        )}
        {draft.kind !== 'electricity' ? null : (
          <NativeSelect label={t('factor.basis')} value={draft.basis} onChange={(event) => set({ basis: event.currentTarget.value as Draft['basis'] })} data={(['location', 'market'] as const).map((value) => ({ value, label: t(`basis.${value}`) }))} />
        )}
      </div>
      <div className={classes.row}>
        <NativeSelect label={t('factor.quality')} value={draft.quality} onChange={(event) => set({ quality: event.currentTarget.value as Draft['quality'] })} data={QUALITIES.map((value) => ({ value, label: t(`quality.${value}`) }))} />
        <TextInput label={t('factor.year')} inputMode="numeric" value={draft.year} maxLength={4} onChange={(event) => set({ year: event.currentTarget.value })} />
        <NativeSelect label={t('factor.gwp')} value={draft.gwp} onChange={(event) => set({ gwp: event.currentTarget.value as Draft['gwp'] })} data={['AR6', 'AR5', 'AR4']} />
      </div>
      <TextInput label={t('activity.line.source')} required value={draft.source} maxLength={500} onChange={(event) => set({ source: event.currentTarget.value })} />
      {!isOwn ? null : <TextInput label={t('activity.reason')} required value={draft.reason} maxLength={500} onChange={(event) => set({ reason: event.currentTarget.value })} />}
    </LookFirst>
  )
}

export function FactorList({ factors }: { readonly factors: readonly Factor[] }) {
  const t = useMessages('claims')
  return (
    <details className={classes.section}>
      <summary>{t('factor.list', { count: factors.length, own: factors.filter(({ organisationId }) => organisationId !== null).length })}</summary>
      <RowTable
        label={t('factor.title')}
        rows={factors}
        keyOf={({ factor }) => factor}
        columns={[
          { heading: t('activity.line.name'), cell: ({ name }) => name },
          { heading: t('activity.line.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
          { heading: t('factor.value'), cell: ({ kgCo2e, unit }) => `${kgCo2e} kg/${unit}`, className: 'numeric nowrap' },
          { heading: t('factor.quality'), cell: (one) => [t(`quality.${one.quality}`), ...one.organisationId === null ? [] : [t('quality.own')]].join(' · ') },
          { heading: t('activity.line.source'), cell: ({ source }) => source },
        ]}
      />
    </details>
  )
}
