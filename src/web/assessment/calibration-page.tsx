// How an assessor rates beside peers, criterion by criterion, with n. It tells where to talk to one another.
import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { NeedsAccount } from '../account/needs-account.tsx'
import type { Result } from '../api/client.ts'
import { useLooseRead } from '../api/reads.ts'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { PageHeading } from '../ui/page-heading.tsx'
import { Page as Frame } from '../ui/page.tsx'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import classes from './assessment.module.css'

const route = getRouteApi('/calibration')
type Calibration = Result<'getCalibration'>
type Distribution = NonNullable<Calibration['overall']['own']>

function Shares({ of, levels }: { readonly of: Distribution | null; readonly levels: Calibration['levels'] }) {
  const t = useMessages('assessment')
  if (of === null) return <span className="quiet">{t('calibration.too-few')}</span>
  return <span className="nowrap">{[...levels.map(({ slug, title }) => `${title}: ${of.counts[slug] ?? 0}`), t('calibration.n', { n: of.n })].join(' · ')}</span>
}

function Table({ calibration }: { readonly calibration: Calibration }) {
  const t = useMessages('assessment')
  const { number } = useFormat()
  const rows = [{ criterion: '', title: t('calibration.overall'), ...calibration.overall }, ...calibration.criteria]
  return (
    <>
      <p className="quiet">{t('calibration.meaning', { ratings: calibration.leastRatings, peers: calibration.leastPeers })}</p>
      <PlainTable label={t('calibration.title')}>
        <thead>
          <tr>
            {(['criterion', 'own', 'peers', 'difference', 'standing'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`calibration.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.criterion}>
              <th scope="row">{row.title}</th>
              <td>
                <Shares of={row.own} levels={calibration.levels} />
              </td>
              <td>
                <Shares of={row.peers} levels={calibration.levels} />
              </td>
              <td className="numeric">{row.difference === null ? '–' : number(row.difference, 2)}</td>
              <td>
                <span className={classes.mark} data-tone={row.standing === 'stricter' || row.standing === 'milder' ? 'wait' : undefined}>
                  {t(`calibration.${row.standing}`)}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
    </>
  )
}

function Choice() {
  const t = useMessages('assessment')
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const standards = useLooseRead('listStandards', {})
  const items = standards.data?.items ?? []
  const chosen = items.find((one) => one.standard === search.standard && one.version === search.version) ?? items[0]
  const read = useLooseRead('getCalibration', { standard: chosen?.standard ?? '', version: chosen?.version ?? '', ...(search.person === undefined ? {} : { userId: search.person }) }, chosen !== undefined)
  return (
    <>
      <div className={classes.cells}>
        <NativeSelect
          label={t('matter.standard')}
          value={chosen === undefined ? '' : `${chosen.standard} ${chosen.version}`}
          data={items.map((one) => ({ value: `${one.standard} ${one.version}`, label: `${one.title} ${one.version}` }))}
          onChange={(event) => {
            const [standard, version] = event.currentTarget.value.split(' ')
            void navigate({ search: (before) => ({ ...before, standard: standard!, version: version! }), replace: true })
          }}
        />
        {(read.data?.assessors.length ?? 0) > 1 || search.person !== undefined ? (
          <NativeSelect
            label={t('calibration.person')}
            value={read.data?.userId ?? ''}
            data={[...(read.data?.assessors.some(({ userId }) => userId === read.data?.userId) === false ? [{ value: read.data.userId, label: read.data.name }] : []), ...(read.data?.assessors ?? []).map(({ userId, name, n }) => ({ value: userId, label: `${name} (n = ${n})` }))]}
            onChange={(event) => {
              const person = event.currentTarget.value
              void navigate({ search: (before) => ({ ...before, person }), replace: true })
            }}
          />
        ) : null}
      </div>
      <ProblemText error={standards.error ?? read.error} />
      {read.data === undefined ? null : <Table calibration={read.data} />}
    </>
  )
}

export function Page() {
  const t = useMessages('assessment')
  return (
    <Frame>
      <PageHeading title={t('calibration.title')} lead={t('calibration.lead')} />
      <NeedsAccount roles={['operator', 'assessor', 'lead-assessor']}>
        <Choice />
      </NeedsAccount>
    </Frame>
  )
}
