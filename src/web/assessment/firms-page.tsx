// Assessor firms: of the account, all for the secretariat, which also registers them and records who holds shares of whom.
import { Button, Stack, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { holdsRole, useMe } from '../account/me.ts'
import { api } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useStandardTitle } from '../standards/standard-title.ts'
import { Empty } from '../ui/empty.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useWords } from '../ui/words.ts'
import { useAct } from './act.ts'
import { languageName } from './language-name.ts'
import { Shareholdings } from './shareholdings.tsx'
import classes from './assessment.module.css'

function Register() {
  const t = useMessages('assessment')
  const [firm, setFirm] = useState({ name: '', country: '', website: '' })
  const register = useAct(
    () => api.registerFirm({ name: firm.name.trim(), country: firm.country.trim().toUpperCase(), website: firm.website.trim() === '' ? null : firm.website.trim() }),
    () => setFirm({ name: '', country: '', website: '' }),
  )
  const field = (name: keyof typeof firm) => ({
    label: t(`firm.${name}`),
    value: firm[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setFirm((before) => ({ ...before, [name]: value }))
    },
  })
  return (
    <section aria-labelledby="register">
      <h2 id="register">{t('firm.register')}</h2>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          register.mutate(undefined)
        }}>
        <Stack gap="sm">
          <TextInput {...field('name')} required maxLength={200} />
          <TextInput {...field('country')} required maxLength={3} description={t('firm.country.meaning')} />
          <TextInput {...field('website')} type="url" />
          <ProblemText error={register.error} />
          <Button type="submit" loading={register.isPending} style={{ alignSelf: 'flex-start' }}>
            {t('firm.register')}
          </Button>
        </Stack>
      </form>
    </section>
  )
}

function List() {
  const t = useMessages('assessment')
  const words = useWords()
  const titleOf = useStandardTitle()
  const isOperator = holdsRole(useMe(), 'operator')
  const firms = useLooseRead('listFirms', { limit: 500 })
  const items = firms.data?.items ?? []
  return (
    <>
      <ProblemText error={firms.error} />
      {firms.data !== undefined && items.length === 0 ? (
        <Empty title={t('firms.none')}>
          <p>{t(isOperator ? 'firms.none.operator' : 'firms.none.next')}</p>
        </Empty>
      ) : (
        <PlainTable label={t('firms.title')}>
          <thead>
            <tr>
              {(['name', 'country', 'state', 'standards', 'languages', 'assessors'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`firm.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((firm) => (
              <tr key={firm.firmId}>
                <th scope="row">
                  <Link to="/firms/$firmId" params={{ firmId: firm.firmId }}>
                    {firm.name}
                  </Link>
                </th>
                <td>{words.country(firm.country)}</td>
                <td>{t(firm.isApproved ? 'firm.approved' : 'firm.not-approved')}</td>
                <td>{firm.standards.map((standard) => titleOf(standard)).join(', ')}</td>
                <td>{firm.languages.map((code) => languageName(code, t.language)).join(', ')}</td>
                <td className="numeric">{firm.assessorCount}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      )}
      {isOperator ? (
        <>
          <Register />
          <Shareholdings firms={items} />
        </>
      ) : null}
    </>
  )
}

export function Page() {
  const t = useMessages('assessment')
  return (
    <Frame>
      <PageHeading title={t('firms.title')} lead={t('firms.lead')} />
      <NeedsAccount roles={['operator', 'firm-admin', 'assessor']}>
        <List />
      </NeedsAccount>
    </Frame>
  )
}
