// A sheet to print and hang up near a site: who is assessed, when, and a code that leads to the form.
import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import newCode from 'qrcode-generator'
import { useMemo } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import classes from './grievance.module.css'
import { useNotice } from './use-notice.ts'

const route = getRouteApi('/concerns/$noticeId/poster')

/** The code as one path of squares, so that it prints sharp at any size. */
function squaresOf(text: string): { size: number; path: string } {
  const code = newCode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  const cells = Array.from({ length: size * size }, (_, i) => [i % size, Math.floor(i / size)] as const)
  return { size, path: cells.flatMap(([x, y]) => (code.isDark(y, x) ? [`M${x + 4} ${y + 4}h1v1h-1z`] : [])).join('') }
}

export function Page() {
  const t = useMessages('grievance')
  const { day } = useFormat()
  const { noticeId } = route.useParams()
  const { notice } = useNotice(noticeId)
  const address = `${window.location.origin}/concerns/${noticeId}`
  const { size, path } = useMemo(() => squaresOf(address), [address])
  return (
    <Frame>
      <div className={classes.poster}>
        <PageHeading title={notice === undefined ? t('poster.title') : t('poster.of', { site: notice.siteName })} />
        {notice === undefined ? null : (
          <p>{t('notice.lead', { from: day(notice.visitFrom), to: day(notice.visitTo), firm: notice.firmName })}</p>
        )}
        <svg viewBox={`0 0 ${size + 8} ${size + 8}`} role="img" aria-label={t('poster.code', { address })}>
          <path d={path} fill="#000" />
        </svg>
        <p className="numeric">{address}</p>
        <p>{t('poster.protected')}</p>
        {notice === undefined ? null : <p>{t('notice.until', { day: day(notice.concernsUntil) })}</p>}
        <p className={classes.screen}>
          <Button onClick={() => window.print()}>{t('poster.print')}</Button>{' '}
          <Link to="/concerns/$noticeId" params={{ noticeId }}>
            {t('poster.form')}
          </Link>
        </p>
      </div>
    </Frame>
  )
}
