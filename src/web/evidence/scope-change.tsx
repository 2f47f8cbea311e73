// How the scope last changed: what set it off, which lines moved from where to where, which files are reused or no longer,
// and the reason of each. Earlier changes can be opened.
import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { certificateName, Reasons, StandingMark, type CertificateItem } from './scope-words.tsx'
import classes from './evidence.module.css'

type ChangeSet = NonNullable<Result<'getScoping'>['lastChange']>
type Side = ChangeSet['changes'][number]['before']

function useCause(cause: ChangeSet['cause'], certificates: readonly CertificateItem[]): string {
  const t = useMessages('evidence')
  const { day } = useFormat()
  const certificate = certificates.find(({ certificateId }) => certificateId === cause.subject)
  const what = certificate === undefined ? (cause.subject ?? '') : certificateName(certificate)
  const shown = (value: string | number | boolean | null): string => (value === null ? '–' : typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? day(value, 'short') : String(value))
  const key = `change.${cause.kind}`
  const head = t.has(key) ? t(key, { what }) : t('change.other', { what })
  const fields = cause.changes.filter(({ field }) => field !== 'state').map(({ field, before, after }) => {
    const name = `cert.${field}`
    return t('change.field', { field: t.has(name) ? t(name) : field, before: shown(before), after: shown(after) })
  })
  return [head, ...fields].join(' ')
}

function Position({ side }: { readonly side: Side }) {
  const t = useMessages('evidence')
  return side === null ? <span className="quiet">{t('change.not-in-scope')}</span> : (
    <span className={classes.position}><StandingMark line={side} /><span className="quiet">{t(`place.${side.place}`)}</span></span>
  )
}

function Changes({ set, certificates }: { readonly set: ChangeSet; readonly certificates: readonly CertificateItem[] }) {
  const t = useMessages('evidence')
  const { instant } = useFormat()
  return (
    <>
      <p>{useCause(set.cause, certificates)} <span className="quiet nowrap">{instant(set.computedAt)}</span></p>
      <PlainTable label={t('change.table')}>
        <thead>
          <tr>
            <th scope="col">{t('column.criterion')}</th>
            <th scope="col">{t('change.before')}</th>
            <th scope="col">{t('change.after')}</th>
            <th scope="col">{t('column.why')}</th>
          </tr>
        </thead>
        <tbody>
          {set.changes.map((one) => (
            <tr key={`${one.standard} ${one.criterion}`}>
              <th scope="row">{one.number === null ? '' : `${one.number}. `}{one.title}</th>
              <td><Position side={one.before} /></td>
              <td><Position side={one.after} /></td>
              <td><Reasons reasons={one.reasons} certificates={certificates} /></td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {set.evidence.added.length + set.evidence.removed.length === 0 ? null : <p className="quiet">{t('change.evidence', { added: set.evidence.added.length, removed: set.evidence.removed.length })}</p>}
    </>
  )
}

export function ScopeChange({ change, certificates, caseId }: { readonly change: ChangeSet; readonly certificates: readonly CertificateItem[]; readonly caseId: string }) {
  const t = useMessages('evidence')
  const [isOpen, setOpen] = useState(false)
  const [isAll, setAll] = useState(false)
  const history = useLooseRead('listScopingChanges', { caseId }, isAll)
  const cause = useCause(change.cause, certificates)
  return (
    <section aria-labelledby="change" className={classes.banner}>
      <h2 id="change">{t('change', { count: change.changes.length })}</h2>
      {isOpen ? null : <p>{cause}</p>}
      <div className={classes.row}>
        <Button size="sm" variant="default" aria-expanded={isOpen} leftSection={<IconArrowRight size={16} aria-hidden />} onClick={() => setOpen((now) => !now)}>
          {t(isOpen ? 'change.hide' : 'change.show')}
        </Button>
        {change.sequence < 2 || !isOpen ? null : <Button size="sm" variant="subtle" aria-expanded={isAll} onClick={() => setAll((now) => !now)}>{t('change.earlier')}</Button>}
      </div>
      {isOpen ? <Changes set={change} certificates={certificates} /> : null}
      {isOpen && isAll ? (history.data?.items ?? []).filter(({ sequence }) => sequence < change.sequence).map((set) => <Changes key={set.sequence} set={set} certificates={certificates} />) : null}
    </section>
  )
}
