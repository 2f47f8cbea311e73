// The shapes of `ui/status-mark.tsx`, drawn once more for the map: a canvas knows no CSS.
import type { Status } from '../ui/status-mark.tsx'
import { COLOURS, type Scheme } from './map-style.ts'

const SIDE = 48
const MIDDLE = SIDE / 2
const RADIUS = 12

type Pen = OffscreenCanvasRenderingContext2D

function disc(pen: Pen, radius: number, fill: string): void {
  pen.beginPath()
  pen.arc(MIDDLE, MIDDLE, radius, 0, 2 * Math.PI)
  pen.fillStyle = fill
  pen.fill()
}

function ring(pen: Pen, radius: number, dash: number[] = []): void {
  pen.beginPath()
  pen.arc(MIDDLE, MIDDLE, radius, 0, 2 * Math.PI)
  pen.setLineDash(dash)
  pen.stroke()
  pen.setLineDash([])
}

function line(pen: Pen, ...points: readonly [number, number][]): void {
  pen.beginPath()
  for (const [x, y] of points) pen.lineTo(MIDDLE + x, MIDDLE + y)
  pen.stroke()
}

/** A line in the colour of the ground, across a disc. */
function cut(pen: Pen, ground: string, width: number, ...points: readonly [number, number][]): void {
  pen.strokeStyle = ground
  pen.lineWidth = width
  line(pen, ...points)
}

type Draw = (pen: Pen, colour: string, ground: string) => void

const struck: Draw = (pen) => {
  ring(pen, RADIUS - 1)
  line(pen, [-RADIUS, RADIUS], [RADIUS, -RADIUS])
}

const SHAPES: Record<Status, Draw> = {
  awarded: (pen, colour) => disc(pen, RADIUS, colour),
  'award-possible': (pen, colour) => {
    ring(pen, RADIUS - 1)
    pen.beginPath()
    pen.arc(MIDDLE, MIDDLE, RADIUS - 1, -Math.PI / 2, Math.PI / 2)
    pen.fillStyle = colour
    pen.fill()
  },
  committed: (pen) => ring(pen, RADIUS - 1),
  'no-award-found': (pen) => ring(pen, RADIUS - 2, [0.2, 6]),
  'live-awarded': (pen, colour, ground) => {
    disc(pen, RADIUS, colour)
    cut(pen, ground, 3, [-6, 0], [-2, 5], [6, -5])
  },
  conditional: (pen) => {
    ring(pen, RADIUS - 1)
    pen.lineWidth = 2.5
    for (const shift of [-4, 0, 4]) line(pen, [shift - 6, shift + 6], [shift + 6, shift - 6])
  },
  suspended: (pen, colour, ground) => {
    disc(pen, RADIUS, colour)
    cut(pen, ground, 5, [-6, 0], [6, 0])
  },
  withdrawn: struck,
  expired: struck,
}

const QUIET: ReadonlySet<Status> = new Set<Status>(['withdrawn', 'expired', 'no-award-found'])

function draw(status: Status, scheme: Scheme, isApproximate: boolean): ImageData {
  const { amber, grey, copper, halo } = COLOURS[scheme]
  const colour = status === 'suspended' ? amber : QUIET.has(status) ? grey : copper
  const pen = new OffscreenCanvas(SIDE, SIDE).getContext('2d')!
  disc(pen, RADIUS + 3, halo)
  pen.strokeStyle = colour
  pen.lineWidth = 3
  pen.lineCap = 'round'
  SHAPES[status](pen, colour, halo)
  if (isApproximate) {
    pen.strokeStyle = grey
    pen.lineWidth = 2
    pen.lineCap = 'butt'
    ring(pen, RADIUS + 7, [5, 4])
  }
  return pen.getImageData(0, 0, SIDE, SIDE)
}

/** Every status by the name that `featuresOf` gives its icon. */
export const iconsFor = (scheme: Scheme): [string, ImageData][] =>
  (Object.keys(SHAPES) as Status[]).flatMap((status): [string, ImageData][] => [
    [`${status} exact`, draw(status, scheme, false)],
    [`${status} approximate`, draw(status, scheme, true)],
  ])
