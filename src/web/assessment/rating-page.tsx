// One criterion of the on-site record on one screen: what it means, what the site says, what was recognised and found before,
// evidence, rating and rationale. What two people wrote at once is shown and settled here.
import { Button, Checkbox, Stack, Textarea } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useId, useState } from 'react'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame } from '../cases/case-frame.tsx'
import { EvidencePicker } from '../evidence/evidence-picker.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { Findings } from './findings.tsx'
import { levelName, type RecordOfView } from './on-site-page.tsx'
import { useDocumentTitle } from '../workbook/use-workbook.ts'
import classes from './assessment.module.css'

type Criterion = RecordOfView['criteria'][number]
const NOT_APPLICABLE = 'not-applicable'

function Side({ record, one }: { readonly record: RecordOfView; readonly one: Criterion }) {
  const t = useMessages('assessment')
  const said = (level: string | null) => (level === NOT_APPLICABLE ? t('rating.not-applicable') : levelName(record, one.standard, level, t('rating.none')))
  return (
    <div className={classes.block}>
      <h3>{t('rating.asked')}</h3>
      <p>{one.meaning}</p>
      <h3>{t('rating.self')}</h3>
      <p>
        <strong>{said(one.self.rating)}</strong>
      </p>
      <p className={classes.words}>{one.self.rationale ?? one.self.notApplicableReason ?? t('rating.no-words')}</p>
      {one.earlier === null ? null : (
        <>
          <h3>{t('rating.earlier')}</h3>
          <p>
            <strong>{said(one.earlier.level ?? NOT_APPLICABLE)}</strong>
          </p>
          <p className={classes.words}>{one.earlier.rationale}</p>
        </>
      )}
      {one.recognition === null || one.recognition.standing === 'not-covered' ? null : (
        <>
          <h3>{t('rating.recognition')}</h3>
          <p>{t(`standing.${one.recognition.standing}`)}</p>
          <ul>
            {one.recognition.remains.map((rest, index) => (
              <li key={index}>{rest.text}</li>
            ))}
          </ul>
          {one.check === null ? null : <p>{t(one.check.isAccepted ? 'recognised.accepted' : 'recognised.visit')}</p>}
        </>
      )}
      <EvidencePicker caseId={record.caseId} standard={one.standard} criterion={one.criterion} isReadOnly />
      <Findings record={record} only={`${one.standard}/${one.criterion}`} />
    </div>
  )
}

function Conflicts({ record, one }: { readonly record: RecordOfView; readonly one: Criterion }) {
  const t = useMessages('assessment')
  const own = record.conflicts.filter((conflict) => conflict.standard === one.standard && conflict.criterion === one.criterion)
  if (own.length === 0) return null
  return (
    <div className={classes.warning} role="status">
      <p>{t('rating.conflict')}</p>
      <ul>
        {own.flatMap(({ field, values }) =>
          values.map((value) => (
            <li key={value.changeId}>
              {t.has(`column.${field}`) ? t(`column.${field}` as 'column.rating') : field}: {typeof value.value === 'string' ? (field === 'rating' ? levelName(record, one.standard, value.value, '–') : value.value) : JSON.stringify(value.value)} ({value.authorName})
            </li>
          )),
        )}
      </ul>
    </div>
  )
}

