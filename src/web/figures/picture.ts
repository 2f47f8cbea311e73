// A chart as a file that stands alone: the styles of the page are written into the copy, so that it looks the same
// anywhere.
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'paint-order',
  'font-size',
  'font-weight',
  'font-family',
  'font-variant-numeric',
  'opacity',
] as const

/** The SVG text of a chart with a title and a line that says where it comes from. */
export function svgText(chart: SVGSVGElement, title: string, source: string): string {
  const copy = chart.cloneNode(true) as SVGSVGElement
  const [from, to] = [
    [chart, ...chart.querySelectorAll('*')],
    [copy, ...copy.querySelectorAll('*')],
  ]
  from.forEach((element, index) => {
    const style = getComputedStyle(element)
    const target = to[index] as SVGElement
    target.removeAttribute('class')
    target.removeAttribute('aria-hidden')
    target.setAttribute('style', STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'))
  })
  const { width, height } = chart.viewBox.baseVal
  const space = 48
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('viewBox', `0 -24 ${width} ${height + space}`)
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height + space))
  const ground = getComputedStyle(document.body).backgroundColor
  const ink = getComputedStyle(document.body).color
  const font = getComputedStyle(document.body).fontFamily
  const add = (
    name: string,
    attributes: Readonly<Record<string, string>>,
    text = '',
    before: Element | null = null,
  ) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    element.textContent = text
    copy.insertBefore(element, before)
  }
  add(
    'rect',
    { x: '0', y: '-24', width: String(width), height: String(height + space), fill: ground },
    '',
    copy.firstElementChild,
  )
  add('text', { x: '4', y: '-6', fill: ink, 'font-family': font, 'font-size': '14', 'font-weight': '600' }, title)
  add('text', { x: '4', y: String(height + 14), fill: ink, 'font-family': font, 'font-size': '10' }, source)
  return new XMLSerializer().serializeToString(copy)
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export const saveSvg = (text: string, name: string): void =>
  save(new Blob([text], { type: 'image/svg+xml' }), `${name}.svg`)

/** Twice the size on screen, sharp in print. @throws Error where the browser cannot draw it */
export async function savePng(text: string, name: string): Promise<void> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: image.width * 2, height: image.height * 2 })
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('the picture could not be drawn')
  save(blob, `${name}.png`)
}
