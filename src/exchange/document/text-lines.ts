// Text into lines: runs of one font, broken where a line may be broken. Latin breaks at spaces, Chinese between any two
// characters but never before a closing mark or after an opening one; a word longer than its line is broken inside.
import type { Font } from './font.ts'

export type Run = { readonly font: Font; readonly text: string }
export type Line = readonly Run[]
export type Measure = (run: Run) => number

const WIDE = /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]|[\u{20000}-\u{3FFFF}]/u
const NEVER_FIRST = /^[、。，．：；！？）》」』】〕〉”’％%)\],.;:!?]/u
const NEVER_LAST = /[（《「『【〔〈“‘([]$/u

/** Pieces between which a line may end; a space stays with what stands before it. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (const word of text.match(/\S+\s*|\s+/gu) ?? []) {
    for (const part of word.match(/[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]\s*|[\u{20000}-\u{3FFFF}]\s*|[^\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]+/gu) ?? []) {
      const last = pieces.at(-1)
      const sticks = last !== undefined && !/\s$/.test(last) && (NEVER_FIRST.test(part) || NEVER_LAST.test(last) || (!WIDE.test(last.at(-1)!) && !WIDE.test(part[0]!)))
      if (sticks) pieces[pieces.length - 1] = last + part
      else pieces.push(part)
    }
  }
  return pieces
}

/** @param fontFor the font that draws a character */
export function runsOf(text: string, fontFor: (codePoint: number) => Font): Run[] {
  const runs: { font: Font; text: string }[] = []
  for (const character of text) {
    const last = runs.at(-1)
    const font = /\s/.test(character) && last !== undefined ? last.font : fontFor(character.codePointAt(0)!)
    if (last?.font === font) last.text += character
    else runs.push({ font, text: character })
  }
  return runs
}

const widthOf = (runs: readonly Run[], measure: Measure): number => runs.reduce((sum, run) => sum + measure(run), 0)

/**
 * A line is as wide as its pieces together, so that a long text is measured once and not once a line.
 * @returns one line at least, however empty the text is
 */
export function linesOf(text: string, width: number, fontFor: (codePoint: number) => Font, measure: Measure): Line[] {
  const measured = (part: string): number => widthOf(runsOf(part, fontFor), measure)
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let [line, used] = ['', 0]
    for (const piece of piecesOf(paragraph)) {
      // The space at the end of a line may stand out of it.
      if (used + measured(piece.trimEnd()) <= width) { line += piece; used += measured(piece); continue }
      if (line !== '') lines.push(line)
      line = piece
      while (line.length > 1 && measured(line.trimEnd()) > width) {
        const fitting = longestFitting(line, width, measured)
        lines.push(fitting)
        line = line.slice(fitting.length)
      }
      used = measured(line)
    }
    lines.push(line)
  }
  return lines.map((line) => runsOf(line, fontFor))
}

function longestFitting(text: string, width: number, measured: (part: string) => number): string {
  let [low, high] = [1, text.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (measured(text.slice(0, middle)) <= width) low = middle
    else high = middle - 1
  }
  // Never through a character that takes two code units.
  const cut = text.slice(0, low)
  return cut.isWellFormed() || low === 1 ? cut : text.slice(0, low - 1)
}
