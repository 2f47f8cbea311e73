// Where anybody begins who wants to be heard: about an announced assessment, a site, the scheme, an assessor or a claim.
import { NativeSelect, TextInput } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { IntakeForm } from './intake-form.tsx'

const route = getRouteApi('/be-heard')
const SUBJECTS = ['concern', 'site', 'scheme', 'assessor', 'claim'] as const
type About = (typeof SUBJECTS)[number]
const SITE_NUMBER = /^[A-Z]{3}-[0-9A-Z]{7}$/

export function Page() {
  const t = useMessages('grievance')
  const search = route.useSearch()
  const [about, setAbout] = useState<About>(SUBJECTS.find((one) => one === search.about) ?? 'concern')
  const [siteId, setSiteId] = useState(search.site ?? '')
  const [matter, setMatter] = useState('')
  const needsSite = about === 'concern' || about === 'site'
  const isSite = SITE_NUMBER.test(siteId.trim())
  const kind = about === 'concern' ? 'concern' : 'grievance'
  return (
    <Frame>
      <PageHeading title={t('heard.title')} lead={t('heard.lead')} />
      <p>
        <Link to="/assessments">{t('heard.assessments')}</Link> · <Link to="/receipts">{t('heard.receipt')}</Link> ·{' '}
        <Link to="/grievance-outcomes">{t('heard.outcomes')}</Link>
      </p>
      <IntakeForm
        key={kind}
        kind={kind}
        isReady={(!needsSite || isSite) && (kind === 'concern' || matter.trim() !== '')}
        send={(said) =>
          about === 'concern'
            ? api.createConcern({ siteId: siteId.trim(), topics: [], ...said })
            : api.createGrievance({
                subject: about,
                subjectText: matter.trim(),
                ...said,
                ...(isSite ? { siteId: siteId.trim() } : {}),
              })
        }>
        <NativeSelect
          label={t('heard.about')}
          value={about}
          data={SUBJECTS.map((one) => ({ value: one, label: t(`about.${one}`) }))}
          description={t(`about.${about}.meaning`)}
          onChange={(event) => setAbout(event.currentTarget.value as About)}
        />
        {needsSite ? (
          <TextInput
            label={t('heard.site')}
            description={t('heard.site.meaning')}
            required
            value={siteId}
            onChange={(event) => setSiteId(event.currentTarget.value.toUpperCase())}
            error={siteId !== '' && !isSite ? t('heard.site.form') : undefined}
          />
        ) : null}
        {kind === 'grievance' ? (
          <TextInput
            label={t('heard.matter')}
            description={t('heard.matter.meaning')}
            required
            maxLength={300}
            value={matter}
            onChange={(event) => setMatter(event.currentTarget.value)}
          />
        ) : null}
      </IntakeForm>
    </Frame>
  )
}
