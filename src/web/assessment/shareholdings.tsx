// Who holds shares of whom, as far as independence asks: the secretariat records it, the check at every assignment reads it.
import { Button, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { useToday } from '../ui/use-today.ts'
import classes from './assessment.module.css'

type Party = { kind: 'firm' | 'organisation' | 'company'; id: string; name: string }
type Known = { readonly firms: readonly Party[]; readonly organisations: readonly Party[] }
const EMPTY: Party = { kind: 'company', id: 'company', name: '' }

function PartyFields({ label, party, known, onChange }: { readonly label: string; readonly party: Party; readonly known: Known; readonly onChange: (party: Party) => void }) {
  const t = useMessages('assessment')
  const of = party.kind === 'firm' ? known.firms : known.organisations
  return (
    <div className={classes.cells}>
      <NativeSelect
        label={label}
        value={party.kind}
        data={(['company', 'firm', 'organisation'] as const).map((kind) => ({ value: kind, label: t(`party.${kind}`) }))}
        onChange={(event) => {
          const kind = event.currentTarget.value as Party['kind']
          onChange(kind === 'company' ? EMPTY : ((kind === 'firm' ? known.firms : known.organisations)[0] ?? { kind, id: '', name: '' }))
        }}
      />
      {party.kind === 'company' ? (
        <TextInput label={t('party.name')} required maxLength={200} value={party.name} onChange={(event) => onChange({ ...EMPTY, name: event.currentTarget.value })} />
      ) : (
        <NativeSelect
          label={t('party.which')}
          value={party.id}
          data={of.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => onChange(of.find(({ id }) => id === event.currentTarget.value) ?? party)}
        />
      )}
    </div>
  )
}

function Record({ known }: { readonly known: Known }) {
  const t = useMessages('assessment')
  const [holder, setHolder] = useState<Party>(EMPTY)
  const [held, setHeld] = useState<Party>(EMPTY)
  const [percent, setPercent] = useState<number>(50)
  const [source, setSource] = useState('')
  const record = useAct(
    () => api.recordShareholding({ holder, held, percent, source: source.trim() }),
    () => setSource(''),
  )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        record.mutate(undefined)
      }}>
      <Stack gap="sm">
        <PartyFields label={t('share.holder')} party={holder} known={known} onChange={setHolder} />
        <PartyFields label={t('share.held')} party={held} known={known} onChange={setHeld} />
        <NumberInput label={t('share.percent')} min={0.01} max={100} suffix=" %" value={percent} onChange={(value) => setPercent(Number(value) || 0)} />
        <TextInput label={t('share.source')} required maxLength={400} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
        <ProblemText error={record.error} />
        <Button type="submit" loading={record.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('share.record')}
        </Button>
      </Stack>
    </form>
  )
}

export function Shareholdings({ firms }: { readonly firms: Result<'listFirms'>['items'] }) {
  const t = useMessages('assessment')
  const { day, number } = useFormat()
  const shares = useLooseRead('listShareholdings', { limit: 500 })
  const participants = useLooseRead('listParticipants', { limit: 500 })
  const known: Known = {
    firms: firms.map(({ firmId, name }) => ({ kind: 'firm', id: firmId, name })),
    organisations: (participants.data?.items ?? []).map(({ organisationId, name }) => ({ kind: 'organisation', id: organisationId, name })),
  }
  const today = useToday()
  const end = useAct((shareholdingId: string) => api.endShareholding({ shareholdingId, heldUntil: today }))
  return (
    <section aria-labelledby="shares">
      <h2 id="shares">{t('share.title')}</h2>
      <p className="quiet">{t('share.lead')}</p>
      {shares.data === undefined || shares.data.items.length === 0 ? null : (
        <PlainTable label={t('share.title')}>
          <thead>
            <tr>
              {(['holder', 'held', 'percent', 'until', 'source'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`share.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shares.data.items.map((one) => (
              <tr key={one.shareholdingId}>
                <th scope="row">{one.holder.name}</th>
                <td>{one.held.name}</td>
                <td className="numeric">{number(one.percent, 2)} %</td>
                <td>
                  {one.heldUntil === null ? (
                    <Button size="xs" variant="default" onClick={() => end.mutate(one.shareholdingId)}>
                      {t('share.end')}
                    </Button>
                  ) : (
                    day(one.heldUntil, 'short')
                  )}
                </td>
                <td>{one.source}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      <ProblemText error={shares.error ?? end.error} />
      <Record known={known} />
    </section>
  )
}
