// Recording one event: what happened, a few fields, what it does, and then the entry.
import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { LineAnswer } from '#src/custody/line-answer.ts'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './custody.module.css'
import type { Book } from './books.ts'
import { CustodyFrame } from './custody-frame.tsx'
import { Outcome } from './effects.tsx'
import { KINDS, draftOf, emptyDraft, emptyInput, givesOneOutput, hasInputs, hasOutputs, lineOf, takesOneInput, type Draft, type DraftKind } from './event-draft.ts'
import { PartnerField } from './partner-field.tsx'
import { BELOW } from './field-order.ts'
import { EventPapers, Legs } from './more-of-event.tsx'
import { InputFields, OutputFields, type Wrong } from './record-fields.tsx'

type Search = { readonly kind?: string; readonly lot?: string; readonly voids?: string; readonly corrects?: string }
export const Page = () => <CustodyFrame screen="record">{(book) => <Recording key={book.organisationId} book={book} />}</CustodyFrame>

function Recording({ book }: { readonly book: Book }) {
  const t = useMessages('custody')
  const search = useSearch({ strict: false }) as Search
  const [now] = useState(() => new Date().toISOString())
  const old = useLooseRead('getEvent', { organisationId: book.organisationId, event: search.corrects ?? '-' }, search.corrects !== undefined)
  if (search.corrects !== undefined && old.data === undefined) return old.error === null ? <p role="status" className="quiet">{t('loading')}</p> : <ProblemText error={old.error} />
  const kind: DraftKind = search.voids !== undefined ? 'void' : KINDS.find((one) => one === search.kind) ?? (search.lot === undefined ? 'receive' : 'ship')
  const empty = emptyDraft(kind, now, book.sites[0]?.siteId ?? '')
  const first: Draft = search.corrects !== undefined ? draftOf(old.data!.line ?? {}, now, old.data!.kind) : { ...empty, voids: search.voids ?? '', inputs: [{ ...emptyInput, lot: search.lot ?? '' }] }
  return <RecordForm key={`${search.corrects} ${search.voids}`} book={book} first={first} corrects={search.corrects} />
}

function RecordForm({ book, first, corrects }: { readonly book: Book; readonly first: Draft; readonly corrects: string | undefined }) {
  const t = useMessages('custody')
  const queries = useQueryClient()
  const [draft, setDraft] = useState(first)
  const put = (more: Partial<Draft>) => setDraft((before) => ({ ...before, ...more }))
  const lots = useLooseRead('listLots', { organisationId: book.organisationId, limit: 500 }).data?.items ?? []
  const send = useMutation({
    mutationFn: async (isDryRun: boolean): Promise<{ answer: LineAnswer; isDryRun: boolean }> => {
      const { items } = await api.recordEvents({ organisationId: book.organisationId, events: [lineOf(draft, corrects)], source: 'form', hasEffects: true }, { isDryRun })
      return { answer: items[0]! as LineAnswer, isDryRun }
    },
    onSuccess: async ({ isDryRun }) => { if (!isDryRun) await queries.invalidateQueries({ queryKey: ['listLots'] }) },
  })
  const answer = send.data?.answer
  const isDone = answer !== undefined && answer.state !== 'refused' && send.data?.isDryRun === false
  const wrong: Wrong = (pointer) => answer?.refusal?.errors?.find((fault) => fault.pointer === pointer || fault.pointer === `/instead${pointer}`)?.detail
  return (
    <>
      {corrects === undefined ? null : <p>{t('correcting', { event: corrects })}</p>}
      <datalist id="custody-open-lots">{lots.map(({ lot }) => <option key={lot} value={lot} />)}</datalist>
      <form className={classes.form} onSubmit={(event) => { event.preventDefault(); send.mutate(false) }}>
        <div className={classes.fields}>
          <NativeSelect label={t('kind')} value={draft.kind} disabled={corrects !== undefined} data={KINDS.map((one) => ({ value: one, label: t(`kind.${one}`) }))}
            onChange={(event) => { const kind = event.currentTarget.value as DraftKind; send.reset(); put({ kind, event: emptyDraft(kind, new Date().toISOString(), '').event }) }} />
          <TextInput label={t('event')} description={t('event.meaning')} inputWrapperOrder={BELOW} required maxLength={80} value={draft.event} error={wrong('/event')} onChange={(event) => put({ event: event.currentTarget.value })} />
          <TextInput label={t('at')} type="datetime-local" required value={draft.at} error={wrong('/at')} onChange={(event) => put({ at: event.currentTarget.value })} />
          <NativeSelect label={t('site')} value={draft.site} data={book.sites.map((site) => ({ value: site.siteId, label: site.name }))} onChange={(event) => put({ site: event.currentTarget.value })} />
        </div>
        {hasInputs(draft.kind) || draft.kind === 'adjust' ? <InputFields inputs={draft.inputs} isOne={takesOneInput(draft.kind) || draft.kind === 'adjust'} withTake={draft.kind !== 'adjust'} withRecovery={draft.kind === 'transform'} wrong={wrong} onChange={(inputs) => put({ inputs })} /> : null}
        {hasOutputs(draft.kind) || draft.kind === 'adjust' ? <OutputFields outputs={draft.outputs} isOne={givesOneOutput(draft.kind)} isMeasureOnly={draft.kind === 'adjust'} isReceived={draft.kind === 'receive'} wrong={wrong} onChange={(outputs) => put({ outputs })} /> : null}
        <OtherFields draft={draft} wrong={wrong} isCorrecting={corrects !== undefined} put={put} />
        {draft.kind === 'ship' || draft.kind === 'receive' ? <Legs draft={draft} wrong={wrong} put={put} /> : null}
        {draft.kind === 'void' ? null : <EventPapers draft={draft} wrong={wrong} put={put} />}
        <Group>
          <Button type="button" variant="default" loading={send.isPending} onClick={() => send.mutate(true)}>{t('preview')}</Button>
          <Button type="submit" loading={send.isPending} disabled={isDone}>{t('record')}</Button>
          {isDone ? <Button variant="default" onClick={() => { send.reset(); setDraft(emptyDraft(draft.kind, new Date().toISOString(), draft.site)) }}>{t('another')}</Button> : null}
        </Group>
      </form>
      <ProblemText error={send.error} />
      {answer === undefined ? null : <Outcome answer={answer} isDryRun={send.data?.isDryRun === true} />}
    </>
  )
}

