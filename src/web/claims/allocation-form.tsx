// Another rule by which the outputs of a stage share its burden: with its reason, after a look at what it changes.
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { RULES, type Activity } from './activity-form.tsx'
import { Impact, type Change } from './impact.tsx'
import classes from './claims.module.css'

export function AllocationForm({ of, onDone }: { readonly of: Activity; readonly onDone: (impact: readonly Change[]) => void }) {
  const t = useMessages('claims')
  const queries = useQueryClient()
  const [rule, setRule] = useState<(typeof RULES)[number]>('by-value-ratio')
  const [because, setBecause] = useState('')
  const { siteId, stage } = of.activity
  const send = (isDryRun: boolean) => api.chooseAllocation({ organisationId: of.organisationId, siteId, stage, rule, because: because.trim() } satisfies InputFor<'chooseAllocation'>, { isDryRun })
  const look = useMutation({ mutationFn: () => send(true) })
  const save = useMutation({
    mutationFn: () => send(false),
    onSuccess: async ({ impact }) => {
      await queries.invalidateQueries()
      onDone(impact)
    },
  })
  return (
    <form
      className={classes.form}
      onChange={() => look.reset()}
      onSubmit={(event) => {
        event.preventDefault()
        look.mutate()
      }}>
      <p>{t('allocation.lead', { stage: t(`stage.${stage}`) })}</p>
      <NativeSelect label={t('activity.rule')} value={rule} onChange={(event) => setRule(event.currentTarget.value as typeof rule)} data={RULES.map((value) => ({ value, label: t(`rule.${value}`) }))} />
      <TextInput label={t('allocation.because')} required value={because} maxLength={500} onChange={(event) => setBecause(event.currentTarget.value)} />
      <div>
        <Button type="submit" variant="default" loading={look.isPending} disabled={because.trim().length < 3}>
          {t('factor.look')}
        </Button>
      </div>
      <ProblemText error={look.error} />
      <div role="status">
        {look.data === undefined ? null : (
          <div className={classes.form}>
            <Impact impact={look.data.impact} />
            <div>
              <Button type="button" loading={save.isPending} onClick={() => save.mutate()}>
                {t('allocation.record')}
              </Button>
            </div>
            <ProblemText error={save.error} />
          </div>
        )}
      </div>
    </form>
  )
}
