// What is entered into an account: a claim (with what it would leave), a credit, throughput, a correction.
import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, call, type InputFor, type Result } from '../api/client.ts'
import { SiteField } from '../custody/site-field.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useToday } from '../ui/use-today.ts'
import { MassField, useAct, useMass } from './parts.tsx'
import { massIn, type Unit } from './typed-mass.ts'
import classes from './balance.module.css'

type Entry = Result<'listAccountEntries'>['items'][number]
type OfAccount = { readonly accountId: string; readonly unit: Unit; readonly onDone: () => void }

/** "If I claim x": a dry run first, and then the claim itself. */
export function Claim({ accountId, unit, mayWrite }: Omit<OfAccount, 'onDone'> & { readonly mayWrite: boolean }) {
  const t = useMessages('balance')
  const { day } = useFormat()
  const mass = useMass()
  const today = useToday()
  const [fields, setFields] = useState({ quantity: '', on: today, document: '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const input = { accountId, quantity: massIn(fields.quantity, unit, t.language), on: fields.on, document: fields.document.trim() || 'WHAT-IF' }
  const tried = useMutation({ mutationFn: (asked: typeof input) => call('debitAccount', asked, { isDryRun: true }) })
  const claimed = useAct(() => api.debitAccount(input), () => { set({ quantity: '', document: '' }); tried.reset() })
  return (
    <section className={classes.panel} aria-labelledby="what-if">
      <h2 id="what-if">{t('whatif')}</h2>
      <p>{t('whatif.meaning')}</p>
      <form onSubmit={(event) => { event.preventDefault(); claimed.reset(); tried.mutate({ ...input, document: `WHAT-IF-${crypto.randomUUID()}` }) }}>
        <Stack gap="sm">
          <MassField label={t('field.quantity')} unit={unit} isRequired value={fields.quantity} onChange={(quantity) => { set({ quantity }); tried.reset() }} />
          <TextInput type="date" label={t('field.day')} required max={today} value={fields.on} onChange={(event) => { set({ on: event.currentTarget.value }); tried.reset() }} />
          <Button type="submit" variant="default" className={classes.submit} loading={tried.isPending}>{t('whatif.try')}</Button>
        </Stack>
      </form>
      <div aria-live="polite">
        {tried.data === undefined ? null : (
          <p className={classes.answer}>
            {tried.data.account.meter.balance.startsWith('-') ? t('whatif.below', { quantity: mass(input.quantity), day: day(fields.on), balance: mass(tried.data.account.meter.balance) })
              : t('whatif.answer', { quantity: mass(input.quantity), day: day(fields.on), left: mass(tried.data.account.meter.left) })}
          </p>
        )}
        <ProblemText error={tried.error} />
        {claimed.data === undefined ? null : <p className={classes.answer}>{t('claimed.done', { left: mass(claimed.data.account.meter.left) })}</p>}
      </div>
      {tried.data === undefined || !mayWrite ? null : (
        <form onSubmit={(event) => { event.preventDefault(); claimed.mutate(undefined) }}>
          <Stack gap="sm">
            <TextInput label={t('claim.document')} description={t('claim.document.meaning')} required pattern="[A-Za-z0-9][A-Za-z0-9._\/\-]*" maxLength={80} value={fields.document} onChange={(event) => set({ document: event.currentTarget.value })} />
            <Button type="submit" className={classes.submit} loading={claimed.isPending}>{t('claim.submit')}</Button>
          </Stack>
        </form>
      )}
      <ProblemText error={claimed.error} />
    </section>
  )
}

export function CreditForm({ accountId, unit, onDone }: OfAccount) {
  const t = useMessages('balance')
  const today = useToday()
  const [fields, setFields] = useState({ kind: 'paper', on: today, lot: '', delivery: '', contained: '', eligible: '', supplierSite: '', scrapClass: '', document: '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const isLot = fields.kind === 'lot'
  const save = useAct(() => api.creditAccount({
    accountId, on: fields.on, ...(fields.eligible.trim() === '' ? {} : { eligible: massIn(fields.eligible, unit, t.language) }),
    source: isLot ? { kind: 'lot', lot: fields.lot.trim() } : {
      kind: 'paper', delivery: fields.delivery.trim(), contained: massIn(fields.contained, unit, t.language), ...(fields.supplierSite === '' ? {} : { supplierSite: fields.supplierSite }),
      ...(fields.scrapClass === '' ? {} : { scrapClass: fields.scrapClass }), ...(fields.document.trim() === '' ? {} : { document: fields.document.trim() }),
    },
  } as InputFor<'creditAccount'>), onDone)
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(undefined) }}>
      <Stack gap="sm">
        <NativeSelect label={t('credit.source')} value={fields.kind} data={[{ value: 'paper', label: t('credit.paper') }, { value: 'lot', label: t('credit.lot') }]} onChange={(event) => set({ kind: event.currentTarget.value })} />
        <TextInput type="date" label={t('field.day')} required max={today} value={fields.on} onChange={(event) => set({ on: event.currentTarget.value })} />
        {isLot ? <TextInput label={t('column.lot')} required maxLength={80} value={fields.lot} onChange={(event) => set({ lot: event.currentTarget.value })} /> : (
          <>
            <TextInput label={t('credit.delivery')} required maxLength={80} value={fields.delivery} onChange={(event) => set({ delivery: event.currentTarget.value })} />
            <MassField label={t('credit.contained')} unit={unit} isRequired value={fields.contained} onChange={(contained) => set({ contained })} />
            <SiteField label={t('credit.supplier')} siteId={fields.supplierSite} isRequired={false} onChange={(supplierSite) => set({ supplierSite })} />
            <NativeSelect label={t('credit.scrap')} value={fields.scrapClass} data={[{ value: '', label: t('scrap.none') }, ...(['pre-consumer', 'post-consumer', 'internal'] as const).map((value) => ({ value, label: t(`scrap.${value}`) }))]} onChange={(event) => set({ scrapClass: event.currentTarget.value })} />
            <TextInput label={t('field.document')} maxLength={200} value={fields.document} onChange={(event) => set({ document: event.currentTarget.value })} />
          </>
        )}
        <MassField label={t('credit.eligible')} unit={unit} value={fields.eligible} onChange={(eligible) => set({ eligible })} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending}>{t('credit.submit')}</Button>
      </Stack>
    </form>
  )
}

