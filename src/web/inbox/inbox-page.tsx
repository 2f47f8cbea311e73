// The inbox: what a person was told, what of it is open, how it comes to them, and their calendar.
import { Button, SegmentedControl } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { NeedsAccount } from '../account/needs-account.tsx'
import { api, type Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { ShowMore } from '../ui/show-more.tsx'
import { CalendarAddress } from './calendar-address.tsx'
import { DueDay } from './due-day.tsx'
import { Preferences } from './preferences.tsx'
import { Snooze } from './snooze.tsx'
import classes from './inbox.module.css'

type Notice = Result<'listNotices'>['items'][number]
const route = getRouteApi('/inbox')
const PAGE = 50
const MOST = 1000

/** After a change of one notice, list and count are asked for again. */
export function useRenewInbox(): () => Promise<void> {
  const queries = useQueryClient()
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['listNotices'] }),
      queries.invalidateQueries({ queryKey: ['getUnreadCount'] }),
    ])
  }
}

function NoticeRow({ notice }: { readonly notice: Notice }) {
  const t = useMessages('inbox')
  const { instant, day } = useFormat()
  const renew = useRenewInbox()
  const read = useMutation({
    mutationFn: (isRead: boolean) => api.markRead({ noticeId: notice.noticeId, isRead }),
    onSuccess: renew,
  })
  const about = t('inbox.sort', { subject: notice.subject })
  const isUnread = !notice.isRead && !notice.isDone
  return (
    <li className={`${classes.row} ${isUnread ? classes.unread : ''}`}>
      <div>
        <h3>
          {isUnread ? <span className={classes.badge}>{t('inbox.unread')}</span> : null}
          {notice.isDone ? (
            <span className={classes.badge} data-quiet>
              {t('inbox.done')}
            </span>
          ) : null}
          {notice.snoozedUntil === null || notice.isDone ? null : (
            <span className={classes.badge} data-quiet>
              {t('inbox.asleep', { day: day(notice.snoozedUntil, 'short') })}
            </span>
          )}
          <Link to={notice.link as '/'} onClick={() => (isUnread ? read.mutate(true) : undefined)}>
            {notice.subject}
          </Link>
        </h3>
        <p>{notice.text}</p>
        {notice.isDone ? null : (
          <div className={classes.acts}>
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={`${t(notice.isRead ? 'inbox.mark-unread' : 'inbox.mark-read')} ${about}`}
              loading={read.isPending}
              onClick={() => read.mutate(!notice.isRead)}>
              {t(notice.isRead ? 'inbox.mark-unread' : 'inbox.mark-read')}
            </Button>
            <Snooze noticeId={notice.noticeId} about={about} isAsleep={notice.snoozedUntil !== null} />
          </div>
        )}
        <ProblemText error={read.error} />
      </div>
      <div>
        {notice.dueOn === null || notice.isDone ? null : <DueDay dueOn={notice.dueOn} daysLeft={notice.daysLeft} />}
        <small className="quiet">{instant(notice.createdAt)}</small>
      </div>
    </li>
  )
}

function Notices() {
  const t = useMessages('inbox')
  const { state } = route.useSearch()
  const navigate = useNavigate()
  const [limit, setLimit] = useState(PAGE)
  const shown = state === 'all' ? 'all' : 'open'
  const answer = useLooseRead('listNotices', { state: shown, limit })
  const renew = useRenewInbox()
  const all = useMutation({ mutationFn: () => api.markAllRead({}), onSuccess: renew })
  const items = answer.data?.items
  return (
    <section aria-label={t('inbox')}>
      <div className={classes.tools}>
        <SegmentedControl
          aria-label={t('inbox.show')}
          value={shown}
          onChange={(value) => void navigate({ to: '/inbox', search: value === 'all' ? { state: 'all' } : {} })}
          data={[
            { value: 'open', label: t('inbox.open') },
            { value: 'all', label: t('inbox.all') },
          ]}
        />
        <Button
          variant="default"
          loading={all.isPending}
          disabled={items?.every(({ isRead, isDone }) => isRead || isDone) ?? true}
          onClick={() => all.mutate()}>
          {t('inbox.mark-all')}
        </Button>
      </div>
      <ProblemText error={answer.error ?? all.error} />
      {items === undefined ? (
        <div aria-busy={answer.error === null} style={{ minHeight: '12rem' }} />
      ) : items.length === 0 ? (
        <Empty title={t('inbox.empty')}>
          <p>{t('inbox.empty.meaning')}</p>
          <Link to="/next">{t('next')}</Link>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {items.map((notice) => (
            <NoticeRow key={notice.noticeId} notice={notice} />
          ))}
        </ul>
      )}
      <ShowMore of={{ hasMore: answer.data?.next != null && limit < MOST, isAsking: answer.isPlaceholderData, more: () => setLimit(Math.min(limit * 4, MOST)) }} />
    </section>
  )
}

export function Page() {
  const t = useMessages('inbox')
  return (
    <Frame>
      <PageHeading title={t('inbox')} lead={t('inbox.lead')} />
      <NeedsAccount>
        <Notices />
        <Preferences />
        <CalendarAddress />
      </NeedsAccount>
    </Frame>
  )
}
