// One version of a standard: what it yields, how it decides, its clocks, its criteria by group. Every statement says
// whether it was found or inferred.
import { Button } from '@mantine/core'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Rule } from '#src/standards/award-rule.ts'
import type { Result } from '../api/client.ts'
import { useRead, useTimes } from '../api/reads.ts'
import { useMe } from '../account/me.ts'
import { useMessages } from '../messages/use-messages.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { SourceLine } from '../ui/sources.tsx'
import { useWords } from '../ui/words.ts'
import { Clocks } from './clocks.tsx'
import { CustodyParameters } from './custody-parameters.tsx'
import { Basis, WithSources } from './grounds.tsx'
import { RuleText } from './rule-words.tsx'
import { ForceWord } from './standards-page.tsx'
import { TranslationNote } from './translation-note.tsx'
import classes from './standards.module.css'

const route = getRouteApi('/standards/$standard/$version')
export type StandardView = Result<'getStandard'>

function Identity({ standard }: { readonly standard: StandardView }) {
  const t = useMessages('standards')
  const words = useWords()
  const { dated, list } = useFormat()
  return (
    <Facts>
      <Fact name={t('fact.state')}>
        <ForceWord standard={standard} />
      </Fact>
      <Fact name={t('fact.register')}>
        {t(`register.${standard.register}`)}. {t(`claim.${standard.claim}`)}{' '}
        <Basis grounds={standard.claimGrounds} about={t('fact.register')} />
      </Fact>
      <Fact name={t('fact.owner')}>
        <span lang="en">{standard.owner.text}</span> <Basis grounds={standard.owner} about={t('fact.owner')} />
      </Fact>
      {standard.edition === null ? null : (
        <Fact name={t('fact.edition')}>
          <span lang="en">{standard.edition}</span>
        </Fact>
      )}
      <Fact name={t('fact.published')}>
        {dated(standard.published.date)} <Basis grounds={standard.published} about={t('fact.published')} />
      </Fact>
      <Fact name={t('fact.in-force')}>
        {t('in-force.from', { date: dated(standard.inForce.from.date) })}{' '}
        <Basis grounds={standard.inForce.from} about={t('fact.in-force')} />
        {standard.inForce.until === undefined ? null : (
          <div>
            {t('in-force.until', { date: dated(standard.inForce.until.date) })}{' '}
            <Basis grounds={standard.inForce.until} about={t('fact.in-force')} />
          </div>
        )}
      </Fact>
      {standard.metals === null ? null : (
        <Fact name={t('fact.metals')}>
          {list(standard.metals.map(words.metal))}{' '}
          {standard.metalGrounds === null ? null : <Basis grounds={standard.metalGrounds} about={t('fact.metals')} />}
        </Fact>
      )}
      {standard.marks.length === 0 ? null : (
        <Fact name={t('fact.marks')}>
          {standard.marks.map((mark) => (
            <div key={mark.slug}>
              {mark.title} ({list(mark.metals.map(words.metal))}) <Basis grounds={mark} about={mark.title} />
            </div>
          ))}
        </Fact>
      )}
      {(standard.requires ?? []).map((needed) => (
        <Fact key={needed.register} name={t('fact.requires')}>
          {t(`requires.${needed.register}`)} <Basis grounds={needed} about={t('fact.requires')} />
        </Fact>
      ))}
    </Facts>
  )
}

function Decision({ standard }: { readonly standard: StandardView }) {
  const t = useMessages('standards')
  return (
    <section aria-labelledby="decision">
      <h2 id="decision">{t('decision.title')}</h2>
      <Facts>
        <Fact name={t('scale')}>
          <ol className={classes.scale}>
            {standard.ratingScale.levels.map(({ slug, title }) => (
              <li key={slug}>{title}</li>
            ))}
          </ol>
          <Basis grounds={standard.ratingScale} about={t('scale')} />
        </Fact>
        <Fact name={t('rule')}>
          <RuleText standard={standard} rule={standard.awardRule.rule as Rule} />{' '}
          <Basis grounds={standard.awardRule} about={t('rule')} />
        </Fact>
        {standard.fullRule === undefined ? null : (
          <Fact name={t('full-rule')}>
            <RuleText standard={standard} rule={standard.fullRule.rule as Rule} />{' '}
            <Basis grounds={standard.fullRule} about={t('full-rule')} />
          </Fact>
        )}
      </Facts>
    </section>
  )
}

