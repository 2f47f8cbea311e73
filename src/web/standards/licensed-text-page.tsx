// The licensed text of a standard, for the operator: a sheet to fill in and load, or one text at a time. What is not
// marked public is shown to the operator alone.
import { Button, NativeSelect } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { linkTo, upload } from '../api/client.ts'
import { useLooseRead, useRead } from '../api/reads.ts'
import { NeedsOperator } from '../account/needs-operator.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { useMessages } from '../messages/use-messages.ts'
import { Empty } from '../ui/empty.tsx'
import { FileDrop } from '../ui/file-drop.tsx'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { TextForm, type Place, type Text } from './licensed-text-form.tsx'
import classes from './standards.module.css'

const route = getRouteApi('/standards/$standard/$version/licensed-text')

function useTexts(place: Place, textLanguage: string) {
  const read = useLooseRead('listLicensedText', { ...place, textLanguage, limit: 1000 })
  const client = useQueryClient()
  return {
    ...read,
    again: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === 'listLicensedText' || queryKey[0] === 'getCriterion',
      }),
  }
}

function SheetLoading({
  place,
  tongue,
  onLoaded,
}: {
  readonly place: Place
  readonly tongue: string
  readonly onLoaded: () => void
}) {
  const t = useMessages('standards')
  const load = useMutation({
    mutationFn: (file: File) => upload('importLicensedText', { ...place, filename: file.name }, file),
    onSuccess: onLoaded,
  })
  return (
    <section aria-labelledby="sheet">
      <h2 id="sheet">{t('texts.sheet')}</h2>
      <p className={classes.lead}>{t('texts.sheet.meaning')}</p>
      <div className={classes.row}>
        <Button
          component="a"
          variant="default"
          download
          href={linkTo('getLicensedTextTemplate', { ...place, textLanguage: tongue })}
          leftSection={<IconDownload size={16} aria-hidden />}>
          {t('texts.template')}
        </Button>
      </div>
      <FileDrop
        label={t('texts.drop')}
        accept=".xlsx,.csv"
        isBusy={load.isPending}
        onFile={(file) => load.mutate(file)}
      />
      <ProblemText error={load.error} />
      {load.data === undefined ? null : <p role="status">{t('texts.loaded', { ...load.data })}</p>}
    </section>
  )
}

function LoadedTexts({
  items,
  titles,
}: {
  readonly items: readonly Text[]
  readonly titles: ReadonlyMap<string, string>
}) {
  const t = useMessages('standards')
  return (
    <PlainTable label={t('texts.loaded-list', { count: items.length })}>
      <thead>
        <tr>
          <th scope="col">{t('criterion.name')}</th>
          <th scope="col">{t('texts.part')}</th>
          <th scope="col">{t('texts.key')}</th>
          <th scope="col">{t('texts.text')}</th>
          <th scope="col">{t('texts.seen-by')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((text) => (
          <tr key={`${text.criterion} ${text.part} ${text.key}`}>
            <th scope="row">{titles.get(text.criterion) ?? text.criterion}</th>
            <td>{t(`part.${text.part}`)}</td>
            <td>{text.key}</td>
            <td lang={text.language}>{text.text.length > 160 ? `${text.text.slice(0, 160)}…` : text.text}</td>
            <td>{t(text.isPublic ? 'texts.everyone' : 'texts.operator-only')}</td>
          </tr>
        ))}
      </tbody>
    </PlainTable>
  )
}

function Editor({ place }: { readonly place: Place }) {
  const t = useMessages('standards')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const standard = useRead('getStandard', { ...place, language: t.language })
  const tongue = search.tongue ?? standard.languages[0]?.language ?? 'en'
  const texts = useTexts(place, tongue)
  const items = texts.data?.items ?? []
  const again = () => void texts.again()
  const names = new Intl.DisplayNames(t.language, { type: 'language' })
  const titles = new Map(
    standard.criteria.map((criterion) => [criterion.slug, `${criterion.number}. ${criterion.title}`]),
  )
  return (
    <>
      <NativeSelect
        label={t('texts.language')}
        value={tongue}
        maw={280}
        data={[...new Set([tongue, 'en', 'es', 'zh', 'fr'])].map((tag) => ({
          value: tag,
          label: names.of(tag) ?? tag,
        }))}
        onChange={(event) => {
          const value = event.currentTarget.value
          void navigate({ search: { tongue: value }, replace: true })
        }}
      />
      <SheetLoading place={place} tongue={tongue} onLoaded={again} />
      <h2>{t('texts.one')}</h2>
      <TextForm
        key={tongue}
        place={place}
        tongue={tongue}
        standing={items}
        criteria={standard.criteria}
        levels={standard.ratingScale.levels}
        onSaved={again}
      />
      <h2>{t('texts.loaded-list', { count: items.length })}</h2>
      {items.length === 0 ? (
        <Empty title={t('texts.none')}>
          <p>{t('texts.none.next')}</p>
        </Empty>
      ) : (
        <LoadedTexts items={items} titles={titles} />
      )}
    </>
  )
}

export function Page() {
  const t = useMessages('standards')
  const params = route.useParams()
  return (
    <Frame>
      <p className={classes.trail}>
        <Link to="/standards">{t('title')}</Link> ›{' '}
        <Link to="/standards/$standard/$version" params={params}>
          {params.standard} {params.version}
        </Link>
      </p>
      <PageHeading title={t('texts.page')} lead={t('texts.lead')} />
      <NeedsOperator>
        <Editor place={params} />
      </NeedsOperator>
    </Frame>
  )
}
