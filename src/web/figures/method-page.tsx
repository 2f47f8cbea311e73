// Every rule behind every computed figure, each with an address of its own.
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { useRules } from './rule-list.tsx'
import classes from './figures.module.css'

export function Page() {
  const t = useMessages('figures')
  useRead('getMethod', {})
  const rules = useRules() ?? []
  return (
    <Frame width="reading">
      <PageHeading title={t('method.title')} lead={t('method.lead')} />
      <ol className={classes.method}>
        {rules.map((rule) => (
          <li key={rule.key} id={rule.key}>
            <p lang={rule.language}>{rule.text}</p>
            <p className={classes.under}>
              <a href={`#${rule.key}`}>{rule.key}</a> · <span lang="en">{rule.source}</span>
            </p>
          </li>
        ))}
      </ol>
    </Frame>
  )
}
