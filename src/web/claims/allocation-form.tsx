// Another rule by which the outputs of a stage share its burden: with its reason, after a look at what it changes.
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { LookFirst } from '../ui/look-first.tsx'
import { RULES, type Activity } from './activity-form.tsx'
import { Impact, type Change } from './impact.tsx'

export function AllocationForm({ of, onDone }: { readonly of: Activity; readonly onDone: (impact: readonly Change[]) => void }) {
  const t = useMessages('claims')
  const [rule, setRule] = useState<(typeof RULES)[number]>('by-value-ratio')
  const [because, setBecause] = useState('')
  const { siteId, stage } = of.activity
  return (
    <LookFirst
      asked={{ organisationId: of.organisationId, siteId, stage, rule, because: because.trim() } satisfies InputFor<'chooseAllocation'>}
      look={(asked) => api.chooseAllocation(asked, { isDryRun: true })}
      save={(asked) => api.chooseAllocation(asked)}
      onSaved={({ impact }) => onDone(impact)}
      labels={{ look: t('factor.look'), save: t('allocation.record') }}
      isReady={because.trim().length >= 3}
      shown={({ impact }) => <Impact impact={impact} />}>
      <p>{t('allocation.lead', { stage: t(`stage.${stage}`) })}</p>
      <NativeSelect label={t('activity.rule')} value={rule} onChange={(event) => setRule(event.currentTarget.value as typeof rule)} data={RULES.map((value) => ({ value, label: t(`rule.${value}`) }))} />
      <TextInput label={t('allocation.because')} required value={because} maxLength={500} onChange={(event) => setBecause(event.currentTarget.value)} />
    </LookFirst>
  )
}
