// The certificates of the site of a case: entered, renewed and withdrawn by the site. Each change is computed at once, and
// the page then shows what it did to the scope.
import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type InputFor } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import type { CaseOfView } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { BOUNDARIES } from './choices.ts'
import { CauseNote } from './evidence-words.tsx'
import { certificateName, schemeName, type CertificateItem } from './scope-words.tsx'
import classes from './evidence.module.css'

function useRefresh(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => { await Promise.all(['listCertificates', 'getScoping', 'listScopingChanges', 'listLeanings'].map((name) => queries.invalidateQueries({ queryKey: [name] }))) }
}

type Fields = { scheme: string; schemeVersion: string; number: string; body: string; accreditation: string; scopeText: string; boundary: string; validFrom: string; validUntil: string; evidenceId: string }
const blank: Fields = { scheme: '', schemeVersion: '', number: '', body: '', accreditation: '', scopeText: '', boundary: 'same', validFrom: '', validUntil: '', evidenceId: '' }

function CertificateForm({ one, certificate, onDone }: { readonly one: CaseOfView; readonly certificate?: CertificateItem | undefined; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const { caseId } = one
  const [fields, setFields] = useState<Fields>(certificate === undefined ? blank : { ...certificate, accreditation: certificate.accreditation ?? '', evidenceId: certificate.evidenceId ?? '' })
  const set = (more: Partial<Fields>): void => setFields((now) => ({ ...now, ...more }))
  const matrix = useLooseRead('listEquivalences', { limit: 1000 })
  const schemes = [...new Set((matrix.data?.items ?? []).map(({ externalScheme, externalVersion }) => `${externalScheme} ${externalVersion}`))].sort()
  const files = useLooseRead('listEvidence', { organisationId: one.organisationId, siteId: one.siteId, state: 'valid', limit: 1000 } as InputFor<'listEvidence'>)
  const shown = (files.data?.items ?? []).filter(({ layer }) => layer !== 'private')
  const save = useMutation({
    mutationFn: () => {
      const { scheme, schemeVersion, number, body, scopeText, boundary, validFrom, validUntil } = fields
      const statement = { caseId, scheme: scheme.trim().toLowerCase(), schemeVersion: schemeVersion.trim().toLowerCase(), number: number.trim(), body: body.trim(), scopeText: scopeText.trim(), boundary, validFrom, validUntil, accreditation: fields.accreditation.trim() || null, evidenceId: fields.evidenceId || null }
      return certificate === undefined ? api.addCertificate(statement as InputFor<'addCertificate'>)
        : api.updateCertificate({ ...statement, certificateId: certificate.certificateId, version: certificate.version } as InputFor<'updateCertificate'>)
    },
    onSuccess: onDone,
  })
  const known = `${fields.scheme} ${fields.schemeVersion}`
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        <NativeSelect label={t('cert.known')} description={t('cert.known.meaning')} value={schemes.includes(known) ? known : ''}
          data={[{ value: '', label: t('cert.another') }, ...schemes.map((value) => { const [scheme = '', version = ''] = value.split(' '); return { value, label: schemeName(scheme, version) } })]}
          onChange={(event) => { const [scheme = '', schemeVersion = ''] = event.currentTarget.value.split(' '); set({ scheme, schemeVersion }) }} />
        {schemes.includes(known) ? null : (
          <Group grow align="start">
            <TextInput label={t('cert.scheme')} description={t('cert.scheme.meaning')} required pattern="[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*" maxLength={80} value={fields.scheme} onChange={(event) => set({ scheme: event.currentTarget.value })} />
            <TextInput label={t('cert.schemeVersion')} required maxLength={40} value={fields.schemeVersion} onChange={(event) => set({ schemeVersion: event.currentTarget.value })} />
          </Group>
        )}
        <Group grow align="start">
          <TextInput label={t('cert.number')} required maxLength={120} value={fields.number} onChange={(event) => set({ number: event.currentTarget.value })} />
          <TextInput label={t('cert.body')} required maxLength={300} value={fields.body} onChange={(event) => set({ body: event.currentTarget.value })} />
        </Group>
        <TextInput label={t('cert.accreditation')} description={t('cert.accreditation.meaning')} maxLength={300} value={fields.accreditation} onChange={(event) => set({ accreditation: event.currentTarget.value })} />
        <Textarea label={t('cert.scopeText')} required autosize minRows={2} maxLength={2000} value={fields.scopeText} onChange={(event) => set({ scopeText: event.currentTarget.value })} />
        <NativeSelect label={t('cert.boundary')} value={fields.boundary} data={BOUNDARIES.map((value) => ({ value, label: t(`boundary.${value}`) }))} onChange={(event) => set({ boundary: event.currentTarget.value })} />
        <Group grow align="start">
          <TextInput type="date" label={t('cert.validFrom')} required value={fields.validFrom} onChange={(event) => set({ validFrom: event.currentTarget.value })} />
          <TextInput type="date" label={t('cert.validUntil')} required value={fields.validUntil} onChange={(event) => set({ validUntil: event.currentTarget.value })} />
        </Group>
        <NativeSelect label={t('cert.evidenceId')} description={t('cert.evidence.meaning')} value={fields.evidenceId}
          data={[{ value: '', label: t('cert.no-file') }, ...shown.map(({ evidenceId, title }) => ({ value: evidenceId, label: title }))]} onChange={(event) => set({ evidenceId: event.currentTarget.value })} />
        <ProblemText error={save.error} />
        <Button type="submit" className={classes.submit} loading={save.isPending}>{t(certificate === undefined ? 'cert.add.submit' : 'cert.change.submit')}</Button>
      </Stack>
    </form>
  )
}

