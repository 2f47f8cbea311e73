// The emission curve as a picture: bars in order of intensity, mean and deciles, awards in copper, a lane below that
// shows the quality of every figure. Pointer and arrow keys walk the bars; what they find is shown and said.
import { useElementSize } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState, type KeyboardEvent, type PointerEvent, type Ref } from 'react'
import { useMessages } from '../messages/use-messages.ts'
import { useFormat } from '../ui/format.ts'
import { barAt, HEIGHT, LANE, layoutOf, MARGIN, stepTo, type Bar, type Curve, type Layout } from './curve-layout.ts'
import { Patterns, useFills, type Fills } from './curve-patterns.tsx'
import { useCurveWords, type CurveWords } from './curve-words.ts'
import classes from './curve-chart.module.css'

const LEAST_WIDTH = 620
/** A name stands upright over its bar where the bar is this wide. */
const NAME_FROM = 11

export function CurveChart({
  curve,
  svg,
  label,
}: {
  readonly curve: Curve
  readonly svg: Ref<SVGSVGElement>
  readonly label: string
}) {
  const t = useMessages('figures')
  const words = useCurveWords(curve)
  const navigate = useNavigate()
  const { ref, width: free } = useElementSize()
  const [active, setActive] = useState<number>()
  const fills = useFills()
  const help = useId()
  const layout = layoutOf(curve, Math.max(free, LEAST_WIDTH))
  const bar = active === undefined ? undefined : curve.bars[active]
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return setActive(undefined)
    if (event.key === 'Enter' && bar?.isNamed && bar.siteId !== null)
      return void navigate({ to: '/sites/$siteId', params: { siteId: bar.siteId } })
    const goal = stepTo(event.key, active, curve.bars.length)
    if (goal === undefined) return undefined
    event.preventDefault()
    setActive(goal)
    return undefined
  }
  const onPoint = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    setActive(barAt(curve, layout, (event.clientX - box.left) * (layout.width / box.width)))
  }
  return (
    <div className={classes.frame} ref={ref}>
      <div
        className={classes.walk}
        role="application"
        aria-roledescription={t('curve.role')}
        aria-label={label}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={onKey}
        onBlur={() => setActive(undefined)}>
        <svg
          ref={svg}
          width={layout.width}
          height={HEIGHT}
          viewBox={`0 0 ${layout.width} ${HEIGHT}`}
          className={classes.chart}
          aria-hidden
          onPointerMove={onPoint}
          onPointerDown={onPoint}
          onPointerLeave={() => setActive(undefined)}>
          <Patterns id={fills.id} />
          <Axes curve={curve} layout={layout} words={words} />
          {curve.bars.map((one, index) => (
            <BarShape key={one.rank} bar={one} layout={layout} fills={fills} isActive={index === active} />
          ))}
          {curve.bars.map((one) => (
            <Name key={one.rank} bar={one} layout={layout} />
          ))}
          <Beside curve={curve} layout={layout} fills={fills} />
          <Means curve={curve} layout={layout} />
        </svg>
        {bar === undefined ? null : <Tip bar={bar} layout={layout} words={words} />}
      </div>
      <p className="visually-hidden" aria-live="polite">
        {bar === undefined ? '' : words.sentence(bar, curve.bars.length)}
      </p>
      <p id={help} className={classes.help}>
        {t('curve.keys')}
      </p>
    </div>
  )
}

function BarShape({
  bar,
  layout: { x, y, base },
  fills,
  isActive,
}: {
  readonly bar: Bar
  readonly layout: Layout
  readonly fills: Fills
  readonly isActive: boolean
}) {
  const left = x(bar.x0)
  const width = Math.max(0.4, x(bar.x1) - left)
  const top = y(bar.intensity)
  return (
    <>
      <rect
        x={left}
        y={top}
        width={width}
        height={base - top}
        className={classes.bar}
        data-award={bar.award}
        data-active={isActive || undefined}
        style={{ fill: fills.bar(bar) }}
      />
      <rect
        x={left}
        y={base + 4}
        width={width}
        height={LANE}
        style={{ fill: fills.quality(bar.quality) }}
        className={classes.lane}
      />
      {bar.award === 'surely' ? (
        <rect x={left} y={base + 4 + LANE + 3} width={width} height={4} className={classes.copper} />
      ) : null}
    </>
  )
}

function Name({ bar, layout: { x, y } }: { readonly bar: Bar; readonly layout: Layout }) {
  const width = x(bar.x1) - x(bar.x0)
  if (!bar.isNamed || width < NAME_FROM) return null
  const [left, top] = [x(bar.x0) + width / 2 + 4, y(bar.intensity) - 6]
  return (
    <text x={left} y={top} transform={`rotate(-90 ${left} ${top})`} className={classes.barName}>
      {bar.name.length > 22 ? `${bar.name.slice(0, 21)}…` : bar.name}
    </text>
  )
}

