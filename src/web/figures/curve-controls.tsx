// What the curve can be asked for: metal, scope, boundary, year, past or projection; only what there are figures of.
import { NativeSelect } from '@mantine/core'
import { useMessages } from '../messages/use-messages.ts'
import { useWords } from '../ui/words.ts'
import type { Curve } from './curve-layout.ts'
import type { CurveSearch } from './figure-search.ts'
import classes from './figures.module.css'

const METALS = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver'] as const
const distinct = <T,>(values: readonly T[]): T[] => [...new Set(values)]

export function CurveControls({
  curve,
  search,
  onChange,
}: {
  readonly curve: Curve
  readonly search: CurveSearch
  readonly onChange: (change: CurveSearch) => void
}) {
  const t = useMessages('figures')
  const words = useWords()
  const ofSeries = curve.available.filter(({ series }) => series === curve.series)
  const ofScope = ofSeries.filter(({ scope }) => scope === curve.scope)
  const ofBoundary = ofScope.filter(({ boundary }) => search.boundary === undefined || boundary === search.boundary)
  const series = distinct([curve.series, ...curve.available.map((one) => one.series)])
  const boundaries = distinct(ofScope.map(({ boundary }) => boundary))
  return (
    <div className={classes.controls}>
      <NativeSelect
        label={t('control.metal')}
        value={curve.metal}
        data={METALS.map((metal) => ({ value: metal, label: words.metal(metal) }))}
        onChange={(event) =>
          onChange({ metal: event.currentTarget.value, scope: '', boundary: '', year: '', series: '' })
        }
      />
      <NativeSelect
        label={t('control.scope')}
        value={curve.scope}
        data={distinct([curve.scope, ...ofSeries.map(({ scope }) => scope)]).map((scope) => ({
          value: scope,
          label: t(`scope.${scope}`),
        }))}
        onChange={(event) => onChange({ scope: event.currentTarget.value, boundary: '', year: '' })}
      />
      {boundaries.length < 2 ? null : (
        <NativeSelect
          label={t('control.boundary')}
          value={search.boundary ?? ''}
          data={[{ value: '', label: t('control.boundary.any') }, ...boundaries]}
          onChange={(event) => onChange({ boundary: event.currentTarget.value, year: '' })}
        />
      )}
      <NativeSelect
        label={t('control.year')}
        value={String(curve.year ?? '')}
        data={distinct([...(curve.year === null ? [] : [curve.year]), ...ofBoundary.map(({ year }) => year)])
          .sort((a, b) => b - a)
          .map(String)}
        disabled={curve.year === null}
        onChange={(event) => onChange({ year: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('control.series')}
        value={curve.series}
        data={series.map((one) => ({ value: one, label: t(`series.${one}`) }))}
        onChange={(event) => onChange({ series: event.currentTarget.value, scope: '', boundary: '', year: '' })}
      />
    </div>
  )
}
