// The scope requirement by requirement: covered, partly with what remains, or not covered; until when; by which certificate
// and file; and why. What is not approved stands as a preview and takes nothing off the visit.
import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { certificateName, Reasons, StandingMark, type CertificateItem, type Line, type ScopingView } from './scope-words.tsx'
import classes from './evidence.module.css'

function Remains({ line }: { readonly line: Line }) {
  const t = useMessages('evidence')
  if (line.remains.length === 0 && line.evidenceRequired.length === 0) return '–'
  return (
    <ul className={classes.reasons}>
      {line.remains.map((one, index) => (
        <li key={index}>{one.kind === 'gap' ? one.text : t(`remains.${one.kind}`, { text: one.text ?? '' })}</li>
      ))}
      {line.evidenceRequired.map((one) => (
        <li key={one}>{t('remains.to-show', { text: one })}</li>
      ))}
    </ul>
  )
}

function Row({ line, scoping, certificates }: { readonly line: Line; readonly scoping: ScopingView; readonly certificates: readonly CertificateItem[] }) {
  const { day } = useFormat()
  return (
    <tr>
      <th scope="row">
        <Link to="/standards/$standard/$version/$criterion" params={{ standard: line.standard, version: line.standardVersion, criterion: line.criterion }}>
          {line.number}. {line.title}
        </Link>
      </th>
      <td><StandingMark line={line} /></td>
      <td><Remains line={line} /></td>
      <td className="nowrap">{line.lapsesOn === null ? '–' : day(line.lapsesOn, 'short')}</td>
      <td>
        {line.certificateIds.length === 0 ? '–' : line.certificateIds.map((id) => certificates.find((one) => one.certificateId === id)).map((one, index) => <div key={index}>{one === undefined ? '–' : certificateName(one)}</div>)}
        {line.evidenceIds.map((id) => {
          const file = scoping.evidence.find(({ evidenceId }) => evidenceId === id)
          return file?.title == null ? null : (
            <div key={id}><Link to="/evidence/$evidenceId" params={{ evidenceId: id }}>{file.title}</Link></div>
          )
        })}
      </td>
      <td><Reasons reasons={line.reasons} certificates={certificates} /></td>
    </tr>
  )
}

export function ScopeTable({ scoping, certificates }: { readonly scoping: ScopingView; readonly certificates: readonly CertificateItem[] }) {
  const t = useMessages('evidence')
  const { day } = useFormat()
  const [shown, setShown] = useState('recognised')
  const recognised = scoping.lines.filter(({ standing, reasons }) => standing !== 'not-covered' || reasons.some(({ certificateId }) => certificateId !== null))
  const lines = shown === 'recognised' ? recognised : scoping.lines
  const { deskOnly, gapsOnly, inFull } = scoping.assessmentScope
  const groups = [...Map.groupBy(lines, ({ standard, standardVersion }) => `${standard} ${standardVersion}`)]
  return (
    <section aria-labelledby="scope">
      <h2 id="scope">{t('scope')}</h2>
      <dl className={classes.counts}>
        <div><dt>{t('scope.desk')}</dt><dd>{deskOnly.length}</dd></div>
        <div><dt>{t('scope.gaps')}</dt><dd>{gapsOnly.length}</dd></div>
        <div><dt>{t('scope.full')}</dt><dd>{inFull.length}</dd></div>
      </dl>
      <p className="quiet">{t('scope.judged', { day: day(scoping.assessmentOn) })}</p>
      <SegmentedControl
        aria-label={t('scope.show')}
        value={shown}
        onChange={setShown}
        data={[{ value: 'recognised', label: t('scope.show.recognised', { count: recognised.length }) }, { value: 'all', label: t('scope.show.all', { count: scoping.lines.length }) }]}
        mb="sm"
      />
      {lines.length === 0 ? <p className="quiet">{t('scope.none')}</p> : groups.map(([name, group]) => (
        <div key={name} className={classes.group}>
          <h3>{name}</h3>
          <PlainTable label={t('scope.table', { standard: name })}>
            <thead>
              <tr>
                <th scope="col">{t('column.criterion')}</th>
                <th scope="col">{t('column.standing')}</th>
                <th scope="col">{t('column.remains')}</th>
                <th scope="col">{t('column.lapses')}</th>
                <th scope="col">{t('column.by')}</th>
                <th scope="col">{t('column.why')}</th>
              </tr>
            </thead>
            <tbody>
              {group.map((line) => <Row key={line.criterion} line={line} scoping={scoping} certificates={certificates} />)}
            </tbody>
          </PlainTable>
        </div>
      ))}
    </section>
  )
}
