// People: who may do what where. An operator sees everybody; an owner or an administrator sees the people of their places.
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMe } from '../account/me.ts'
import { NeedsAccount } from '../account/needs-account.tsx'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { InvitationList } from './invitation-list.tsx'
import { InviteForm } from './invite-form.tsx'
import { PersonRow } from './person-row.tsx'
import classes from './people.module.css'

const AT_ONCE = 50
const MOST = 1000

function Everybody() {
  const t = useMessages('people')
  const me = useMe()
  const people = useLooseRead('listPeople', { limit: MOST })
  const [wanted, setWanted] = useState('')
  const [shown, setShown] = useState(AT_ONCE)
  const all = people.data?.items ?? []
  const text = wanted.trim().toLowerCase()
  const found = text === '' ? all : all.filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(text))
  return (
    <section aria-labelledby="everybody">
      <h2 id="everybody">{t('people.count', { count: found.length })}</h2>
      <ProblemText error={people.error} />
      {all.length > 8 ? (
        <TextInput
          type="search"
          label={t('people.find')}
          maw={320}
          mb="md"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      ) : null}
      {people.data !== undefined && all.length === 0 ? <p className="quiet">{t('people.none.next')}</p> : null}
      <ul className={classes.people}>
        {found.slice(0, shown).map((person) => (
          <PersonRow key={person.userId} person={person} isMe={person.userId === me?.userId} mayErase={me?.kind === 'operator'} />
        ))}
      </ul>
      <ShowMore of={{ hasMore: found.length > shown, isAsking: false, more: () => setShown(shown + AT_ONCE) }} />
    </section>
  )
}

export function Page() {
  const t = useMessages('people')
  return (
    <Frame>
      <PageHeading title={t('people')} lead={t('people.lead')} />
      <NeedsAccount roles={['operator', 'site-owner', 'firm-admin']}>
        <InviteForm />
        <InvitationList />
        <Everybody />
      </NeedsAccount>
    </Frame>
  )
}