export function ThroughputForm({ accountId, unit, onDone }: OfAccount) {
  const t = useMessages('balance')
  const today = useToday()
  const [fields, setFields] = useState({ on: today, otherInput: '', output: '', note: '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const given = (name: 'otherInput' | 'output') => fields[name].trim() === '' ? {} : { [name]: massIn(fields[name], unit, t.language) }
  const save = useAct(() => api.recordThroughput({ accountId, on: fields.on, ...given('otherInput'), ...given('output'), ...(fields.note.trim() === '' ? {} : { note: fields.note.trim() }) } as InputFor<'recordThroughput'>), onDone)
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(undefined) }}>
      <Stack gap="sm">
        <TextInput type="date" label={t('field.day')} required max={today} value={fields.on} onChange={(event) => set({ on: event.currentTarget.value })} />
        <MassField label={t('figure.otherInput')} unit={unit} value={fields.otherInput} onChange={(otherInput) => set({ otherInput })} />
        <MassField label={t('figure.output')} unit={unit} value={fields.output} onChange={(output) => set({ output })} />
        <TextInput label={t('field.note')} maxLength={500} value={fields.note} onChange={(event) => set({ note: event.currentTarget.value })} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending}>{t('throughput.submit')}</Button>
      </Stack>
    </form>
  )
}

export function CorrectForm({ accountId, unit, entry, onDone }: OfAccount & { readonly entry: Entry }) {
  const t = useMessages('balance')
  const today = useToday()
  const isCredit = entry.kind === 'credit'
  const [fields, setFields] = useState({ on: today, eligible: entry.eligible, otherInput: entry.other, output: entry.output, reason: '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const figures = isCredit ? { eligible: massIn(fields.eligible, unit, t.language) } : { otherInput: massIn(fields.otherInput, unit, t.language), output: massIn(fields.output, unit, t.language) }
  const save = useAct(() => api.adjustAccount({ accountId, entryId: entry.entryId, on: fields.on, reason: fields.reason.trim(), ...figures }), onDone)
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(undefined) }}>
      <Stack gap="sm">
        <p>{t('correct.meaning')}</p>
        <TextInput type="date" label={t('field.day')} required max={today} value={fields.on} onChange={(event) => set({ on: event.currentTarget.value })} />
        {isCredit ? <MassField label={t('figure.eligibleInput')} unit={unit} isRequired value={fields.eligible} onChange={(eligible) => set({ eligible })} /> : (
          <>
            <MassField label={t('figure.otherInput')} unit={unit} isRequired value={fields.otherInput} onChange={(otherInput) => set({ otherInput })} />
            <MassField label={t('figure.output')} unit={unit} isRequired value={fields.output} onChange={(output) => set({ output })} />
          </>
        )}
        <TextInput label={t('field.reason')} required maxLength={500} value={fields.reason} onChange={(event) => set({ reason: event.currentTarget.value })} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending}>{t('correct.submit')}</Button>
      </Stack>
    </form>
  )
}

/** From this site of a group to another. */
export function GroupTransfer({ from, unit, group, onDone }: { readonly from: string; readonly unit: Unit; readonly group: NonNullable<Result<'getAccount'>['group']>; readonly onDone: () => void }) {
  const t = useMessages('balance')
  const today = useToday()
  const others = group.members.filter(({ accountId }) => accountId !== from)
  const [fields, setFields] = useState({ to: others[0]?.accountId ?? '', on: today, quantity: '' })
  const set = (more: Partial<typeof fields>): void => setFields((now) => ({ ...now, ...more }))
  const save = useAct(() => api.transferWithinGroup({ groupId: group.groupId, fromAccountId: from, toAccountId: fields.to, on: fields.on, quantity: massIn(fields.quantity, unit, t.language) }), onDone)
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate(undefined) }}>
      <Stack gap="sm">
        <NativeSelect label={t('field.site')} value={fields.to} data={others.map(({ accountId, siteName }) => ({ value: accountId, label: siteName }))} onChange={(event) => set({ to: event.currentTarget.value })} />
        <TextInput type="date" label={t('field.day')} required max={today} value={fields.on} onChange={(event) => set({ on: event.currentTarget.value })} />
        <MassField label={t('field.quantity')} unit={unit} isRequired value={fields.quantity} onChange={(quantity) => set({ quantity })} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending}>{t('group.transfer.submit')}</Button>
      </Stack>
    </form>
  )
}
