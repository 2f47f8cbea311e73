// One row of the matrix: written, approved for a time, revoked with a reason, taken out while nobody ever approved it.
import { Button, Checkbox, Group, Modal, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { ALIGNMENTS, DIRECTIONS, VALUES } from './choices.ts'
import type { MatrixRow } from './matrix-page.tsx'
import classes from './evidence.module.css'

type Fields = {
  standard: string; standardVersion: string; criterion: string; part: string; externalScheme: string; externalVersion: string; clauses: string; value: string; direction: string
  validAtAssessment: boolean; sameBoundary: boolean; accreditedBody: boolean; maxAgeMonths: number | ''; gap: string; evidenceRequired: string; alignment: string; note: string
}
const fieldsOf = (row: MatrixRow | undefined): Fields => ({
  standard: row?.standard ?? '', standardVersion: row?.standardVersion ?? '', criterion: row?.criterion ?? '', part: row?.part ?? '', externalScheme: row?.externalScheme ?? '', externalVersion: row?.externalVersion ?? '',
  clauses: row?.clauses.join('\n') ?? '', value: row?.value ?? 'partial', direction: row?.direction ?? 'recognises', validAtAssessment: row?.conditions.validAtAssessment ?? true, sameBoundary: row?.conditions.sameBoundary ?? true,
  accreditedBody: row?.conditions.accreditedBody ?? true, maxAgeMonths: row?.conditions.maxAgeMonths ?? '', gap: row?.gap ?? '', evidenceRequired: row?.evidenceRequired.join('\n') ?? '', alignment: row?.alignment ?? '', note: row?.note ?? '',
})
const lines = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
const orNull = (text: string): string | null => text.trim() === '' ? null : text.trim()

const statementOf = (fields: Fields) => ({
  standard: fields.standard.trim(), standardVersion: fields.standardVersion.trim(), criterion: orNull(fields.criterion), part: orNull(fields.part), externalScheme: fields.externalScheme.trim().toLowerCase(),
  externalVersion: fields.externalVersion.trim().toLowerCase(), clauses: lines(fields.clauses), value: fields.value, direction: fields.direction,
  conditions: { validAtAssessment: fields.validAtAssessment, sameBoundary: fields.sameBoundary, accreditedBody: fields.accreditedBody, maxAgeMonths: fields.maxAgeMonths === '' ? null : fields.maxAgeMonths },
  gap: fields.value === 'partial' ? orNull(fields.gap) : null, evidenceRequired: lines(fields.evidenceRequired), alignment: orNull(fields.alignment), note: orNull(fields.note),
})

function Requirement({ fields, set }: { readonly fields: Fields; readonly set: (more: Partial<Fields>) => void }) {
  const t = useMessages('evidence')
  const standards = useLooseRead('listStandards', {}).data?.items ?? []
  const ours = standards.map(({ standard, version }) => `${standard}@${version}`)
  const chosen = `${fields.standard}@${fields.standardVersion}`
  const isOurs = ours.includes(chosen)
  const text = useLooseRead('getStandard', { standard: fields.standard, version: fields.standardVersion } as InputFor<'getStandard'>, isOurs)
  const criteria = isOurs ? text.data?.criteria ?? [] : []
  return (
    <>
      <NativeSelect label={t('row.standard')} value={isOurs ? chosen : ''} data={[{ value: '', label: t('row.other-standard') }, ...ours.map((value) => ({ value, label: value.replace('@', ' ') }))]}
        onChange={(event) => { const [standard = '', standardVersion = ''] = event.currentTarget.value.split('@'); set({ standard, standardVersion, criterion: '' }) }} />
      {isOurs ? (
        <NativeSelect label={t('column.criterion')} value={fields.criterion} data={[{ value: '', label: t('row.whole') }, ...criteria.map(({ slug, number, title }) => ({ value: slug, label: `${number}. ${title}` }))]} onChange={(event) => set({ criterion: event.currentTarget.value })} />
      ) : (
        <Group grow align="start">
          <TextInput label={t('cert.scheme')} description={t('row.chain')} required value={fields.standard} onChange={(event) => set({ standard: event.currentTarget.value, criterion: '' })} />
          <TextInput label={t('cert.schemeVersion')} required value={fields.standardVersion} onChange={(event) => set({ standardVersion: event.currentTarget.value })} />
        </Group>
      )}
      {fields.criterion === '' ? null : <TextInput label={t('row.part-field')} maxLength={200} value={fields.part} onChange={(event) => set({ part: event.currentTarget.value })} />}
    </>
  )
}

export function RowForm({ row, onDone }: { readonly row?: MatrixRow; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const [fields, setFields] = useState(() => fieldsOf(row))
  const set = (more: Partial<Fields>): void => setFields((now) => ({ ...now, ...more }))
  const save = useMutation({
    mutationFn: () => row === undefined ? api.addEquivalence(statementOf(fields) as InputFor<'addEquivalence'>)
      : api.updateEquivalence({ equivalenceId: row.equivalenceId, version: row.version, ...statementOf(fields) } as InputFor<'updateEquivalence'>),
    onSuccess: onDone,
  })
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        {row?.state === 'approved' ? <p className={classes.warning}>{t('row.change.warning')}</p> : null}
        <Requirement fields={fields} set={set} />
        <Group grow align="start">
          <TextInput label={t('row.external')} description={t('cert.scheme.meaning')} required value={fields.externalScheme} onChange={(event) => set({ externalScheme: event.currentTarget.value })} />
          <TextInput label={t('cert.schemeVersion')} required value={fields.externalVersion} onChange={(event) => set({ externalVersion: event.currentTarget.value })} />
        </Group>
        <Textarea label={t('row.clauses')} autosize minRows={1} value={fields.clauses} onChange={(event) => set({ clauses: event.currentTarget.value })} />
        <Group grow align="start">
          <NativeSelect label={t('row.value')} value={fields.value} data={VALUES.map((value) => ({ value, label: t(`value.${value}`) }))} onChange={(event) => set({ value: event.currentTarget.value })} />
          <NativeSelect label={t('row.direction')} value={fields.direction} data={DIRECTIONS.map((value) => ({ value, label: t(`direction.${value}`) }))} onChange={(event) => set({ direction: event.currentTarget.value })} />
        </Group>
        {fields.value === 'partial' ? <Textarea label={t('row.gap')} required autosize minRows={2} maxLength={2000} value={fields.gap} onChange={(event) => set({ gap: event.currentTarget.value })} /> : null}
        <fieldset className={classes.fieldset}>
          <legend>{t('row.conditions')}</legend>
          <Checkbox label={t('condition.valid')} checked={fields.validAtAssessment} onChange={(event) => set({ validAtAssessment: event.currentTarget.checked })} />
          <Checkbox label={t('condition.boundary')} checked={fields.sameBoundary} onChange={(event) => set({ sameBoundary: event.currentTarget.checked })} />
          <Checkbox label={t('condition.accredited')} checked={fields.accreditedBody} onChange={(event) => set({ accreditedBody: event.currentTarget.checked })} />
          <NumberInput label={t('row.max-age')} min={1} max={240} allowDecimal={false} value={fields.maxAgeMonths} onChange={(value) => set({ maxAgeMonths: typeof value === 'number' ? value : '' })} maw={260} />
        </fieldset>
        <Textarea label={t('row.evidence')} autosize minRows={1} value={fields.evidenceRequired} onChange={(event) => set({ evidenceRequired: event.currentTarget.value })} />
        <NativeSelect label={t('row.alignment')} value={fields.alignment} data={[{ value: '', label: '–' }, ...ALIGNMENTS]} onChange={(event) => set({ alignment: event.currentTarget.value })} />
        <Textarea label={t('row.note')} autosize minRows={1} maxLength={1000} value={fields.note} onChange={(event) => set({ note: event.currentTarget.value })} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending}>{t(row === undefined ? 'matrix.add.submit' : 'save')}</Button>
      </Stack>
    </form>
  )
}

