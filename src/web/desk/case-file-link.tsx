import { useMessages } from '../messages/use-messages.ts'

/** Everything of one case in one file, to keep or to take to another installation. */
export function CaseFileLink({ href }: { readonly href: string }) {
  const t = useMessages('desk')
  return (
    <p>
      <a href={href}>{t('case-file.export')}</a> <span className="quiet">{t('case-file.meaning')}</span>
    </p>
  )
}
