// Sites with an open dispute, and a way to any other site that is contested.
import { Button, TextInput } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useWords } from '../ui/words.ts'
import classes from './account.module.css'

export function OpenDisputes() {
  const t = useMessages('account')
  const words = useWords()
  const navigate = useNavigate()
  const [siteId, setSiteId] = useState('')
  const sites = useLooseRead('listSites', { disputed: 'true', limit: 200 } as never).data?.items ?? []
  return (
    <section aria-labelledby="disputes">
      <h2 id="disputes">{t('disputes.title')}</h2>
      {sites.length === 0 ? (
        <p className="quiet">{t('disputes.none')}</p>
      ) : (
        <ul>
          {sites.map((site) => (
            <li key={site.siteId}>
              <Link to="/contested/$siteId" params={{ siteId: site.siteId }}>
                {site.name}
              </Link>
              , {words.country(site.country)}
            </li>
          ))}
        </ul>
      )}
      <form
        className={classes.row}
        onSubmit={(event) => {
          event.preventDefault()
          void navigate({ to: '/contested/$siteId', params: { siteId: siteId.trim().toUpperCase() } })
        }}>
        <TextInput
          label={t('contested.site')}
          description={t('contested.site.meaning')}
          value={siteId}
          required
          onChange={(event) => setSiteId(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={siteId.trim() === ''}>
          {t('contested.link')}
        </Button>
      </form>
    </section>
  )
}
