// One criterion: its meaning in our own words, to whom it applies, what it continues and what continues it, and the
// licensed text the reader may see.
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { useWords } from '../ui/words.ts'
import { KindMark } from './difference-kind.tsx'
import { Basis, WithSources } from './grounds.tsx'
import { TranslationNote } from './translation-note.tsx'
import classes from './standards.module.css'

const route = getRouteApi('/standards/$standard/$version/$criterion')
type CriterionView = Result<'getCriterion'>
type Neighbour = CriterionView['predecessors'][number]

function Neighbours({
  title,
  neighbours,
  standard,
}: {
  readonly title: string
  readonly neighbours: readonly Neighbour[]
  readonly standard: string
}) {
  const t = useMessages('standards')
  if (neighbours.length === 0) return null
  return (
    <Fact name={title}>
      <ul className={classes.plain}>
        {neighbours.map((one) => (
          <li key={`${one.version} ${one.slug}`}>
            <KindMark kind={one.kind} />{' '}
            <Link
              to="/standards/$standard/$version/$criterion"
              params={{ standard, version: one.version, criterion: one.slug }}>
              {t('criterion.titled', { version: one.version, number: one.number, title: one.title })}
            </Link>{' '}
            <Basis grounds={one.grounds} about={one.title} version={one.statedBy} />
          </li>
        ))}
      </ul>
    </Fact>
  )
}

function Texts({ texts }: { readonly texts: CriterionView['texts'] }) {
  const t = useMessages('standards')
  if (texts.length === 0) return <p className="quiet">{t('texts.none-public')}</p>
  return texts.map((text) => (
    <div key={`${text.part} ${text.key} ${text.language}`} className={classes.text}>
      <p className="quiet">
        {t(`part.${text.part}`)} {text.key} · {text.language}
        {text.isPublic ? '' : ` · ${t('texts.operator-only')}`}
      </p>
      <p lang={text.language}>{text.text}</p>
    </div>
  ))
}

type Part = { readonly criterion: CriterionView; readonly version: string }

function OwnFacts({ criterion, version }: Part) {
  const t = useMessages('standards')
  const words = useWords()
  const { list } = useFormat()
  const { applicability } = criterion
  return (
    <>
      <Fact name={t('criterion.group')}>
        {criterion.group.title} <Basis grounds={criterion.group} about={t('criterion.group')} version={version} />
      </Fact>
      <Fact name={t('criterion.naming')}>
        {criterion.title} <Basis grounds={criterion.naming} about={t('criterion.naming')} version={version} />
        {criterion.otherTitles.length === 0 ? null : (
          <span className={classes.note}>{t('criterion.other-titles', { titles: list(criterion.otherTitles) })}</span>
        )}
      </Fact>
      <Fact name={t('criterion.applies')}>
        {t('criterion.applies.to', {
          types:
            applicability.siteTypes === undefined
              ? t('criterion.all-types')
              : list(applicability.siteTypes.map(words.type)),
          metals:
            applicability.metals === undefined
              ? t('criterion.all-metals')
              : list(applicability.metals.map(words.metal)),
        })}{' '}
        {applicability.mayBeExcluded ? t('criterion.may-be-excluded') : ''}{' '}
        <Basis grounds={applicability} about={t('criterion.applies')} version={version} />
      </Fact>
      {criterion.sdgs.goals.length === 0 ? null : (
        <Fact name={t('criterion.sdgs')}>
          {criterion.sdgs.goals.map((goal) => (
            <a key={goal} className={classes.goal} href={`https://sdgs.un.org/goals/goal${goal}`} rel="noreferrer">
              {goal}
            </a>
          ))}{' '}
          <Basis grounds={criterion.sdgs} about={t('criterion.sdgs')} version={version} />
        </Fact>
      )}
    </>
  )
}

function FatesAndMappings({ criterion, version }: Part) {
  const t = useMessages('standards')
  return (
    <>
      {criterion.fates.map((fate) => (
        <Fact key={fate.version} name={t('criterion.fate', { version: fate.version })}>
          <KindMark kind={fate.kind} />{' '}
          <Basis grounds={fate.grounds} about={t('criterion.fate', { version: fate.version })} version={fate.version} />
        </Fact>
      ))}
      {criterion.mappings.map((mapping, index) => (
        <Fact key={index} name={t(`mapping.${mapping.relationship}`)}>
          {[mapping.standard, mapping.version, mapping.criterion].filter((part) => part !== undefined).join(' ')}{' '}
          <Basis grounds={mapping} about={mapping.standard} version={version} />
        </Fact>
      ))}
    </>
  )
}

export function Page() {
  const t = useMessages('standards')
  const params = route.useParams()
  const criterion = useRead('getCriterion', { ...params, language: t.language, ...useTimes() })
  const { standard } = criterion
  const heading = t('criterion.heading', { number: criterion.number, title: criterion.title })
  return (
    <Frame width="reading">
      <WithSources sources={criterion.sources}>
        <p className={classes.trail}>
          <Link to="/standards">{t('title')}</Link> ›{' '}
          <Link to="/standards/$standard/$version" params={{ standard: params.standard, version: params.version }}>
            {standard.title}
          </Link>
        </p>
        <PageHeading title={heading} lead={criterion.meaning} />
        <p className={classes.notice}>{t('criterion.own-words')}</p>
        <TranslationNote
          language={standard.language}
          isReviewed={standard.isTranslationReviewed}
          languages={standard.languages}
        />
        <Facts>
          <OwnFacts criterion={criterion} version={params.version} />
          <Neighbours title={t('criterion.before')} neighbours={criterion.predecessors} standard={params.standard} />
          <Neighbours title={t('criterion.after')} neighbours={criterion.successors} standard={params.standard} />
          <FatesAndMappings criterion={criterion} version={params.version} />
        </Facts>
        <h2>{t('texts.title')}</h2>
        <Texts texts={criterion.texts} />
      </WithSources>
    </Frame>
  )
}
