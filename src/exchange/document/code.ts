// A QR code (ISO/IEC 18004) as dark squares, drawn as vectors in print and on the screen alike.
import newCode from 'qrcode-generator'

export type Code = { readonly size: number; readonly rows: readonly (readonly boolean[])[] }

export function codeOf(text: string): Code {
  const code = newCode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  return { size, rows: Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => code.isDark(row, column))) }
}

/** Dark runs of each row: fewer shapes than squares, and no hairlines between them. */
export const barsOf = ({ rows }: Code): { x: number; y: number; width: number }[] => rows.flatMap((row, y) => {
  const bars: { x: number; y: number; width: number }[] = []
  for (const [x, isDark] of row.entries()) {
    const last = bars.at(-1)
    if (!isDark) continue
    if (last !== undefined && last.x + last.width === x) last.width += 1
    else bars.push({ x, y, width: 1 })
  }
  return bars
})

/** The path of an SVG of `size` + 8 units: four light squares around it, as the code asks for. */
export const pathOf = (code: Code): string => barsOf(code).map(({ x, y, width }) => `M${x + 4} ${y + 4}h${width}v1h-${width}z`).join('')
