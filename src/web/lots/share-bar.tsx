// A share as a bar from zero to the whole, with whiskers for its range; a band is dashed. Its words stand beside it.
import type { Share } from './answer-words.ts'
import classes from './lots.module.css'

const WIDTH = 200
const at = (share: number): number => share * WIDTH

export function ShareBar({ share }: { readonly share: Share }) {
  const isBanded = share.state === 'banded'
  return (
    <svg className={classes.bar} viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" aria-hidden="true">
      <rect className={classes.track} x="0.5" y="4.5" width={WIDTH - 1} height="11" vectorEffect="non-scaling-stroke" />
      {isBanded ? (
        <rect className={classes.band} x={at(share.from)} y="5" width={Math.max(1, at(share.to - share.from))} height="10" vectorEffect="non-scaling-stroke" />
      ) : (
        <>
          <rect className={classes.fill} x="0" y="5" width={at(share.share)} height="10" />
          {share.high - share.low > 1e-9 ? (
            <path className={classes.whisker} vectorEffect="non-scaling-stroke" d={`M${at(share.low)} 10H${at(share.high)}M${at(share.low)} 3V17M${at(share.high)} 3V17`} />
          ) : null}
        </>
      )}
    </svg>
  )
}
