// Publishing, with a rehearsal first: what would change, what stays behind, what a mark's owner no longer says. Undo
// gives every fact back what it was.
import { Button, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api, type Result } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { ProblemText } from '../ui/problem-text.tsx'
import type { ImportDetail } from './import-page.tsx'
import classes from './imports.module.css'

type Publication = Result<'publishImport'>
type Choices = { readonly undecided: 'keep' | 'new'; readonly absent: 'keep' | 'withdraw' }

function useReadAnew() {
  const queries = useQueryClient()
  return () => queries.invalidateQueries()
}

function Changes({ publication, isOwner }: { readonly publication: Publication; readonly isOwner: boolean }) {
  const t = useMessages('imports')
  const { number } = useFormat()
  const { left, absent } = publication
  return (
    <Facts>
      <Fact name={t('change.facts')}>{number(publication.facts)}</Fact>
      <Fact name={t('change.new')}>{number(publication.newSites)}</Fact>
      <Fact name={t('change.changed')}>{number(publication.changedSites)}</Fact>
      <Fact name={t('change.unchanged')}>{number(publication.unchangedSites)}</Fact>
      <Fact name={t('change.merged')}>{number(publication.mergedSites)}</Fact>
      {isOwner ? <Fact name={t('change.statements')}>{number(publication.statements)}</Fact> : null}
      <Fact name={t('change.left')}>{t('change.left.value', { doubtful: left.doubtful, errors: left.errors })}</Fact>
      {!isOwner || absent.statements === 0 ? null : (
        <Fact name={t('change.absent')}>
          {t('change.absent.value', { count: absent.statements })}{' '}
          {absent.sites.map(({ siteId, name }, index) => (
            <span key={siteId}>
              {index === 0 ? '' : ', '}
              <Link to="/sites/$siteId" params={{ siteId }}>
                {name}
              </Link>
            </span>
          ))}
        </Fact>
      )}
    </Facts>
  )
}

function Publish({ detail }: { readonly detail: ImportDetail }) {
  const t = useMessages('imports')
  const { number } = useFormat()
  const readAnew = useReadAnew()
  const isOwner = detail.directory.kind === 'mark-owner'
  const [choices, setChoices] = useState<Choices>({ undecided: 'keep', absent: 'keep' })
  const rehearse = useMutation({
    mutationFn: (chosen: Choices) => api.publishImport({ importId: detail.importId, ...chosen }, { isDryRun: true }),
  })
  const publish = useMutation({
    mutationFn: () => api.publishImport({ importId: detail.importId, ...choices }),
    onSuccess: readAnew,
  })
  const { mutate } = rehearse
  useEffect(() => {
    mutate(choices)
  }, [mutate, choices, detail.counts])
  return (
    <section aria-labelledby="publish">
      <h2 id="publish">{t('publish.title')}</h2>
      <p className={classes.lead}>{t('publish.meaning')}</p>
      <Stack gap="md" className={classes.narrow}>
        <Radio.Group
          label={t('undecided')}
          value={choices.undecided}
          onChange={(value) => setChoices({ ...choices, undecided: value as Choices['undecided'] })}>
          <Stack gap={6} mt={6}>
            <Radio value="keep" label={t('undecided.keep')} />
            <Radio value="new" label={t('undecided.new')} />
          </Stack>
        </Radio.Group>
        {isOwner ? (
          <Radio.Group
            label={t('absent')}
            value={choices.absent}
            onChange={(value) => setChoices({ ...choices, absent: value as Choices['absent'] })}>
            <Stack gap={6} mt={6}>
              <Radio value="keep" label={t('absent.keep')} />
              <Radio value="withdraw" label={t('absent.withdraw')} />
            </Stack>
          </Radio.Group>
        ) : null}
      </Stack>
      <h3>{t('publish.would')}</h3>
      {rehearse.data === undefined ? (
        <p role="status" className="quiet">
          {rehearse.isPending ? t('publish.rehearsing') : ''}
        </p>
      ) : (
        <Changes publication={rehearse.data} isOwner={isOwner} />
      )}
      <ProblemText error={rehearse.error ?? publish.error} />
      <div className={classes.bar}>
        <Button
          loading={publish.isPending}
          disabled={rehearse.data === undefined || rehearse.isPending || rehearse.data.facts === 0}
          onClick={() => publish.mutate()}>
          {t('publish.do', { count: number(rehearse.data?.facts ?? 0) })}
        </Button>
        {rehearse.data?.facts === 0 ? <span className="quiet">{t('publish.nothing')}</span> : null}
        {publish.data === undefined ? null : (
          <span role="status">{t('publish.done', { count: number(publish.data.facts) })}</span>
        )}
      </div>
    </section>
  )
}

function Undo({ detail }: { readonly detail: ImportDetail }) {
  const t = useMessages('imports')
  const { number, instant } = useFormat()
  const readAnew = useReadAnew()
  const [reason, setReason] = useState('')
  const asked = { importId: detail.importId, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }
  const rehearse = useMutation({ mutationFn: () => api.reverseImport(asked, { isDryRun: true }) })
  const undo = useMutation({ mutationFn: () => api.reverseImport(asked), onSuccess: readAnew })
  return (
    <section aria-labelledby="undo">
      <h2 id="undo">{t('undo.title')}</h2>
      <p className={classes.lead}>
        {t('undo.meaning', { at: detail.publishedAt === null ? '' : instant(detail.publishedAt) })}
      </p>
      <div className={classes.bar}>
        <TextInput
          label={t('undo.reason')}
          value={reason}
          maxLength={300}
          onChange={(event) => setReason(event.currentTarget.value)}
          className={classes.grow}
        />
        {rehearse.data === undefined ? (
          <Button variant="default" loading={rehearse.isPending} onClick={() => rehearse.mutate()}>
            {t('undo.what')}
          </Button>
        ) : (
          <Button color="red" loading={undo.isPending} onClick={() => undo.mutate()}>
            {t('undo.do', { count: number(rehearse.data.facts) })}
          </Button>
        )}
      </div>
      <ProblemText error={rehearse.error ?? undo.error} />
    </section>
  )
}

export function PublishStep({ detail }: { readonly detail: ImportDetail }) {
  const t = useMessages('imports')
  const { instant } = useFormat()
  if (detail.state === 'reversed')
    return <p>{t('undo.was', { at: detail.reversedAt === null ? '' : instant(detail.reversedAt) })}</p>
  return (
    <>
      <Publish detail={detail} />
      {detail.state === 'published' ? <Undo detail={detail} /> : null}
    </>
  )
}
