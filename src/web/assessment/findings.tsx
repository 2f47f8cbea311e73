// Findings: graded, and tied to the clauses they touch in every standard of the visit. Mapped clauses are proposed, the
// assessor chooses.
import { Button, Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import type { RecordOfView } from './on-site-page.tsx'
import classes from './assessment.module.css'

type Finding = RecordOfView['findings'][number]
const GRADES = ['critical', 'major', 'minor', 'observation', 'good-practice'] as const
const keyOf = ({ standard, criterion }: { standard: string; criterion: string }) => `${standard}/${criterion}`

export function titleOf(record: RecordOfView, key: string): string {
  const one = record.criteria.find((criterion) => keyOf(criterion) === key)
  const standard = record.standards.find(({ standard }) => standard === key.split('/')[0])
  return one === undefined ? key : `${standard?.title ?? one.standard}: ${one.number} ${one.title}`
}

function Clauses({ record, chosen, onChange }: { readonly record: RecordOfView; readonly chosen: readonly string[]; readonly onChange: (keys: string[]) => void }) {
  const t = useMessages('assessment')
  const [adding, setAdding] = useState('')
  const first = chosen[0]
  const [standard, criterion] = (first ?? '').split('/')
  const proposed = useLooseRead('proposeClauses', { caseId: record.caseId, standard: standard ?? '', criterion: criterion ?? '' }, first !== undefined)
  const offered = first === undefined ? [] : (proposed.data?.items ?? []).filter((clause) => !chosen.includes(keyOf(clause)))
  return (
    <fieldset className={classes.rating}>
      <legend>{t('finding.clauses')}</legend>
      {chosen.map((key) => (
        <Checkbox key={key} checked label={titleOf(record, key)} onChange={() => onChange(chosen.filter((one) => one !== key))} />
      ))}
      {offered.length === 0 ? null : <span className="quiet">{t('finding.mapped')}</span>}
      {offered.map((clause) => (
        <Checkbox key={keyOf(clause)} checked={false} label={`${titleOf(record, keyOf(clause))} (${clause.relationship})`} onChange={() => onChange([...chosen, keyOf(clause)])} />
      ))}
      <div className={classes.row}>
        <NativeSelect
          label={t('finding.add-clause')}
          value={adding}
          data={[{ value: '', label: '–' }, ...record.criteria.filter((one) => !chosen.includes(keyOf(one))).map((one) => ({ value: keyOf(one), label: titleOf(record, keyOf(one)) }))]}
          onChange={(event) => {
            const { value } = event.currentTarget
            setAdding('')
            if (value !== '') onChange([...chosen, value])
          }}
        />
      </div>
    </fieldset>
  )
}

export function FindingForm({ record, finding, clause, onDone }: { readonly record: RecordOfView; readonly finding?: Finding; readonly clause?: string; readonly onDone: () => void }) {
  const t = useMessages('assessment')
  const [grade, setGrade] = useState<(typeof GRADES)[number]>(finding?.grade ?? 'minor')
  const [statement, setStatement] = useState(finding?.statement ?? '')
  const [clauses, setClauses] = useState<readonly string[]>(finding?.clauses.map(keyOf) ?? (clause === undefined ? [] : [clause]))
  const [withdrawn, setWithdrawn] = useState(finding?.withdrawnReason ?? '')
  const save = useAct(
    () =>
      api.recordFinding({
        caseId: record.caseId, findingId: finding?.findingId ?? null, grade, statement: statement.trim(), evidenceIds: finding?.evidenceIds ?? [], seen: finding?.seen ?? [],
        withdrawnReason: withdrawn.trim() === '' ? null : withdrawn.trim(), clauses: clauses.map((key) => { const [standard, criterion] = key.split('/'); return { standard: standard!, criterion: criterion! } }),
      }),
    onDone,
  )
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}>
      <Stack gap="sm">
        <NativeSelect label={t('column.grade')} value={grade} data={GRADES.map((one) => ({ value: one, label: t(`grade.${one}`) }))} onChange={(event) => setGrade(event.currentTarget.value as typeof grade)} />
        <Textarea label={t('column.statement')} required autosize minRows={3} maxLength={8000} value={statement} onChange={(event) => setStatement(event.currentTarget.value)} />
        <Clauses record={record} chosen={clauses} onChange={setClauses} />
        {finding === undefined ? null : <TextInput label={t('column.withdrawn-reason')} maxLength={2000} value={withdrawn} onChange={(event) => setWithdrawn(event.currentTarget.value)} />}
        <ProblemText error={save.error} />
        <div className={classes.row}>
          <Button type="submit" loading={save.isPending} disabled={statement.trim() === '' || clauses.length === 0}>
            {t('finding.save')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('cancel')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

export function Findings({ record, only }: { readonly record: RecordOfView; readonly only?: string }) {
  const t = useMessages('assessment')
  const [open, setOpen] = useState<string>()
  const shown = record.findings.filter(({ clauses }) => only === undefined || clauses.some((clause) => keyOf(clause) === only))
  return (
    <section aria-labelledby="findings">
      <h3 id="findings">{t('sheet.finding')}</h3>
      {shown.length === 0 ? <p className="quiet">{t('findings.none')}</p> : null}
      <ul className={classes.list}>
        {shown.map((finding) => (
          <li key={finding.findingId}>
            <div className={classes.line}>
              <strong>{finding.grade === null ? t('finding.ungraded') : t(`grade.${finding.grade}`)}</strong>
              <span className={classes.mark} data-tone={finding.conflicts.length > 0 ? 'bad' : undefined}>
                {finding.withdrawnReason !== null ? t('finding.withdrawn') : finding.conflicts.length > 0 ? t('state.conflict') : finding.writtenByName}
              </span>
            </div>
            <p className={classes.words}>{finding.statement}</p>
            <span className="quiet">{finding.clauses.map((clause) => titleOf(record, keyOf(clause))).join('; ')}</span>
            {!record.mayWrite ? null : open === finding.findingId ? (
              <FindingForm record={record} finding={finding} onDone={() => setOpen(undefined)} />
            ) : (
              <div className={classes.row}>
                <Button variant="default" size="xs" onClick={() => setOpen(finding.findingId)}>
                  {t('change')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {!record.mayWrite ? null : open === 'new' ? (
        <FindingForm record={record} {...(only === undefined ? {} : { clause: only })} onDone={() => setOpen(undefined)} />
      ) : (
        <Button variant="default" onClick={() => setOpen('new')}>
          {t('finding.add')}
        </Button>
      )}
    </section>
  )
}
