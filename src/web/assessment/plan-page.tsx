// The plan of the assessment: written by the lead, confirmed by the site, approved by the secretariat. What is missing is
// named as one writes.
import { Button, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { CaseFrame, type CaseOfView } from '../cases/case-frame.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useAct } from './act.ts'
import { languageName } from './language-name.ts'
import { PlainAct } from './reason-act.tsx'
import { useDocumentTitle } from '../workbook/use-workbook.ts'
import classes from './assessment.module.css'

type PlanOfView = Result<'getPlan'>
type Content = PlanOfView['plan']

function Gaps({ plan }: { readonly plan: PlanOfView }) {
  const t = useMessages('assessment')
  if (plan.gaps.length === 0) return <p role="status">{t('plan.complete')}</p>
  return (
    <div className={classes.warning} role="status">
      <p>{t('plan.gaps', { count: plan.gaps.length })}</p>
      <ul>
        {plan.gaps.map((gap) => (
          <li key={`${gap.code} ${gap.subject}`}>
            {t(`plan-gap.${gap.code}`, {
              subject: gap.subject === null ? '' : gap.code === 'language-uncovered' ? languageName(gap.subject, t.language) : t.has(`group.${gap.subject}`) ? t(`group.${gap.subject}` as 'group.employees') : gap.subject,
            })}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Interviews({ plan, content, onChange }: { readonly plan: PlanOfView; readonly content: Content; readonly onChange: (rows: Content['interviews']) => void }) {
  const t = useMessages('assessment')
  const rowOf = (group: string) => content.interviews.find((one) => one.group === group) ?? { group, size: null, planned: 0, reason: null }
  const set = (group: string, change: Partial<Content['interviews'][number]>) => onChange([...content.interviews.filter((one) => one.group !== group), { ...rowOf(group), ...change }])
  return (
    <fieldset className={classes.rating}>
      <legend>{t('plan.interviews')}</legend>
      <ul className={classes.list}>
        {plan.coverage.map(({ group, isEmployees, least }) => {
          const name = t.has(`group.${group}`) ? t(`group.${group}` as 'group.employees') : group
          const row = rowOf(group)
          return (
            <li key={group}>
              <strong>{name}</strong>
              <div className={classes.cells}>
                <NumberInput label={t('plan.size')} aria-label={`${name}: ${t('plan.size')}`} min={0} value={row.size ?? ''} onChange={(value) => set(group, { size: value === '' ? null : Number(value) })} />
                <NumberInput label={t('plan.planned')} aria-label={`${name}: ${t('plan.planned')}`} min={0} value={row.planned} onChange={(value) => set(group, { planned: Number(value) || 0 })} />
                {isEmployees ? (
                  <span className="quiet">{least === null ? t('plan.size-first') : t('plan.least', { count: least })}</span>
                ) : (
                  <TextInput label={t('plan.why-none')} aria-label={`${name}: ${t('plan.why-none')}`} maxLength={500} value={row.reason ?? ''} onChange={(event) => set(group, { reason: event.currentTarget.value === '' ? null : event.currentTarget.value })} />
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </fieldset>
  )
}

/** "es, zh" as codes. */
const codes = (text: string): string[] => [...new Set(text.split(/[,;\s]+/).filter((one) => one !== ''))]

function Editor({ plan, onSaved }: { readonly plan: PlanOfView; readonly onSaved: () => void }) {
  const t = useMessages('assessment')
  const [content, setContent] = useState<Content>(plan.plan)
  const [areas, setAreas] = useState(plan.plan.areas.map(({ area, what }) => `${area}: ${what}`).join('\n'))
  const [languages, setLanguages] = useState(plan.plan.languages.join(', '))
  const [interpreted, setInterpreted] = useState(plan.plan.interpreted.join(', '))
  const set = (change: Partial<Content>) => setContent((before) => ({ ...before, ...change }))
  const isChanged = JSON.stringify(content) !== JSON.stringify(plan.plan) || languages !== plan.plan.languages.join(', ') || interpreted !== plan.plan.interpreted.join(', ') || areas !== plan.plan.areas.map(({ area, what }) => `${area}: ${what}`).join('\n')
  const save = useAct(() => {
    const rows = areas.split('\n').map((line) => line.trim()).filter((line) => line !== '')
    return api.savePlan({
      caseId: plan.caseId, version: plan.version,
      plan: { ...content, languages: codes(languages), interpreted: codes(interpreted), areas: rows.map((line) => { const [area, ...what] = line.split(':'); return { area: area!.trim(), what: what.join(':').trim() || area!.trim() } }) },
    })
  }, onSaved)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(undefined)
      }}>
      <Stack gap="sm">
        <div className={classes.cells}>
          <TextInput type="date" label={t('plan.from')} value={content.visitFrom ?? ''} onChange={(event) => set({ visitFrom: event.currentTarget.value || null })} />
          <TextInput type="date" label={t('plan.to')} value={content.visitTo ?? ''} onChange={(event) => set({ visitTo: event.currentTarget.value || null })} />
          <NumberInput label={t('plan.days')} min={0} step={0.5} value={content.personDays} onChange={(value) => set({ personDays: Number(value) || 0 })} />
        </div>
        <Textarea label={t('plan.areas')} description={t('plan.areas.meaning')} autosize minRows={3} value={areas} onChange={(event) => setAreas(event.currentTarget.value)} />
        <Textarea label={t('plan.sampling')} description={t('plan.sampling.meaning')} autosize minRows={3} maxLength={4000} value={content.documentSampling} onChange={(event) => set({ documentSampling: event.currentTarget.value })} />
        <Interviews plan={plan} content={content} onChange={(interviews) => set({ interviews })} />
        <TextInput label={t('plan.languages')} description={t('plan.languages.meaning', { languages: plan.teamLanguages.map((code) => languageName(code, t.language)).join(', ') || '–' })} value={languages} onChange={(event) => setLanguages(event.currentTarget.value)} />
        <TextInput label={t('plan.interpreted')} value={interpreted} onChange={(event) => setInterpreted(event.currentTarget.value)} />
        <Textarea label={t('plan.media')} description={t('plan.media.meaning', { words: plan.mediaScanWords.join(', ') })} autosize minRows={3} maxLength={4000} value={content.mediaScan} onChange={(event) => set({ mediaScan: event.currentTarget.value })} />
        <ProblemText error={save.error} />
        <div className={classes.row}>
          <Button type="submit" loading={save.isPending}>
            {t('plan.save')}
          </Button>
          <span role="status" className="quiet">
            {t(save.isPending ? 'saving' : isChanged ? 'not-saved-yet' : 'saved')}
          </span>
        </div>
        {plan.confirmed === null ? null : <p className={classes.warning}>{t('plan.change-unconfirms')}</p>}
      </Stack>
    </form>
  )
}

function Reader({ plan }: { readonly plan: PlanOfView }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const { plan: content } = plan
  return (
    <>
      {content.visitFrom === null || content.visitTo === null ? null : <p>{t('plan.visit', { from: day(content.visitFrom), to: day(content.visitTo), days: content.personDays })}</p>}
      <h3>{t('plan.areas')}</h3>
      <ul>
        {content.areas.map((one) => (
          <li key={one.area}>
            {one.area}: {one.what}
          </li>
        ))}
      </ul>
      <h3>{t('plan.sampling')}</h3>
      <p className={classes.words}>{content.documentSampling}</p>
      <h3>{t('plan.languages')}</h3>
      <p>{[...content.languages.map((code) => languageName(code, t.language)), ...content.interpreted.map((code) => t('plan.with-interpreter', { language: languageName(code, t.language) }))].join(', ')}</p>
      <h3>{t('plan.media')}</h3>
      <p className={classes.words}>{content.mediaScan}</p>
    </>
  )
}

function Plan({ one }: { readonly one: CaseOfView }) {
  const t = useMessages('assessment')
  const { day } = useFormat()
  const read = useLooseRead('getPlan', { caseId: one.caseId })
  const plan = read.data
  useDocumentTitle(`${one.siteName}: ${t('step.plan')}`)
  if (plan === undefined) return <ProblemText error={read.error} />
  const isOpen = one.state === 'committed' || one.state === 'self-assessed'
  const mayWrite = isOpen && one.permits.includes('plan:write')
  return (
    <>
      <div className={classes.way}>
        <Link to="/cases/$caseId/assessment" params={{ caseId: one.caseId }}>
          {t('back')}
        </Link>
      </div>
      <h2>{t('step.plan')}</h2>
      <p>
        {plan.firmName ?? t('engagement.none')}
        {plan.team.length === 0 ? '' : `: ${plan.team.map(({ name, role }) => `${name} (${t(`role.${role}`)})`).join(', ')}`}
      </p>
      {isOpen ? <Gaps plan={plan} /> : null}
      {plan.confirmed === null ? null : <p>{t('plan.confirmed-by', { name: plan.confirmed.name, day: day(plan.confirmed.on) })}</p>}
      {plan.approved === null ? null : <p>{t('plan.approved-by', { name: plan.approved.name, day: day(plan.approved.on) })}</p>}
      <div className={classes.row}>
        {one.state === 'self-assessed' && plan.version > 0 && plan.confirmed === null && one.permits.includes('plan:confirm') ? (
          <PlainAct label={t('plan.confirm')} isDisabled={plan.gaps.length > 0} onDo={() => api.confirmPlan({ caseId: one.caseId, version: plan.version })} />
        ) : null}
        {one.state === 'self-assessed' && plan.confirmed !== null && one.permits.includes('plan:approve') ? <PlainAct label={t('plan.approve')} onDo={() => api.approvePlan({ caseId: one.caseId, version: plan.version })} /> : null}
      </div>
      {mayWrite ? <Editor key={plan.version} plan={plan} onSaved={() => void read.refetch()} /> : plan.version === 0 ? <p>{t('plan.not-begun')}</p> : <Reader plan={plan} />}
      <h3>{t('plan.coverage')}</h3>
      <PlainTable label={t('plan.coverage')}>
        <thead>
          <tr>
            {(['group', 'size', 'planned', 'least-column', 'covered'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`plan.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plan.coverage.map((row) => (
            <tr key={row.group}>
              <th scope="row">{t.has(`group.${row.group}`) ? t(`group.${row.group}` as 'group.employees') : row.group}</th>
              <td className="numeric">{row.size ?? '–'}</td>
              <td className="numeric">{row.planned}</td>
              <td className="numeric">{row.least ?? '–'}</td>
              <td>{t(row.isCovered ? 'yes' : 'no')}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

export function Page() {
  const { caseId } = useParams({ strict: false }) as { caseId: string }
  return (
    <CaseFrame caseId={caseId} tab="assessment">
      {(one) => <Plan one={one} />}
    </CaseFrame>
  )
}
