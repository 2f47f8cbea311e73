// Activity figures of a stage and a period: what was used with its factor, what came out. The dry run says what it comes to
// before anything is recorded; a revision needs its reason.
import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SiteActivity, SiteStage } from '#src/footprint/activity.ts'
import { api, type InputFor, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { LookFirst } from '../ui/look-first.tsx'
import { RefusalText } from '../ui/refusal-text.tsx'
import { Impact, type Change } from './impact.tsx'
import classes from './claims.module.css'

export type Activity = Result<'listActivities'>['items'][number]
export const STAGES: readonly SiteStage[] = ['mining', 'concentrating', 'leaching', 'smelting', 'refining', 'rod-making', 'wire-drawing', 'fabrication', 'recycling', 'other']
const KINDS = ['fuel', 'electricity', 'heat', 'upstream', 'direct'] as const
const UNITS = ['l', 'kg', 't', 'kWh', 'MWh', 'GJ', 'm3', 't CO2e'] as const
const METALS = ['copper', 'molybdenum', 'nickel', 'zinc', 'lead', 'cobalt', 'gold', 'silver', 'sulphuric-acid'] as const
export const RULES = ['by-value-ratio', 'mass', 'economic', 'system-expansion'] as const

type Line = { name: string; kind: (typeof KINDS)[number]; scope: string; amount: string; unit: (typeof UNITS)[number]; per: 'period' | 'tonne'; factor: string; kgCo2e: string; source: string; market: string; isPrimary: boolean }
type Output = { substance: (typeof METALS)[number]; tonnes: string; unitValue: string; displaces: string; displacesSource: string }
type Draft = { siteId: string; stage: SiteStage; from: string; to: string; boundary: string; rule: string; reason: string; lines: Line[]; outputs: Output[] }

const emptyLine: Line = { name: '', kind: 'fuel', scope: '1', amount: '', unit: 'l', per: 'period', factor: '', kgCo2e: '', source: '', market: '', isPrimary: true }
const emptyOutput: Output = { substance: 'copper', tonnes: '', unitValue: '', displaces: '', displacesSource: '' }

function draftOf(siteId: string, year: string, boundary: string, from: Activity['activity'] | undefined): Draft {
  if (from === undefined) return { siteId, stage: 'mining', from: `${year}-01-01`, to: `${year}-12-31`, boundary, rule: '', reason: '', lines: [emptyLine], outputs: [emptyOutput] }
  const own = (use: Activity['activity']['lines'][number]['factor']) => (use === undefined || 'factor' in use ? { kgCo2e: '', source: '' } : { kgCo2e: use.kgCo2e, source: use.source })
  return {
    siteId: from.siteId, stage: from.stage, from: from.from, to: from.to, boundary: from.boundary ?? '', rule: '', reason: '',
    lines: from.lines.map((one) => ({
      name: one.name, kind: one.kind, scope: String(one.scope), amount: one.amount, unit: one.unit as Line['unit'], per: one.per ?? 'period', factor: one.factor !== undefined && 'factor' in one.factor ? one.factor.factor : '',
      ...own(one.factor), market: one.marketFactor !== undefined && 'kgCo2e' in one.marketFactor ? one.marketFactor.kgCo2e : '', isPrimary: one.isPrimary,
    })),
    outputs: from.outputs.map((one) => ({ substance: one.substance, tonnes: one.tonnes, unitValue: one.unitValue ?? '', displaces: one.displaces?.kgCo2ePerTonne ?? '', displacesSource: one.displaces?.source ?? '' })),
  }
}

function bodyOf(draft: Draft): SiteActivity {
  return {
    siteId: draft.siteId, stage: draft.stage, from: draft.from, to: draft.to, boundary: draft.boundary, gwp: 'AR6',
    lines: draft.lines.map((one) => ({
      name: one.name.trim(), kind: one.kind, scope: Number(one.scope) as 1 | 2 | 3, amount: one.amount.trim(), unit: one.unit, per: one.per, isPrimary: one.isPrimary,
      ...(one.unit === 't CO2e' ? {} : { factor: one.factor === '' ? { kgCo2e: one.kgCo2e.trim(), source: one.source.trim() } : { factor: one.factor } }),
      ...(one.market.trim() === '' ? {} : { marketFactor: { kgCo2e: one.market.trim(), source: one.source.trim() || one.name.trim() } }),
    })),
    outputs: draft.outputs.map((one) => ({
      substance: one.substance, tonnes: one.tonnes.trim(), ...(one.unitValue.trim() === '' ? {} : { unitValue: one.unitValue.trim() }),
      ...(one.displaces.trim() === '' ? {} : { displaces: { kgCo2ePerTonne: one.displaces.trim(), source: one.displacesSource.trim() } }),
    })),
  }
}

type FormProps = { readonly organisationId: string; readonly sites: readonly { readonly siteId: string; readonly name: string }[]; readonly year: string; readonly factors: Result<'listEmissionFactors'>['items']; readonly of?: Activity; readonly onDone: (impact: readonly Change[] | null) => void }

const impactOf = (answer: object): readonly Change[] | null => ('impact' in answer ? (answer.impact as readonly Change[]) : null)

export function ActivityForm({ organisationId, sites, year, factors, of, onDone }: FormProps) {
  const t = useMessages('claims')
  const [draft, setDraft] = useState(() => draftOf(sites[0]?.siteId ?? '', year, t('activity.boundary.usual'), of?.activity))
  const send = (asked: Draft, isDryRun: boolean) => (of === undefined
    ? api.recordActivity({ organisationId, ...bodyOf(asked), ...(asked.rule === '' ? {} : { allocation: asked.rule as (typeof RULES)[number] }) } as InputFor<'recordActivity'>, { isDryRun })
    : api.reviseActivity({ activityId: of.activityId, replaces: of.version, reason: asked.reason, ...bodyOf(asked) } as InputFor<'reviseActivity'>, { isDryRun }))
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  return (
    <LookFirst
      asked={draft}
      look={(asked) => send(asked, true)}
      save={(asked) => send(asked, false)}
      onSaved={(recorded) => onDone(impactOf(recorded))}
      labels={{ look: t('activity.look'), save: t(of === undefined ? 'activity.record' : 'activity.revise') }}
      maySave={({ burden }) => burden !== null}
      shown={(found) => <Comes found={found} />}>
      <fieldset disabled={of !== undefined}>
        <legend>{t('activity.where')}</legend>
        <div className={classes.row}>
          <NativeSelect label={t('activity.site')} value={draft.siteId} onChange={(event) => set({ siteId: event.currentTarget.value })} data={sites.map(({ siteId, name }) => ({ value: siteId, label: name }))} />
          <NativeSelect label={t('footprint.stage')} value={draft.stage} onChange={(event) => set({ stage: event.currentTarget.value as SiteStage })} data={STAGES.map((value) => ({ value, label: t(`stage.${value}`) }))} />
        </div>
      </fieldset>
      <div className={classes.row}>
        <TextInput type="date" label={t('activity.from')} required value={draft.from} onChange={(event) => set({ from: event.currentTarget.value })} />
        <TextInput type="date" label={t('activity.to')} required value={draft.to} onChange={(event) => set({ to: event.currentTarget.value })} />
        <TextInput label={t('activity.boundary')} required value={draft.boundary} maxLength={200} onChange={(event) => set({ boundary: event.currentTarget.value })} />
      </div>
      {draft.lines.map((line, i) => (
        <LineFields key={i} line={line} index={i} factors={factors} onChange={(change) => set({ lines: draft.lines.map((one, at) => (at === i ? { ...one, ...change } : one)) })} />
      ))}
      <Group>
        <Button variant="default" onClick={() => set({ lines: [...draft.lines, emptyLine] })}>
          {t('activity.line.more')}
        </Button>
        {draft.lines.length < 2 ? null : (
          <Button variant="subtle" onClick={() => set({ lines: draft.lines.slice(0, -1) })}>
            {t('activity.line.less')}
          </Button>
        )}
      </Group>
      {draft.outputs.map((output, i) => (
        <fieldset key={i}>
          <legend>{t('activity.output', { number: i + 1 })}</legend>
          <OutputFields output={output} onChange={(change) => set({ outputs: draft.outputs.map((one, at) => (at === i ? { ...one, ...change } : one)) })} />
        </fieldset>
      ))}
      <Group>
        <Button variant="default" onClick={() => set({ outputs: [...draft.outputs, { ...emptyOutput, substance: 'molybdenum' }] })}>
          {t('activity.output.more')}
        </Button>
        {draft.outputs.length < 2 ? null : (
          <Button variant="subtle" onClick={() => set({ outputs: draft.outputs.slice(0, -1) })}>
            {t('activity.output.less')}
          </Button>
        )}
      </Group>
      {of === undefined ? (
        <NativeSelect label={t('activity.rule')} value={draft.rule} onChange={(event) => set({ rule: event.currentTarget.value })} data={[{ value: '', label: t('activity.rule.kept') }, ...RULES.map((value) => ({ value, label: t(`rule.${value}`) }))]} />
      ) : (
        <TextInput label={t('activity.reason')} required value={draft.reason} maxLength={500} onChange={(event) => set({ reason: event.currentTarget.value })} />
      )}
    </LookFirst>
  )
}

/** What the figures come to, and what that changes. */
function Comes({ found }: { readonly found: Pick<Activity, 'burden' | 'problem'> }) {
  const t = useMessages('claims')
  const { number } = useFormat()
  const { burden, problem } = found
  const impact = impactOf(found)
  if (burden === null) return problem === null ? null : <p><RefusalText refusal={problem} /></p>
  return (
    <>
      <p>{t('activity.comes-to', { tonnes: number(Number(burden.total.total) / 1000, 3), perTonne: burden.perTonne.map(({ substance, kgCo2e }) => `${t(`metal.${substance}`)} ${number(Number(kgCo2e), 2)}`).join(', ') })}</p>
      {impact === null ? null : <Impact impact={impact} />}
    </>
  )
}

type LineProps = { readonly line: Line; readonly index: number; readonly factors: FormProps['factors']; readonly onChange: (change: Partial<Line>) => void }

function LineFields({ line, index, factors, onChange }: LineProps) {
  const t = useMessages('claims')
  const fitting = factors.filter(({ kind }) => kind === line.kind)
  return (
    <fieldset>
      <legend>{t('activity.line', { number: index + 1 })}</legend>
      <div className={classes.row}>
        <TextInput label={t('activity.line.name')} required value={line.name} maxLength={120} onChange={(event) => onChange({ name: event.currentTarget.value })} />
        <NativeSelect
          label={t('activity.line.kind')}
          value={line.kind}
          onChange={(event) => {
            const kind = event.currentTarget.value as Line['kind']
            onChange({ kind, factor: '', scope: kind === 'electricity' ? '2' : kind === 'upstream' ? '3' : '1', ...(kind === 'electricity' ? { unit: 'MWh' as const } : kind === 'direct' || kind === 'upstream' ? { unit: 't CO2e' as const } : {}) })
          }}
          data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <NativeSelect label={t('activity.line.scope')} value={line.scope} onChange={(event) => onChange({ scope: event.currentTarget.value })} data={['1', '2', '3']} />
      </div>
      <div className={classes.row}>
        <TextInput label={t('activity.line.amount')} required inputMode="decimal" value={line.amount} maxLength={28} onChange={(event) => onChange({ amount: event.currentTarget.value })} />
        <NativeSelect label={t('activity.line.unit')} value={line.unit} onChange={(event) => onChange({ unit: event.currentTarget.value as Line['unit'] })} data={[...UNITS]} />
        <NativeSelect label={t('activity.line.per')} value={line.per} onChange={(event) => onChange({ per: event.currentTarget.value as Line['per'] })} data={(['period', 'tonne'] as const).map((value) => ({ value, label: t(`per.${value}`) }))} />
      </div>
      {line.unit === 't CO2e' ? null : (
        <div className={classes.row}>
          <NativeSelect label={t('activity.line.factor')} value={line.factor} onChange={(event) => onChange({ factor: event.currentTarget.value })} data={[{ value: '', label: t('activity.line.own-factor') }, ...fitting.map(({ factor, name, kgCo2e, unit }) => ({ value: factor, label: `${name}: ${kgCo2e} kg/${unit}` }))]} />
          {line.factor !== '' ? null : <TextInput label={t('activity.line.kg')} required inputMode="decimal" value={line.kgCo2e} onChange={(event) => onChange({ kgCo2e: event.currentTarget.value })} />}
          {line.factor !== '' ? null : <TextInput label={t('activity.line.source')} required value={line.source} maxLength={300} onChange={(event) => onChange({ source: event.currentTarget.value })} />}
          {line.kind === 'electricity' ? <TextInput label={t('activity.line.market')} inputMode="decimal" value={line.market} onChange={(event) => onChange({ market: event.currentTarget.value })} /> : null}
        </div>
      )}
      <Checkbox label={t('activity.line.primary')} checked={line.isPrimary} onChange={(event) => onChange({ isPrimary: event.currentTarget.checked })} />
    </fieldset>
  )
}

function OutputFields({ output, onChange }: { readonly output: Output; readonly onChange: (change: Partial<Output>) => void }) {
  const t = useMessages('claims')
  return (
    <div className={classes.row}>
      <NativeSelect label={t('activity.output.metal')} value={output.substance} onChange={(event) => onChange({ substance: event.currentTarget.value as Output['substance'] })} data={METALS.map((value) => ({ value, label: t(`metal.${value}`) }))} />
      <TextInput label={t('activity.output.tonnes')} required inputMode="decimal" value={output.tonnes} onChange={(event) => onChange({ tonnes: event.currentTarget.value })} />
      <TextInput label={t('activity.output.value')} inputMode="decimal" value={output.unitValue} onChange={(event) => onChange({ unitValue: event.currentTarget.value })} />
      <TextInput label={t('activity.output.displaces')} inputMode="decimal" value={output.displaces} onChange={(event) => onChange({ displaces: event.currentTarget.value })} />
      {output.displaces.trim() === '' ? null : <TextInput label={t('activity.line.source')} required value={output.displacesSource} maxLength={300} onChange={(event) => onChange({ displacesSource: event.currentTarget.value })} />}
    </div>
  )
}
