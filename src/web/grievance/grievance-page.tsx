// One grievance: what was said, its steps, what the site answered, and the next act with its consequence named.
import { Button, Checkbox, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useMe } from '../account/me.ts'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { MessageForm } from './concern-card.tsx'
import classes from './grievance.module.css'
import { StepDue, type GrievanceOfList } from './grievances-page.tsx'
import { MessageList } from './message-list.tsx'

const route = getRouteApi('/grievances/$grievanceId')
const OUTCOMES = ['upheld', 'partly-upheld', 'not-upheld', 'inadmissible', 'withdrawn'] as const

type Acting = { readonly grievance: GrievanceOfList; readonly onDone: () => void }

export function Page() {
  const t = useMessages('grievance')
  const { grievanceId } = route.useParams()
  return (
    <NeedsAccount roles={['operator', 'decision-member']}>
      <Loaded key={grievanceId} grievanceId={grievanceId} fallback={t('grievance.title')} />
    </NeedsAccount>
  )
}

function Loaded({ grievanceId, fallback }: { readonly grievanceId: string; readonly fallback: string }) {
  const t = useMessages('grievance')
  const queries = useQueryClient()
  const found = useLooseRead('getGrievance', { grievanceId })
  const grievance = found.data
  const again = () => void queries.invalidateQueries({ queryKey: ['getGrievance'] })
  return (
    <Frame>
      <PageHeading title={grievance?.subjectText ?? fallback} />
      <ProblemText error={found.error} />
      {grievance === undefined ? null : (
        <div className={classes.form}>
          <p className={classes.head}>
            <span>{t(`about.${grievance.subject}`)}</span>
            <strong>{t(`state.${grievance.state}`)}</strong>
            <StepDue grievance={grievance} />
            {grievance.siteId === null ? null : (
              <Link to="/sites/$siteId" params={{ siteId: grievance.siteId }}>
                {grievance.siteId}
              </Link>
            )}
          </p>
          <Said grievance={grievance} />
          <MessageList messages={grievance.messages} />
          <Acts grievance={grievance} onDone={again} />
        </div>
      )}
    </Frame>
  )
}

function Said({ grievance }: { readonly grievance: GrievanceOfList }) {
  const t = useMessages('grievance')
  const { day } = useFormat()
  return (
    <>
      <h2>{t('grievance.said')}</h2>
      <p className="quiet">
        {t(`group.${grievance.group}`)} · {t('receipt.received', { day: day(grievance.receivedOn) })} · {grievance.language}
      </p>
      <p className={classes.words}>{grievance.statement ?? t('erased')}</p>
      {grievance.contact === null ? null : <p className="quiet">{t('contact', { contact: grievance.contact })}</p>}
      {grievance.summaryForSite === null ? null : (
        <>
          <h2>{t('grievance.told')}</h2>
          <p className={classes.words}>{grievance.summaryForSite}</p>
        </>
      )}
      {grievance.siteAnswer === null ? null : (
        <>
          <h2>{t('grievance.answer')}</h2>
          <p className={classes.words}>{grievance.siteAnswer}</p>
        </>
      )}
      {grievance.outcome === null ? null : (
        <>
          <h2>{t('grievance.outcome')}</h2>
          <p className={classes.words}>
            <strong>{t(`outcome.${grievance.outcome}`)}</strong> {grievance.outcomeText}
          </p>
        </>
      )}
    </>
  )
}

/** What may be done now, by state and role. */
function Acts({ grievance, onDone }: Acting) {
  const t = useMessages('grievance')
  const me = useMe()
  const isOperator = me?.kind === 'operator'
  const isOpen = grievance.state !== 'decided' && grievance.state !== 'closed'
  const mayJudge = isOpen && (grievance.subject !== 'scheme' ? isOperator : !isOperator)
  return (
    <Stack gap="lg" mt="lg">
      {isOperator && grievance.state === 'received' ? (
        <Act label={t('admit')} meaning={t('admit.meaning')} act={() => api.admitGrievance({ grievanceId: grievance.grievanceId, version: grievance.version })} onDone={onDone} />
      ) : null}
      {isOperator && grievance.siteId !== null && (grievance.state === 'admitted' || grievance.state === 'inquiry') ? (
        <AskSite grievance={grievance} onDone={onDone} />
      ) : null}
      {mayJudge ? <Judge grievance={grievance} onDone={onDone} /> : null}
      {isOperator && grievance.state === 'decided' ? (
        <Act label={t('publish')} meaning={t('publish.meaning')} act={() => api.publishGrievanceOutcome({ grievanceId: grievance.grievanceId, version: grievance.version })} onDone={onDone} />
      ) : null}
      {isOperator && grievance.state !== 'closed' ? (
        <MessageForm send={(text) => api.writeToComplainant({ grievanceId: grievance.grievanceId, text })} onDone={onDone} />
      ) : null}
    </Stack>
  )
}

function Act({ label, meaning, act, onDone }: { readonly label: string; readonly meaning: string; readonly act: () => Promise<unknown>; readonly onDone: () => void }) {
  const acting = useMutation({ mutationFn: act, onSuccess: onDone })
  return (
    <div>
      <p>{meaning}</p>
      <ProblemText error={acting.error} />
      <Button loading={acting.isPending} onClick={() => acting.mutate()}>
        {label}
      </Button>
    </div>
  )
}

function AskSite({ grievance, onDone }: Acting) {
  const t = useMessages('grievance')
  const [summary, setSummary] = useState('')
  const asking = useMutation({
    mutationFn: () => api.askSiteAboutGrievance({ grievanceId: grievance.grievanceId, version: grievance.version, summary }),
    onSuccess: onDone,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        asking.mutate()
      }}>
      <Stack gap="sm">
        <Textarea label={t('ask.summary')} description={t('ask.summary.meaning')} required autosize minRows={3} maxLength={4000} value={summary} onChange={(event) => setSummary(event.currentTarget.value)} />
        <ProblemText error={asking.error} />
        <div>
          <Button type="submit" loading={asking.isPending} disabled={summary.trim().length < 10}>
            {t('ask')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function Judge({ grievance, onDone }: Acting) {
  const t = useMessages('grievance')
  const [outcome, setOutcome] = useState<(typeof OUTCOMES)[number]>(grievance.state === 'received' ? 'inadmissible' : 'not-upheld')
  const [text, setText] = useState('')
  const [touchesAward, setTouches] = useState(false)
  const [namesNobody, setNamesNobody] = useState(false)
  const judging = useMutation({
    mutationFn: () => api.decideGrievance({ grievanceId: grievance.grievanceId, version: grievance.version, outcome, text, touchesAward, namesNobody: true }),
    onSuccess: onDone,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        judging.mutate()
      }}>
      <Stack gap="sm">
        <NativeSelect
          label={t('judge.outcome')}
          value={outcome}
          data={OUTCOMES.map((one) => ({ value: one, label: t(`outcome.${one}`) }))}
          onChange={(event) => setOutcome(event.currentTarget.value as typeof outcome)}
        />
        <Textarea label={t('judge.text')} description={t('judge.text.meaning')} required autosize minRows={4} maxLength={5000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        {grievance.siteId === null ? null : (
          <Checkbox label={t('judge.touches')} checked={touchesAward} onChange={(event) => setTouches(event.currentTarget.checked)} />
        )}
        <Checkbox label={t('judge.nobody')} checked={namesNobody} onChange={(event) => setNamesNobody(event.currentTarget.checked)} />
        <ProblemText error={judging.error} />
        <div>
          <Button type="submit" loading={judging.isPending} disabled={!namesNobody || text.trim().length < 10}>
            {t('judge')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