function Criteria({ standard }: { readonly standard: StandardView }) {
  const t = useMessages('standards')
  const params = { standard: standard.standard, version: standard.version }
  return (
    <section aria-labelledby="criteria">
      <h2 id="criteria">{t('criteria.title', { count: standard.criterionCount })}</h2>
      {standard.groups.map((group) => (
        <section key={group.slug}>
          <h3>
            {group.title} <span className="quiet">({group.criterionCount})</span>
          </h3>
          <PlainTable label={group.title}>
            <thead>
              <tr>
                <th scope="col" data-numeric>
                  {t('criterion.number')}
                </th>
                <th scope="col">{t('criterion.name')}</th>
                <th scope="col">{t('criterion.meaning')}</th>
                <th scope="col">{t('criterion.relation')}</th>
              </tr>
            </thead>
            <tbody>
              {standard.criteria
                .filter((criterion) => criterion.group.slug === group.slug)
                .map((criterion) => (
                  <tr key={criterion.slug} id={criterion.slug}>
                    <td data-numeric>{criterion.number}</td>
                    <th scope="row">
                      <Link
                        to="/standards/$standard/$version/$criterion"
                        params={{ ...params, criterion: criterion.slug }}>
                        {criterion.title}
                      </Link>
                      {criterion.naming.basis === 'inferred' ? (
                        <>
                          {' '}
                          <span className={classes.inferred} title={t('inferred.meaning')}>
                            {t('inferred')}
                          </span>
                        </>
                      ) : null}
                    </th>
                    <td className={classes.meaning}>{criterion.meaning}</td>
                    <td className="nowrap">
                      {criterion.relation === undefined ? '–' : t(`kind.${criterion.relation.kind}`)}
                    </td>
                  </tr>
                ))}
            </tbody>
          </PlainTable>
        </section>
      ))}
    </section>
  )
}

export function Page() {
  const t = useMessages('standards')
  const me = useMe()
  const params = route.useParams()
  const standard = useRead('getStandard', { ...params, language: t.language, ...useTimes() })
  return (
    <Frame>
      <WithSources sources={standard.sources}>
        <PageHeading
          title={standard.title}
          lead={standard.about}
          actions={
            <>
              {standard.predecessor === null ? null : (
                <Button
                  component="a"
                  variant="default"
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/standards/$standard/compare"
                      params={{ standard: standard.standard }}
                      search={{ from: standard.predecessor!, to: standard.version }}
                    />
                  )}>
                  {t('compare.link', { version: standard.predecessor })}
                </Button>
              )}
              {me?.kind === 'operator' ? (
                <Button
                  component="a"
                  variant="default"
                  renderRoot={(props) => (
                    <Link {...props} to="/standards/$standard/$version/licensed-text" params={params} />
                  )}>
                  {t('texts.link')}
                </Button>
              ) : null}
            </>
          }
        />
        <p className={classes.notice}>{standard.notice}</p>
        <TranslationNote
          language={standard.language}
          isReviewed={standard.isTranslationReviewed}
          languages={standard.languages}
        />
        <p className={classes.notice}>
          {t.rich('inferred.explained', { mark: (parts) => <span className={classes.inferred}>{parts}</span> })}
        </p>
        <Identity standard={standard} />
        <Criteria standard={standard} />
        <Decision standard={standard} />
        <Clocks clocks={standard.clocks} />
        {standard.custodyProfile === undefined ? null : <CustodyParameters profile={standard.custodyProfile} />}
        <section aria-labelledby="sources">
          <h2 id="sources">{t('sources.title')}</h2>
          <ul className={classes.sources}>
            {standard.sources.map((source) => (
              <li key={source.id} lang="en">
                <SourceLine source={{ text: source.text, url: source.urls?.[0] }} />
              </li>
            ))}
          </ul>
          <p className="quiet">
            <small style={{ overflowWrap: 'anywhere' }}>{t('content-hash', { hash: standard.contentHash })}</small>
          </p>
        </section>
      </WithSources>
    </Frame>
  )
}