function Withdrawal({ caseId, certificate, onDone }: { readonly caseId: string; readonly certificate: CertificateItem; readonly onDone: () => Promise<void> }) {
  const t = useMessages('evidence')
  const [reason, setReason] = useState('')
  const save = useMutation({ mutationFn: () => api.withdrawCertificate({ caseId, certificateId: certificate.certificateId, version: certificate.version, reason: reason.trim() }), onSuccess: onDone })
  return (
    <form onSubmit={(event) => { event.preventDefault(); save.mutate() }}>
      <Stack gap="sm">
        <p>{t('cert.withdraw.meaning')}</p>
        <Textarea label={t('reason')} required autosize minRows={2} maxLength={1000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <ProblemText error={save.error} />
        <Button type="submit" color="red" className={classes.submit} loading={save.isPending} disabled={reason.trim() === ''}>{t('cert.withdraw.submit')}</Button>
      </Stack>
    </form>
  )
}

type Open = { readonly way: 'add' | 'change' | 'withdraw'; readonly certificate?: CertificateItem }

export function Certificates({ one, certificates, isLoading }: { readonly one: CaseOfView; readonly certificates: readonly CertificateItem[]; readonly isLoading: boolean }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  const [open, setOpen] = useState<Open>()
  const refresh = useRefresh()
  const mayWrite = one.permits.includes('certificate:write')
  const done = async (): Promise<void> => { await refresh(); setOpen(undefined) }
  return (
    <section aria-labelledby="certificates">
      <div className={classes.sectionHead}>
        <h2 id="certificates">{t('certs')}</h2>
        {mayWrite ? <Button size="sm" variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpen({ way: 'add' })}>{t('cert.add')}</Button> : null}
      </div>
      {isLoading ? <p role="status" className="quiet">{t('loading')}</p> : certificates.length === 0 ? (
        <Empty title={t('certs.none')}><p>{t(mayWrite ? 'certs.none.next' : 'certs.none.reader')}</p></Empty>
      ) : (
        <PlainTable label={t('certs')}>
          <thead>
            <tr>
              <th scope="col">{t('cert')}</th>
              <th scope="col">{t('cert.body')}</th>
              <th scope="col">{t('cert.boundary')}</th>
              <th scope="col">{t('cert.validity')}</th>
              <th scope="col">{t('cert.evidenceId')}</th>
              {mayWrite ? <th scope="col"><span className="visually-hidden">{t('column.actions')}</span></th> : null}
            </tr>
          </thead>
          <tbody>
            {certificates.map((certificate) => (
              <tr key={certificate.certificateId}>
                <th scope="row">{certificateName(certificate)}<br /><span className="quiet">{certificate.scopeText}</span></th>
                <td>{certificate.body}<br /><span className="quiet">{certificate.accreditation ?? t('cert.not-accredited')}</span></td>
                <td>{t(`boundary.${certificate.boundary}`)}</td>
                <td>
                  <span className="nowrap">{day(certificate.validFrom, 'short')} – {day(certificate.validUntil, 'short')}</span><br />
                  <span className={classes.mark} data-state={certificate.state === 'valid' ? 'valid' : 'lapsed'}>{t(`cert.state.${certificate.state}`)}</span>
                </td>
                <td>
                  {certificate.evidenceId === null || certificate.evidenceTitle === null ? '–' : <Link to="/evidence/$evidenceId" params={{ evidenceId: certificate.evidenceId }}>{certificate.evidenceTitle}</Link>}
                  {certificate.cause === null ? null : <CauseNote cause={certificate.cause} />}
                </td>
                {mayWrite ? (
                  <td>
                    {certificate.state === 'withdrawn' ? null : (
                      <span className={classes.row}>
                        <Button size="xs" variant="default" onClick={() => setOpen({ way: 'change', certificate })}>{t('cert.change')}<span className="visually-hidden"> {certificateName(certificate)}</span></Button>
                        <Button size="xs" variant="subtle" color="red" onClick={() => setOpen({ way: 'withdraw', certificate })}>{t('cert.withdraw')}<span className="visually-hidden"> {certificateName(certificate)}</span></Button>
                      </span>
                    )}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      <Modal opened={open !== undefined} onClose={() => setOpen(undefined)} title={open === undefined ? '' : t(`cert.${open.way}`)} size="lg" closeButtonProps={{ 'aria-label': t('close') }}>
        {open?.way === 'withdraw' && open.certificate !== undefined ? <Withdrawal caseId={one.caseId} certificate={open.certificate} onDone={done} /> : open === undefined ? null : <CertificateForm one={one} certificate={open.certificate} onDone={done} />}
      </Modal>
    </section>
  )
}
