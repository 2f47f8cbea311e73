// The rules a figure was made by, in the reader's language; the English text comes from the server, which computes by
// them.
import { Link } from '@tanstack/react-router'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import classes from './figures.module.css'

export function useRules() {
  const t = useMessages('figures')
  const rules = useLooseRead('getMethod', {}).data?.items
  return rules?.map((rule) => {
    const key = `rule.${rule.key}`
    return t.language !== 'en' && t.has(key)
      ? { ...rule, text: t(key), language: t.language }
      : { ...rule, language: 'en' }
  })
}

export function RuleList({ keys }: { readonly keys: readonly string[] }) {
  const t = useMessages('figures')
  const rules = useRules()?.filter(({ key }) => keys.includes(key))
  return (
    <section id="rules" aria-labelledby="rules-title">
      <h2 id="rules-title">{t('method.title')}</h2>
      <p className={classes.note}>
        {t('method.of-figure')} <Link to="/statistics/method">{t('method.all')}</Link>
      </p>
      <ul className={classes.rules}>
        {rules?.map((rule) => (
          <li key={rule.key} lang={rule.language}>
            {rule.text}
          </li>
        ))}
      </ul>
    </section>
  )
}