type OtherProps = { readonly draft: Draft; readonly wrong: Wrong; readonly isCorrecting: boolean; readonly put: (more: Partial<Draft>) => void }
function OtherFields({ draft, wrong, isCorrecting, put }: OtherProps) {
  const t = useMessages('custody')
  const { kind } = draft
  const partner = kind === 'ship' ? 'partner.to' : kind === 'receive' ? 'partner.from' : kind === 'sell' ? 'partner.buyer' : undefined
  return (
    <div className={classes.fields}>
      {kind === 'ship' || kind === 'receive' ? <TextInput label={t('shipment')} required={kind === 'ship'} value={draft.shipment} error={wrong('/shipment')} onChange={(event) => put({ shipment: event.currentTarget.value })} /> : null}
      {partner === undefined ? null : <PartnerField key={kind} label={t(partner)} isRequired={kind === 'ship'} isAsked={kind === 'ship'} value={draft.partner} error={wrong(partner.replace('partner.', '/'))} onChange={(one) => put({ partner: one })} />}
      {kind === 'sell' ? <TextInput label={t('market')} required value={draft.market} error={wrong('/market')} onChange={(event) => put({ market: event.currentTarget.value })} /> : null}
      {kind === 'transform' ? <TextInput label={t('loss')} description={t('unit.meaning')} inputWrapperOrder={BELOW} inputMode="decimal" value={draft.loss} error={wrong(`/losses/${draft.outputs[0]?.metal ?? ''}`)} onChange={(event) => put({ loss: event.currentTarget.value })} /> : null}
      {kind === 'transform' && (draft.outputs[0]?.metal2 ?? '') !== '' ? <TextInput label={t('loss2')} description={t('unit.meaning')} inputWrapperOrder={BELOW} inputMode="decimal" value={draft.loss2} error={wrong(`/losses/${draft.outputs[0]!.metal2}`)} onChange={(event) => put({ loss2: event.currentTarget.value })} /> : null}
      {kind === 'adjust' ? (
        <>
          <NativeSelect label={t('basis')} value={draft.basis} data={(['weight', 'assay', 'moisture', 'stock-take'] as const).map((one) => ({ value: one, label: t(`basis.${one}`) }))} onChange={(event) => put({ basis: event.currentTarget.value })} />
          <NativeSelect label={t('by')} value={draft.by} data={(['own', 'counterparty', 'umpire'] as const).map((one) => ({ value: one, label: t(`by.${one}`) }))} onChange={(event) => put({ by: event.currentTarget.value })} />
          <Checkbox label={t('settles')} checked={draft.isSettlement} onChange={(event) => put({ isSettlement: event.currentTarget.checked })} />
        </>
      ) : null}
      {kind === 'void' ? <TextInput label={t('voids')} required value={draft.voids} error={wrong('/voids')} onChange={(event) => put({ voids: event.currentTarget.value })} /> : null}
      {kind === 'void' || isCorrecting ? <TextInput label={t('reason')} required maxLength={500} value={draft.reason} error={wrong('/reason')} onChange={(event) => put({ reason: event.currentTarget.value })} /> : null}
      <TextInput label={t('note')} maxLength={500} value={draft.note} error={wrong('/note')} onChange={(event) => put({ note: event.currentTarget.value })} />
    </div>
  )
}