type Act = { readonly row: MatrixRow; readonly onDone: () => Promise<void> }

function Approval({ row, onDone }: Act) {
  const t = useMessages('evidence')
  const [validUntil, setValidUntil] = useState('')
  const save = useMutation({ mutationFn: () => api.approveEquivalence({ equivalenceId: row.equivalenceId, version: row.version, ...(validUntil === '' ? {} : { validUntil }) } as InputFor<'approveEquivalence'>), onSuccess: onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        <p>{t(row.isExample ? 'row.approve.example' : 'row.approve.meaning')}</p>
        <TextInput type="date" label={t('row.until')} description={t('row.until.meaning')} value={validUntil} onChange={(event) => setValidUntil(event.currentTarget.value)} maw={260} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending}>{t('row.approve.submit')}</Button>
      </Stack>
    </form>
  )
}

function Revocation({ row, onDone }: Act) {
  const t = useMessages('evidence')
  const [reason, setReason] = useState('')
  const save = useMutation({ mutationFn: () => api.revokeEquivalence({ equivalenceId: row.equivalenceId, version: row.version, reason: reason.trim() }), onSuccess: onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        <p>{t('row.revoke.meaning')}</p>
        <Textarea label={t('reason')} required autosize minRows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemText error={save.error} />
        <Button type="submit" color="red" className={classes.submit} loading={save.isPending} disabled={reason.trim() === ''}>{t('row.revoke.submit')}</Button>
      </Stack>
    </form>
  )
}

function Removal({ row, onDone }: Act) {
  const t = useMessages('evidence')
  const save = useMutation({ mutationFn: () => api.removeEquivalence({ equivalenceId: row.equivalenceId }), onSuccess: onDone })
  return (
    <Stack gap="sm">
      <p>{t('row.remove.meaning')}</p>
      <ProblemText error={save.error} />
      <Button color="red" className={classes.submit} loading={save.isPending} onClick={() => save.mutate()}>{t('row.remove.submit')}</Button>
    </Stack>
  )
}

export function RowActions({ row, onDone }: Act) {
  const t = useMessages('evidence')
  const [open, setOpen] = useState<'approve' | 'change' | 'revoke' | 'remove'>()
  const name = `${row.criterionTitle ?? row.standard}, ${row.externalScheme}`
  const ways = ([row.state === 'approved' ? 'revoke' : 'approve', 'change', ...(row.approvedOn === null ? ['remove' as const] : [])] as const)
  const parts = { row, onDone: async () => { await onDone(); setOpen(undefined) } }
  return (
    <div className={classes.row}>
      {ways.map((way) => (
        <Button key={way} size="xs" variant={way === 'approve' ? 'filled' : way === 'change' ? 'default' : 'subtle'} onClick={() => setOpen(way)}>
          {t(`row.${way}`)}<span className="visually-hidden"> {name}</span>
        </Button>
      ))}
      <Modal opened={open !== undefined} onClose={() => setOpen(undefined)} title={open === undefined ? '' : `${t(`row.${open}`)}: ${name}`} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        {open === 'approve' ? <Approval {...parts} /> : open === 'revoke' ? <Revocation {...parts} /> : open === 'remove' ? <Removal {...parts} /> : open === 'change' ? <RowForm {...parts} /> : null}
      </Modal>
    </div>
  )
}
