// What is kept of persons: each kind, what for, how long, and how it is erased. For everybody to read.
import { Link } from '@tanstack/react-router'
import { useRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import classes from './people.module.css'

const PARTS = ['subjects', 'where', 'purpose', 'retention', 'erasure'] as const

export function Page() {
  const t = useMessages('people')
  const { items } = useRead('listPersonalDataKinds', {})
  /** A kind that a pack does not know yet is told in English. */
  const said = (kind: string, part: string, english: string): string => {
    const key = `data.${kind}.${part}`
    return t.has(key) ? t(key) : english
  }
  return (
    <Frame width="reading">
      <PageHeading title={t('data')} lead={t('data.lead')} />
      <p>
        <Link to="/account/own-data">{t('data.own')}</Link>
      </p>
      <div className={classes.kinds}>
        {items.map((one) => (
          <section key={one.kind} className={classes.kind} aria-labelledby={`kind-${one.kind}`}>
            <h2 id={`kind-${one.kind}`}>{said(one.kind, 'title', one.title)}</h2>
            <Facts>
              {PARTS.map((part) => (
                <Fact key={part} name={t(`data.${part}`)}>
                  {said(one.kind, part, one[part])}
                </Fact>
              ))}
            </Facts>
          </section>
        ))}
      </div>
    </Frame>
  )
}
