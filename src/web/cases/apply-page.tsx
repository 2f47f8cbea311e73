// Applying with a site, without an account: five short steps, then what happens next. Nothing is published by it.
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState, type ComponentType } from 'react'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { emptyDraft, missing, sentOf, STEPS, type Draft, type Step } from './apply-draft.ts'
import { PeopleStep } from './apply-people.tsx'
import { SiteStep } from './apply-site.tsx'
import type { StepProps } from './apply-step.ts'
import { MarksStep, WorkStep } from './apply-work.tsx'
import classes from './cases.module.css'

function CheckStep({ draft, standards }: StepProps) {
  const t = useMessages('cases')
  const words = useWords()
  const { day } = useFormat()
  const titleOf = (slug: string) => standards.find(({ standard }) => standard === slug)?.title ?? slug
  const marks = standards.find(({ standard }) => standard === draft.standard)?.marks.filter(({ slug }) => draft.marks.includes(slug)).map(({ title }) => title) ?? []
  return (
    <>
      <Facts>
        <Fact name={t('about.site')}>
          {draft.siteName}, {words.country(draft.country)}
        </Fact>
        <Fact name={t('about.does')}>{words.series([...draft.siteTypes.map(words.type), ...draft.metals.map(words.metal)])}</Fact>
        <Fact name={t('about.standards')}>
          {marks.length === 0 ? titleOf(draft.standard) : t('about.marks', { title: titleOf(draft.standard), marks: marks.join(', ') })}
          {draft.further.map((slug) => (
            <div key={slug}>{titleOf(slug)}</div>
          ))}
        </Fact>
        <Fact name={t('about.participant')}>
          {draft.participantName}, {words.country(draft.participantCountry)}
        </Fact>
        {draft.allSitesBy === '' ? null : (
          <Fact name={t('application.all-sites.label')}>{t('application.all-sites', { day: day(draft.allSitesBy) })}</Fact>
        )}
        <Fact name={t('contact.title')}>
          {draft.name}, {draft.email}
          {draft.phone.trim() === '' ? null : `, ${draft.phone}`}
          <span className={classes.small}>{t('contact.private')}</span>
        </Fact>
      </Facts>
      <h3>{t('apply.next.title')}</h3>
      <ol>
        {t('apply.next.list').split('|').map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </>
  )
}

const screens: Readonly<Record<Step, ComponentType<StepProps>>> = { site: SiteStep, work: WorkStep, marks: MarksStep, people: PeopleStep, check: CheckStep }

function Sent({ application }: { readonly application: Result<'createApplication'> }) {
  const t = useMessages('cases')
  return (
    <div className={classes.secret} role="status">
      <p>
        <strong>{t('apply.sent')}</strong>
      </p>
      <p>{t('apply.sent.number')}</p>
      <Link to={`/applications/${application.caseId}` as '/'}>
        <code>{application.caseId}</code>
      </Link>
    </div>
  )
}

function StepList({ step }: { readonly step: Step }) {
  const t = useMessages('cases')
  return (
    <ol className={classes.steps}>
      {STEPS.map((each) => (
        <li key={each} {...(each === step ? { 'aria-current': 'step' as const } : {})}>
          {t(`apply.step.${each}`)}
        </li>
      ))}
    </ol>
  )
}

function Wizard() {
  const t = useMessages('cases')
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [step, setStep] = useState<Step>('site')
  const [tried, setTried] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const moved = useRef(false)
  const standards = useLooseRead('listStandards', { limit: 200, language: t.language }).data?.items.filter((row) => row.isInForce === true && !row.isExample) ?? []
  const send = useMutation({ mutationFn: () => api.createApplication(sentOf(draft)) })
  useEffect(() => {
    if (moved.current) heading.current?.focus()
  }, [step])
  const index = STEPS.indexOf(step)
  const faults = missing(step, draft, standards)
  const go = (to: Step) => {
    moved.current = true
    setTried(false)
    setStep(to)
  }
  const forward = () => {
    if (faults.length > 0) setTried(true)
    else if (step === 'check') send.mutate()
    else go(STEPS[index + 1]!)
  }
  if (send.data !== undefined) return <Sent application={send.data} />
  const Screen = screens[step]
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        forward()
      }}>
      <StepList step={step} />
      <p className="quiet">{t('apply.step', { step: index + 1, count: STEPS.length })}</p>
      <h2 ref={heading} tabIndex={-1}>
        {t(`apply.step.${step}`)}
      </h2>
      <Screen draft={draft} change={(part) => setDraft((before) => ({ ...before, ...part }))} faults={tried ? faults : []} standards={standards} />
      <ProblemText error={send.error} />
      <div className={classes.buttons}>
        <Button type="submit" loading={send.isPending}>
          {step === 'check' ? t('apply.send') : t('apply.next')}
        </Button>
        {index === 0 ? null : (
          <Button variant="default" onClick={() => go(STEPS[index - 1]!)}>
            {t('apply.back')}
          </Button>
        )}
      </div>
    </form>
  )
}

export function Page() {
  const t = useMessages('cases')
  return (
    <Frame width="reading">
      <PageHeading title={t('apply.title')} lead={t('apply.lead')} />
      <Wizard />
    </Frame>
  )
}
