// A range as a bar from zero: solid to what is sure, hatched to what is possible. The numbers stand beside it in words.
import classes from './figures.module.css'

type Props = { readonly low: number; readonly high: number; readonly most: number }

export function RangeBar({ low, high, most }: Props) {
  const share = (value: number): string => `${most > 0 ? (value / most) * 100 : 0}%`
  return (
    <span className={classes.rangeBar} aria-hidden>
      <span style={{ width: share(low) }} data-part="low" />
      <span style={{ width: share(high - low) }} data-part="high" />
    </span>
  )
}
