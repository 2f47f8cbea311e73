// The documented recovery of the plant: which it is, and another one after a look at what it would credit.
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fractionText, quantaOf, shareOf, type Quantum } from '#src/kernel/quanta.ts'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { LookFirst } from '../ui/look-first.tsx'
import { massWords } from '../ui/mass.ts'
import { RowTable } from '../ui/row-table.tsx'
import { useToday } from '../ui/use-today.ts'
import { unitOf } from './typed-mass.ts'

type Account = Result<'getAccount'>['account']

/** All the digits that a recovery is kept with. */
function useRecoveryText(): (recovery: string) => string {
  const { language } = useFormat()
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 7 })
  return (recovery) => percents.format(Number(recovery))
}

export function Recovery({ account, onRevise }: { readonly account: Account; readonly onRevise: (() => void) | undefined }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const written = useRecoveryText()
  return (
    <section aria-labelledby="recovery">
      <h2 id="recovery">{t('recovery')}</h2>
      <Facts>
        <Fact name={t('field.recovery')}>{written(account.recovery)}</Fact>
        <Fact name={t('field.document')}>{account.recoveryDocument ?? '–'}</Fact>
        <Fact name={t('recovery.reviewed')}>{account.recoveryReviewedOn === null ? '–' : day(account.recoveryReviewedOn)}</Fact>
      </Facts>
      {onRevise === undefined ? null : <Button variant="default" mt="sm" onClick={onRevise}>{t('recovery.revise')}</Button>}
    </section>
  )
}

export function RecoveryForm({ account, onDone }: { readonly account: Account; readonly onDone: () => void }) {
  const t = useMessages('balance')
  const today = useToday()
  const [recovery, setRecovery] = useState(account.recovery)
  const [document, setDocument] = useState('')
  const [reviewedOn, setReviewedOn] = useState(today)
  return (
    <LookFirst
      asked={{ accountId: account.accountId, recovery: fractionText(recovery), document: document.trim(), reviewedOn }}
      look={(asked) => api.reviseRecovery(asked, { isDryRun: true })}
      save={(asked) => api.reviseRecovery(asked)}
      onSaved={onDone}
      labels={{ look: t('recovery.look'), save: t('recovery.submit') }}
      isReady={recovery.trim() !== '' && document.trim() !== ''}
      shown={(found) => <Difference now={account} then={found.account} />}>
      <p>{t('recovery.meaning')}</p>
      <TextInput label={t('field.recovery')} description={t('open.recovery.meaning')} required inputMode="decimal" maxLength={20} value={recovery} onChange={(event) => setRecovery(event.currentTarget.value)} />
      <TextInput label={t('open.recovery.document')} required maxLength={200} value={document} onChange={(event) => setDocument(event.currentTarget.value)} />
      <TextInput type="date" label={t('recovery.reviewed')} required max={today} value={reviewedOn} onChange={(event) => setReviewedOn(event.currentTarget.value)} />
    </LookFirst>
  )
}

/** Of a hundred, and of each lot that waits to be credited. */
function Difference({ now, then }: { readonly now: Account; readonly then: Account }) {
  const t = useMessages('balance')
  const { number } = useFormat()
  const written = useRecoveryText()
  const { data } = useLooseRead('suggestCredits', { accountId: now.accountId })
  const quantum: Quantum = now.unit
  const mass = (quanta: number): string => massWords(quanta, now.metal, number)
  const credited = (contained: string, { recovery }: Account): string => mass(shareOf(quantaOf(contained, quantum), recovery))
  const hundred = `100 ${unitOf(now)}`
  return (
    <>
      <p>{t('recovery.change', { before: written(now.recovery), after: written(then.recovery) })}</p>
      {now.rules.method !== 'credit' ? null : (
        <>
          <p>{t('recovery.credits', { contained: mass(quantaOf(hundred, quantum)), before: credited(hundred, now), after: credited(hundred, then) })}</p>
          {data === undefined || data.items.length === 0 ? null : (
            <RowTable
              label={t('suggestions')}
              rows={data.items}
              keyOf={({ lot }) => lot}
              columns={[
                { heading: t('column.lot'), cell: ({ lot }) => lot },
                { heading: t('column.contained'), cell: ({ contained }) => mass(quantaOf(contained, quantum)), className: 'numeric nowrap' },
                { heading: t('column.would'), cell: ({ contained }) => credited(contained, now), className: 'numeric nowrap' },
                { heading: t('recovery.then'), cell: ({ contained }) => credited(contained, then), className: 'numeric nowrap' },
              ]}
            />
          )}
        </>
      )}
    </>
  )
}
