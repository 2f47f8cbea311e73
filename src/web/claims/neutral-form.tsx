// The terms of a neutral claim: standard, baseline, and the credits with their serials as the registry printed them.
import { Button, Group, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { NeutralTerms } from '#src/claims/carbon-neutral.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './claims.module.css'

type Credit = NeutralTerms['retirements'][number]
export type NeutralDraft = Pick<NeutralTerms, 'standard' | 'baseline'> & { readonly retirements: readonly (Omit<Credit, 'vintage'> & { readonly vintage: string })[] }

const emptyCredit = { registry: '', project: '', series: '', serialFrom: '', serialTo: '', vintage: '', type: 'removal', retiredOn: '', beneficiary: '' } as const
export const emptyNeutral: NeutralDraft = { standard: 'iso-14068-1', baseline: '', retirements: [emptyCredit] }

/** Reductions that were made stand in the gross footprint already; they are told in the baseline's words. */
export const termsOf = ({ standard, baseline, retirements }: NeutralDraft): NeutralTerms =>
  ({ standard, baseline: baseline.trim(), reductions: [], retirements: retirements.map((one) => ({ ...one, vintage: Number(one.vintage) })) })
export const isFilled = ({ retirements }: NeutralDraft): boolean => retirements.every((one) => Object.values(one).every((value) => value.trim() !== ''))

const FIELDS = ['registry', 'project', 'series', 'serialFrom', 'serialTo', 'vintage', 'retiredOn', 'beneficiary'] as const
const TYPES: Partial<Record<typeof FIELDS[number], 'date'>> = { retiredOn: 'date' }

export function NeutralForm({ draft, onChange }: { readonly draft: NeutralDraft; readonly onChange: (draft: NeutralDraft) => void }) {
  const t = useMessages('claims')
  const set = (index: number, change: Partial<NeutralDraft['retirements'][number]>) => onChange({ ...draft, retirements: draft.retirements.map((one, i) => (i === index ? { ...one, ...change } : one)) })
  return (
    <>
      <NativeSelect
        label={t('neutral.standard')}
        value={draft.standard}
        onChange={(event) => onChange({ ...draft, standard: event.currentTarget.value as NeutralDraft['standard'] })}
        data={(['iso-14068-1', 'pas-2060'] as const).map((value) => ({ value, label: t(`standard.${value}`) }))}
      />
      <Textarea label={t('neutral.baseline')} description={t('neutral.baseline.help')} autosize minRows={2} maxLength={400} value={draft.baseline} onChange={(event) => onChange({ ...draft, baseline: event.currentTarget.value })} />
      {draft.retirements.map((one, i) => (
        <fieldset key={i}>
          <legend>{t('neutral.credit', { number: i + 1 })}</legend>
          <div className={classes.row}>
            {FIELDS.map((field) => (
              <TextInput
                key={field}
                label={t(`credit.field.${field}`)}
                required
                type={TYPES[field] ?? 'text'}
                inputMode={field === 'serialFrom' || field === 'serialTo' || field === 'vintage' ? 'numeric' : undefined}
                value={one[field]}
                maxLength={120}
                onChange={(event) => set(i, { [field]: event.currentTarget.value })}
              />
            ))}
            <NativeSelect label={t('column.type')} value={one.type} onChange={(event) => set(i, { type: event.currentTarget.value as Credit['type'] })} data={(['removal', 'avoidance'] as const).map((value) => ({ value, label: t(`credit.${value}`) }))} />
          </div>
        </fieldset>
      ))}
      <Group>
        <Button variant="default" onClick={() => onChange({ ...draft, retirements: [...draft.retirements, emptyCredit] })}>
          {t('neutral.more')}
        </Button>
        {draft.retirements.length < 2 ? null : (
          <Button variant="subtle" onClick={() => onChange({ ...draft, retirements: draft.retirements.slice(0, -1) })}>
            {t('neutral.less')}
          </Button>
        )}
      </Group>
    </>
  )
}
