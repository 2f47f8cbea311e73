// The flow of metal into a lot: origins at the left, the lot at the right, widths by share; and the same as a table.
import { useQuery } from '@tanstack/react-query'
import { sankey, sankeyLinkHorizontal } from 'd3-sankey'
import { call, type Result } from '../api/client.ts'
import { useLanguage } from '../messages/language.ts'
import { useMessages } from '../messages/use-messages.ts'
import { PlainTable } from '../ui/plain-table.tsx'
import { ProblemText } from '../ui/problem-text.tsx'
import { leastOf, useAnswerWords } from './answer-words.ts'
import { linesOf } from './flow-name.ts'
import classes from './lots.module.css'

type Flow = Result<'getLotFlow'>
type Stop = { readonly id: string; readonly name: string; readonly kind: string }
type Ribbon = { readonly source: string; readonly target: string; readonly value: number; readonly isBanded: boolean; readonly title: string }

const WIDTH = 860
const LABEL_HEIGHT = 36
/** From one column to the next: a name has its place between them. */
const COLUMN_WIDTH = 215
/** The name at the right end stands before its column, in the place of the one before. */
const LAST_NAME_WIDTH = 80
/** Ribbons beyond these are in the table only. */
const MOST_RIBBONS = 150

function useNames(flow: Flow): ReadonlyMap<string, string> {
  const t = useMessages('lots')
  const words = useAnswerWords()
  return new Map(
    flow.nodes.map(({ id, kind, label }) => [
      id,
      label.kind === 'lot' ? label.lotId.slice(label.lotId.indexOf(':') + 1)
        : label.kind === 'place' ? t('flow.place', { name: label.name ?? label.siteId, stage: t(`material.${label.stage}`) })
          : kind === 'hand-over' ? t('flow.hand-over') : words.origin(label),
    ]),
  )
}

function Drawing({ flow, names }: { readonly flow: Flow; readonly names: ReadonlyMap<string, string> }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const widest = [...flow.links].sort((a, b) => leastOf(b.share) - leastOf(a.share)).slice(0, MOST_RIBBONS)
  const links: Ribbon[] = widest.map(({ from, to, share }) => ({
    source: from, target: to, value: Math.max(0.004, share.state === 'exact' ? share.share : (share.from + share.to) / 2), isBanded: share.state === 'banded', title: `${names.get(from)} → ${names.get(to)}: ${words.share(share)}`,
  }))
  const used = new Set(links.flatMap(({ source, target }) => [source, target]))
  const nodes: Stop[] = flow.nodes.filter(({ id }) => used.has(id)).map(({ id, kind }) => ({ id, kind, name: names.get(id) ?? '' }))
  // Room for a label at every node of the fullest column, so that thin ribbons do not put one name upon another.
  const columns = new Map<number, number>()
  for (const { id, depth } of flow.nodes) if (used.has(id)) columns.set(depth, (columns.get(depth) ?? 0) + 1)
  const width = Math.max(WIDTH, columns.size * COLUMN_WIDTH)
  const height = Math.max(220, Math.max(0, ...columns.values()) * LABEL_HEIGHT)
  const drawn = sankey<Stop, Ribbon>().nodeId(({ id }) => id).nodeWidth(12).nodePadding(LABEL_HEIGHT / 2).extent([[4, 10], [width - 4, height - 10]])({ nodes: nodes.map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) })
  const ribbon = sankeyLinkHorizontal<Stop, Ribbon>()
  const lastDepth = Math.max(...drawn.nodes.map(({ depth }) => depth ?? 0))
  const gap = (width - 20) / Math.max(1, lastDepth)
  return (
    <div className={classes.flowFrame} role="region" aria-label={t('flow')} tabIndex={0}>
      <svg className={classes.flow} viewBox={`0 0 ${width} ${height}`} style={{ minWidth: `${Math.round(width * 0.86)}px` }} role="img" aria-label={t('flow')}>
        {drawn.links.map((link, index) => (
          <path key={index} className={`${classes.flowLink} ${link.isBanded ? classes.flowLinkBanded : ''}`} d={ribbon(link) ?? ''} strokeWidth={Math.max(1, link.width ?? 1)}>
            <title>{link.title}</title>
          </path>
        ))}
        {drawn.nodes.map((node) => {
          const [isLast, isBeforeLast] = [node.depth === lastDepth, node.depth === lastDepth - 1]
          const lines = linesOf(node.name, gap - 20 - (isBeforeLast ? LAST_NAME_WIDTH : 0))
          const x = isLast ? (node.x0 ?? 0) - 6 : (node.x1 ?? 0) + 6
          return (
            <g key={node.id}>
              <title>{node.name}</title>
              <rect className={node.kind === 'origin' ? classes.flowOrigin : classes.flowNode} x={node.x0} y={node.y0} width={(node.x1 ?? 0) - (node.x0 ?? 0)} height={Math.max(2, (node.y1 ?? 0) - (node.y0 ?? 0))} />
              <text y={((node.y0 ?? 0) + (node.y1 ?? 0)) / 2} dominantBaseline="middle" textAnchor={isLast ? 'end' : 'start'}>
                {lines.map((line, index) => <tspan key={index} x={x} dy={index === 0 ? `${(1 - lines.length) * 0.55}em` : '1.1em'}>{line}</tspan>)}
              </text>
            </g>
          )
        })}
      </svg>
    </div>
  )
}

export function LotFlow({ lotId, asOf, knownAt }: { readonly lotId: string; readonly asOf: string | undefined; readonly knownAt: string | undefined }) {
  const t = useMessages('lots')
  const words = useAnswerWords()
  const read = useQuery({
    queryKey: ['getLotFlow', lotId, asOf ?? '', knownAt ?? '', useLanguage()],
    queryFn: ({ signal }) => call('getLotFlow', { lotId, ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) }, { signal }),
  })
  const names = useNames(read.data ?? { nodes: [], links: [], versions: { logPosition: 0, factorVersion: '', engineVersion: '' } })
  if (read.data === undefined) return read.error === null ? <p role="status">{t('loading')}</p> : <ProblemText error={read.error} />
  return (
    <>
      {read.data.links.length === 0 ? null : <Drawing flow={read.data} names={names} />}
      <details>
        <summary>{t('flow.table')}</summary>
        <PlainTable label={t('flow.table')}>
          <thead>
            <tr>
              <th scope="col">{t('column.from')}</th>
              <th scope="col">{t('column.to')}</th>
              <th scope="col">{t('column.share')}</th>
            </tr>
          </thead>
          <tbody>
            {read.data.links.map((link, index) => (
              <tr key={index}>
                <td>{names.get(link.from)}</td>
                <td>{names.get(link.to)}</td>
                <td className="numeric">{words.share(link.share)}</td>
              </tr>
            ))}
          </tbody>
        </PlainTable>
      </details>
    </>
  )
}
