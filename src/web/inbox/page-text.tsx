// Imprint, privacy notice and terms: the operator's words, or that they are still to be written.
import { Link } from '@tanstack/react-router'
import { holdsRole, useMe } from '../account/me.ts'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'

type Props = { readonly page: 'imprint' | 'privacy' | 'terms' }

export function PageText({ page }: Props) {
  const t = useMessages('setting')
  const { text, language } = useRead('getPageText', { page })
  const me = useMe()
  const words = text ?? t(`page.${page}.unset`)
  return (
    <Frame width="reading">
      <PageHeading title={t(`page.${page}`)} />
      <div {...(language === null ? {} : { lang: language })}>
        {words.split(/\n\s*\n/).map((paragraph, index) => (
          <p key={index} style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
            {paragraph}
          </p>
        ))}
      </div>
      {holdsRole(me, 'operator') ? (
        <p>
          <Link to="/settings">{t('page.write')}</Link>
        </p>
      ) : null}
    </Frame>
  )
}
