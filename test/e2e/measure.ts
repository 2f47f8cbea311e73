// What a page must not show, measured in the browser: messages without words, what reaches beyond the screen, targets too
// small to hit.
import type { Page } from 'playwright-core'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export const languages = join(import.meta.dirname, '..', '..', 'languages')
const folder = join(languages, 'en')
/** A message that is missing shows its key; a value that is missing leaves its braces. */
const KEYS = readdirSync(folder).flatMap((name) => Object.keys(JSON.parse(readFileSync(join(folder, name), 'utf8')) as object)).filter((key) => key.includes('.'))

export const wordless = (page: Page): Promise<string[]> => page.evaluate((keys) => {
  const known = new Set(keys)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest('script, style, code, body [lang="en"], dt') === null ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT)
  const texts: string[] = [document.title]
  while (walker.nextNode()) texts.push(walker.currentNode.textContent ?? '')
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) texts.push(element.getAttribute(name) ?? '')
  }
  return texts.map((text) => text.trim()).filter((text) => text.split(/\s+/).some((word) => known.has(word.replace(/[,;:!?…]$/, ''))) || /\{\w+(, \w+)?/.test(text))
}, KEYS)

/** What reaches beyond the screen, itself not inside a part that scrolls. */
export const overflowing = (page: Page): Promise<string[]> => page.evaluate(() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  const isInside = (element: Element): boolean => {
    for (let parent = element.parentElement; parent !== null && parent !== document.body; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowX !== 'visible') return true
    }
    return false
  }
  return [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > width + 1 && !isInside(element))
    .slice(0, 3).map((element) => `${element.outerHTML.slice(0, 120)} ends at ${Math.round(element.getBoundingClientRect().right)} of ${width}`)
    .concat(`the page is ${document.documentElement.scrollWidth} wide`)
})

/** Targets smaller than 24 px that have another target within 24 px, and stand in no sentence (2.5.8 with its exceptions). */
export const smallTargets = (page: Page) => page.evaluate(() => {
  const targets = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [role="button"], [role="switch"], [role="menuitem"]')]
    .map((element) => {
      const label = element instanceof HTMLInputElement && element.labels?.length ? element.labels[0]! : undefined
      const boxes = [element, label].flatMap((one) => one === undefined ? [] : [one.getBoundingClientRect()])
      const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))]
      const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))]
      return { element, left, top, width: right - left, height: bottom - top }
    })
    .filter(({ element, width, height }) => width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden' && element.checkVisibility({ opacityProperty: true }))
  const isInSentence = (element: HTMLElement): boolean => {
    const block = element.closest('p, li, dd, td, th, figcaption, blockquote, small, div')
    return getComputedStyle(element).display === 'inline' && block !== null && (block.textContent ?? '').trim().length > (element.textContent ?? '').trim().length + 1
  }
  return targets.filter(({ element, width, height, left, top }) => {
    if (width >= 23.5 && height >= 23.5 || isInSentence(element)) return false
    const [x, y] = [left + width / 2, top + height / 2]
    return targets.some((other) => other.element !== element && !other.element.contains(element) && !element.contains(other.element)
      && Math.max(other.left - x, x - other.left - other.width, 0) ** 2 + Math.max(other.top - y, y - other.top - other.height, 0) ** 2 < 12 ** 2)
  }).map(({ element, width, height }) => `${element.outerHTML.slice(0, 120)} ${Math.round(width)}×${Math.round(height)}`)
})