function RatingForm({ record, one }: { readonly record: RecordOfView; readonly one: Criterion }) {
  const t = useMessages('assessment')
  const name = useId()
  const linked = useLooseRead('listCaseEvidence', { caseId: record.caseId, standard: one.standard, criterion: one.criterion })
  const [rating, setRating] = useState(one.rating)
  const [rationale, setRationale] = useState(one.rationale ?? '')
  const [why, setWhy] = useState(one.notApplicableReason ?? '')
  const [notes, setNotes] = useState(one.notes ?? '')
  const [evidence, setEvidence] = useState<readonly string[]>(one.evidenceIds)
  const [certificateId, setCertificate] = useState(one.certificateId)
  const [reason, setReason] = useState('')
  const isChange = one.rating !== null && (rating !== one.rating || certificateId !== one.certificateId || one.conflicts.includes('rating'))
  const save = useAct(() =>
    api.rateCriterion({
      caseId: record.caseId, standard: one.standard, criterion: one.criterion, rating: rating!, rationale, notApplicableReason: why, notes, evidenceIds: [...evidence], certificateId,
      reason: isChange && reason.trim() !== '' ? reason.trim() : null, seen: one.seen,
    }),
  )
  const standard = record.standards.find((found) => found.standard === one.standard)!
  const choices = [...standard.levels.toReversed().map(({ slug, title }) => ({ value: slug, label: title })), ...(one.mayBeExcluded ? [{ value: NOT_APPLICABLE, label: t('rating.not-applicable') }] : [])]
  const isDirty = rating !== one.rating || rationale !== (one.rationale ?? '') || why !== (one.notApplicableReason ?? '') || notes !== (one.notes ?? '') || certificateId !== one.certificateId || [...evidence].sort().join() !== [...one.evidenceIds].sort().join()
  useEffect(() => {
    if (!isDirty) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
  const accepted = one.check?.isAccepted === true ? one.check.certificateId : null
  return (
    <form
      className={classes.block}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}>
      <fieldset className={classes.rating} disabled={!record.mayWrite}>
        <legend>{t('column.rating')}</legend>
        {choices.map((choice) => (
          <label key={choice.value} className={classes.choice} data-chosen={choice.value === rating || undefined}>
            <input type="radio" name={name} checked={choice.value === rating} onChange={() => setRating(choice.value)} />
            <span>{choice.label}</span>
          </label>
        ))}
      </fieldset>
      <Stack gap="sm">
        {rating === NOT_APPLICABLE ? (
          <Textarea label={t('column.not-applicable-reason')} required readOnly={!record.mayWrite} autosize minRows={3} maxLength={8000} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />
        ) : (
          <Textarea label={t('column.rationale')} required readOnly={!record.mayWrite} autosize minRows={4} maxLength={8000} value={rationale} onChange={(event) => setRationale(event.currentTarget.value)} />
        )}
        {rating === NOT_APPLICABLE ? null : (
          <Checkbox.Group label={t('rating.evidence')} description={t('rating.evidence.meaning')} value={[...evidence]} onChange={setEvidence}>
            <Stack gap={6} mt={6}>
              {linked.data?.items.length === 0 ? <span className="quiet">{t('rating.no-evidence')}</span> : null}
              {(linked.data?.items ?? []).map(({ evidence: item }) => (
                <Checkbox key={item.evidenceId} value={item.evidenceId} label={item.title} disabled={!record.mayWrite} />
              ))}
            </Stack>
          </Checkbox.Group>
        )}
        {accepted === null || rating === NOT_APPLICABLE ? null : (
          <Checkbox label={t('rating.on-certificate')} checked={certificateId === accepted} disabled={!record.mayWrite} onChange={(event) => setCertificate(event.currentTarget.checked ? accepted : null)} />
        )}
        {isChange ? <Textarea label={t('column.change-reason')} description={t('rating.reason.meaning')} required autosize minRows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.currentTarget.value)} /> : null}
        <Textarea label={t('column.notes')} description={t('rating.notes.meaning')} readOnly={!record.mayWrite} autosize minRows={2} maxLength={20_000} value={notes} onChange={(event) => setNotes(event.currentTarget.value)} />
        <ProblemText error={save.error} />
        {record.mayWrite ? (
          <div className={classes.row}>
            <Button type="submit" size="md" loading={save.isPending} disabled={rating === null || (!isDirty && one.conflicts.length === 0)}>
              {t('rating.save')}
            </Button>
            <span role="status" className="quiet">
              {t(save.isPending ? 'saving' : isDirty ? 'not-saved-yet' : one.rating === null ? 'state.unrated' : 'saved')}
            </span>
          </div>
        ) : null}
        {one.ratedByName === null ? null : <p className="quiet">{t('rating.by', { name: one.ratedByName })}</p>}
      </Stack>
    </form>
  )
}

function OneCriterion({ caseId, standard, criterion }: { readonly caseId: string; readonly standard: string; readonly criterion: string }) {
  const t = useMessages('assessment')
  const read = useLooseRead('getOnSiteRecord', { caseId })
  const record = read.data
  const title = record?.criteria.find((one) => one.standard === standard && one.criterion === criterion)?.title
  useDocumentTitle(record === undefined ? undefined : `${record.siteName}: ${title ?? criterion}`)
  if (record === undefined) return <ProblemText error={read.error} />
  const list = record.criteria.filter(({ isInRound }) => isInRound)
  const index = list.findIndex((one) => one.standard === standard && one.criterion === criterion)
  const one = list[index]
  const to = (next: Criterion | undefined, label: string) =>
    next === undefined ? null : (
      <Link to="/cases/$caseId/assessment/on-site/$standard/$criterion" params={{ caseId, standard: next.standard, criterion: next.criterion }}>
        {label}
      </Link>
    )
  return (
    <>
      <nav className={classes.way} aria-label={t('step.on-site')}>
        <Link to="/cases/$caseId/assessment/on-site" params={{ caseId }}>
          {t('rating.all')}
        </Link>
        {to(list[index - 1], t('rating.previous'))}
        {to(list[index + 1], t('rating.next'))}
      </nav>
      {one === undefined ? (
        <p>{t('rating.not-in-round')}</p>
      ) : (
        <>
          <h2>
            {one.number} {one.title}
          </h2>
          <p className="quiet">{t('rating.place', { place: index + 1, of: list.length })}</p>
          <Conflicts record={record} one={one} />
          <div className={classes.columns}>
            <Side record={record} one={one} />
            <RatingForm key={`${standard}/${criterion} ${one.seen.join()}`} record={record} one={one} />
          </div>
        </>
      )}
    </>
  )
}

export function Page() {
  const { caseId, standard, criterion } = useParams({ strict: false }) as { caseId: string; standard: string; criterion: string }
  return (
    <CaseFrame caseId={caseId} tab="assessment">
      <OneCriterion caseId={caseId} standard={standard} criterion={criterion} />
    </CaseFrame>
  )
}
