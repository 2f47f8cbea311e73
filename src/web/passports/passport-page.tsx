// The page behind the code on a drum: read in five seconds on a phone. Below stand the product, the versions, and what its
// holder can do.
import { Button, Group } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import newCode from 'qrcode-generator'
import { useMemo } from 'react'
import type { PassportContent } from '#src/claims/passport.ts'
import { quantaOf } from '#src/kernel/quanta.ts'
import { linkTo, type Result } from '../api/client.ts'
import { readOptions, useRead } from '../api/reads.ts'
import { holdsRole, useMe } from '../account/me.ts'
import { useMessages } from '../messages/use-messages.ts'
import { countryName } from '../ui/countries.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { useFormat } from '../ui/format.ts'
import { massWords, quantumOf } from '../ui/mass.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { HolderActions } from './holder-actions.tsx'
import { PassportFigures, PassportOrigins } from './passport-figures.tsx'
import { isWithheldPart, usePassportWords } from './passport-words.ts'
import classes from './passports.module.css'

const route = getRouteApi('/passports/$passportId')

function Product({ content }: { readonly content: PassportContent }) {
  const { t, withheld } = usePassportWords()
  const { number } = useFormat()
  const { holder, mass, madeAt, identifiers } = content
  const metal = t(`metal.${content.metal}`)
  return (
    <Facts>
      <Fact name={t('fact.holder')}>{isWithheldPart(holder) ? withheld(holder) : holder.name}</Fact>
      <Fact name={t('fact.material')}>{t(`material.${content.material}`)}</Fact>
      <Fact name={t('fact.made-at')}>{isWithheldPart(madeAt) ? withheld(madeAt) : `${madeAt.name}, ${countryName(madeAt.country, t.language) ?? madeAt.country}`}</Fact>
      <Fact name={t('fact.mass')}>{isWithheldPart(mass) ? withheld(mass) : t('fact.mass.value', { mass: massWords(quantaOf(`${mass.tonnes} t`, quantumOf(content.metal)), content.metal, number), metal })}</Fact>
      {isWithheldPart(identifiers)
        ? null
        : identifiers.marks.map(({ name, value }) => (
            <Fact key={name} name={t.has(`identifier.${name}`) ? t(`identifier.${name}` as 'identifier.brand') : name}>
              {value}
            </Fact>
          ))}
      <Fact name={t('fact.model')}>{t(`model.${content.model}`)}</Fact>
    </Facts>
  )
}

/** For whoever prints labels: the same code as on the PDF. */
function Label({ address }: { readonly address: string }) {
  const t = useMessages('passports')
  const { size, path } = useMemo(() => {
    const code = newCode(0, 'M')
    code.addData(address)
    code.make()
    const count = code.getModuleCount()
    const dark = Array.from({ length: count * count }, (_, i) => [i % count, Math.floor(i / count)] as const).filter(([x, y]) => code.isDark(y, x))
    return { size: count + 8, path: dark.map(([x, y]) => `M${x + 4} ${y + 4}h1v1h-1z`).join('') }
  }, [address])
  return (
    <section className={`${classes.section} ${classes.label}`} aria-labelledby="label">
      <h2 id="label">{t('label.title')}</h2>
      <svg className={classes.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t('live.alt', { url: address })} shapeRendering="crispEdges">
        <path d={path} fill="#000" />
      </svg>
      <p className={classes.quiet}>{address}</p>
    </section>
  )
}

/** The label alone goes to the printer, not the page around it. */
function printLabel(): void {
  document.documentElement.dataset['print'] = 'label'
  window.addEventListener('afterprint', () => { delete document.documentElement.dataset['print'] }, { once: true })
  window.print()
}

function Versions({ passport }: { readonly passport: Result<'getPassport'> }) {
  const t = useMessages('passports')
  const { day } = useFormat()
  const { content, digest } = passport.current
  const { logPosition, factorVersion, engineVersion } = content.versions
  return (
    <section className={classes.section} aria-labelledby="versions">
      <h2 id="versions">{t('versions')}</h2>
      {passport.changed.length === 0 ? null : <p>{t('changed', { fields: passport.changed.map((field) => (t.has(`field.${field}`) ? t(`field.${field}` as 'field.product') : field)).join(', ') })}</p>}
      <ol>
        {passport.versions.map((one) => (
          <li key={one.version}>
            <a href={linkTo('getPassportVersion', { passportId: passport.passportId, version: one.version })}>
              {t('version.line', { version: one.version, day: day(one.issuedAt), because: one.version === 1 ? t('version.first') : one.because })}
            </a>
          </li>
        ))}
      </ol>
      <p className={classes.quiet}>{t('recompute', { position: logPosition, factors: factorVersion, engine: engineVersion })}</p>
      <p className={classes.quiet}>
        {t('fact.digest')}: <code>{digest}</code>
      </p>
    </section>
  )
}

/** Shown to whoever keeps it; others are not told that there is more. */
function Holder({ passport }: { readonly passport: Result<'getPassport'> }) {
  const { data } = useSuspenseQuery(readOptions('listPassports', { passportId: passport.passportId, limit: 1 }))
  return data.items.length > 0 ? <HolderActions passportId={passport.passportId} state={passport.state} /> : null
}

export function Page() {
  const t = useMessages('passports')
  const { day } = useFormat()
  const me = useMe()
  const { passportId } = route.useParams()
  const passport = useRead('getPassport', { passportId })
  const { content, version, issuedAt } = passport.current
  return (
    <Frame>
      <PageHeading title={content.product} lead={`${t('page.title', { number: passport.passportId })} · ${t('as-of', { day: day(issuedAt), version })}`} />
      <div className={classes.headline} data-state={passport.state}>
        {content.isSimulated ? <p className={classes.simulated}>{t('simulated')}</p> : null}
        <p className={classes.state}>
          {t(`state.${passport.state}`)}
          {passport.stateReason === null ? null : ` ${t('state.since', { day: day(passport.stateAt), reason: t.has(`cause.${passport.stateReason}`) ? t(`cause.${passport.stateReason}` as 'cause.link-made') : passport.stateReason })}`}
        </p>
        <PassportFigures content={content} />
      </div>
      {content.description === null ? null : <p>{content.description}</p>}
      <section className={classes.section} aria-labelledby="origins">
        <h2 id="origins">{t('origins')}</h2>
        <PassportOrigins origins={content.origins} />
      </section>
      <section className={classes.section} aria-labelledby="product">
        <h2 id="product">{t('facts')}</h2>
        <Product content={content} />
      </section>
      <Versions passport={passport} />
      <Label address={passport.address} />
      <Group className={classes.screen}>
        <Button component="a" href={linkTo('printPassport', { passportId, language: t.language })}>
          {t('pdf')}
        </Button>
        <Button variant="default" onClick={printLabel}>
          {t('label.print')}
        </Button>
      </Group>
      {holdsRole(me, 'site-owner', 'partner') ? <Holder passport={passport} /> : null}
      <p className={classes.quiet}>{t('scope')}</p>
      <p className={classes.quiet}>
        <Link to="/evidence-packs">{t('pack.check.title')}</Link>
      </p>
    </Frame>
  )
}