function Axes({
  curve,
  layout: { x, y, base, width, xTicks, yTicks },
  words,
}: {
  readonly curve: Curve
  readonly layout: Layout
  readonly words: CurveWords
}) {
  const t = useMessages('figures')
  const { number } = useFormat()
  const end = x(curve.total.outputTonnes)
  return (
    <>
      {yTicks.map((tick) => (
        <g key={tick}>
          <line
            x1={MARGIN.left}
            x2={tick === 0 ? width - MARGIN.right : end}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? classes.axis : classes.grid}
          />
          <text x={MARGIN.left - 6} y={y(tick) + 4} textAnchor="end" className={classes.tick}>
            {number(tick, 2)}
          </text>
        </g>
      ))}
      {xTicks.map((tick) => (
        <text
          key={tick}
          x={x(tick)}
          y={base + LANE + 28}
          textAnchor={tick === 0 ? 'start' : 'middle'}
          className={classes.tick}>
          {number(tick / 1e6, 2)}
        </text>
      ))}
      <text x={4} y={14} className={classes.axisName}>
        {words.unit}, {t(`scope.${curve.scope}`)}
      </text>
      <text x={MARGIN.left} y={HEIGHT - 8} className={classes.axisName}>
        {t('curve.x', { symbol: words.symbol })}
      </text>
    </>
  )
}

/** The deciles that are named; all of them stand in the table. */
const NAMED_DECILES: readonly number[] = [1, 5, 9]

function Means({ curve, layout: { x, y, beside } }: { readonly curve: Curve; readonly layout: Layout }) {
  const t = useMessages('figures')
  const { number, percent } = useFormat()
  const end = x(curve.total.outputTonnes)
  return (
    <>
      {curve.deciles.map(({ decile, outputTonnes, intensity }) => (
        <g key={decile}>
          <circle cx={x(outputTonnes)} cy={y(intensity)} r={3} className={classes.decile} />
          {NAMED_DECILES.includes(decile) ? (
            <g>
              <line
                x1={x(outputTonnes)}
                x2={x(outputTonnes)}
                y1={22 + 15 * NAMED_DECILES.indexOf(decile)}
                y2={y(intensity) - 3}
                className={classes.lead}
              />
              <text
                x={x(outputTonnes) - 4}
                y={32 + 15 * NAMED_DECILES.indexOf(decile)}
                textAnchor={decile === 1 ? 'start' : 'end'}
                dx={decile === 1 ? 8 : 0}
                className={classes.note}>
                {t('curve.decile', { share: percent(decile / 10, 0), value: number(intensity, 2) })}
              </text>
            </g>
          ) : null}
        </g>
      ))}
      {curve.mean === null ? null : (
        <>
          <line
            x1={MARGIN.left}
            x2={beside === null ? end : beside.x}
            y1={y(curve.mean)}
            y2={y(curve.mean)}
            className={classes.mean}
          />
          <text
            x={beside === null ? end - 6 : beside.x + 6}
            y={y(curve.mean) + 4}
            textAnchor={beside === null ? 'end' : 'start'}
            className={classes.meanName}>
            {t('curve.mean', { value: number(curve.mean, 2) })}
          </text>
        </>
      )}
    </>
  )
}

function Beside({
  curve,
  layout: { base, beside },
  fills,
}: {
  readonly curve: Curve
  readonly layout: Layout
  readonly fills: Fills
}) {
  const t = useMessages('figures')
  if (beside === null) return null
  const middle = beside.x + beside.width / 2 + 4
  const y = base - 12
  return (
    <>
      <rect
        x={beside.x}
        y={MARGIN.top}
        width={beside.width}
        height={base - MARGIN.top}
        style={{ fill: fills.missing }}
        className={classes.beside}
      />
      {beside.width < 16 ? null : (
        <text x={middle} y={y} transform={`rotate(-90 ${middle} ${y})`} className={classes.besideName}>
          {t('curve.beside', { count: curve.withoutFigure.length })}
        </text>
      )}
    </>
  )
}

function Tip({ bar, layout, words }: { readonly bar: Bar; readonly layout: Layout; readonly words: CurveWords }) {
  const middle = (layout.x(bar.x0) + layout.x(bar.x1)) / 2
  const isRight = middle > layout.width / 2
  return (
    <div
      className={classes.tip}
      aria-hidden
      style={isRight ? { right: layout.width - middle + 12 } : { left: middle + 12 }}>
      <strong>{words.name(bar)}</strong>
      {words.lines(bar).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}
