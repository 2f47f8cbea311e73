import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inventedAwardId, inventedCaseId, inventedNoticeId, inventedPublicSet, inventedReportId, inventedSite, inventedSiteId } from '#test/published-set.ts'
import { testWorld, type World } from '#test/world.ts'

let world: World
const page = async (path: string, language = 'en') => {
  const response = await world.fetch(path, { headers: { 'accept-language': language } })
  return { status: response.status, text: await response.text() }
}
const pages = ['/awards', `/awards/${inventedAwardId}`, `/summary-reports/${inventedReportId}`, `/letters/${inventedCaseId}`, `/improvement-plans/${inventedCaseId}`, '/assessments']

beforeAll(async () => {
  world = await testWorld({ loadsShipped: true, now: '2026-04-01T12:00:00.000Z' })
  await world.publish(inventedSite())
  await world.publish(inventedPublicSet())
})
afterAll(() => world.close())

describe('a page without a script', () => {
  test('says of an award in its first lines how it stands, and carries it as data', async () => {
    const { status, text } = await page(`/awards/${inventedAwardId}`)
    expect(status).toBe(200)
    const main = text.slice(text.indexOf('<main'))
    expect(main.indexOf('Awarded with condition')).toBeLessThan(700)
    expect(main).toContain('Valid until 14 January 2029')
    expect(main).toContain(`/api/v1/awards/${inventedAwardId}/certificate?language=zh`)
    expect(text).toContain('"@type":"Certification"')
    expect(text).toContain('CertificationActive')
    expect(text).not.toContain('This is not the scheme’s own register')
  })

  test.each(['en', 'es', 'zh', 'fr'])('has a title of its own in %s, one heading, and no message key', async (language) => {
    const titles = new Set<string>()
    for (const path of pages) {
      const { status, text } = await page(path, language)
      expect([path, status]).toEqual([path, 200])
      titles.add(/<title>([^<]*)/.exec(text)![1]!)
      expect(text.match(/<h1>/g)).toHaveLength(1)
      const main = text.slice(text.indexOf('<main'), text.indexOf('</main>')).replace(/<[^>]+>/g, ' ')
      expect(main).not.toMatch(/\b(award|awards|notice|site|fact|column|report|plan|letter|document|assessments|status|clock|extension)\.[a-z-]+\b/)
    }
    expect(titles.size).toBe(pages.length)
  })

  test('shows on the page of the site what was made public of it', async () => {
    const { text } = await page(`/sites/${inventedSiteId}`)
    for (const href of [`/awards/${inventedAwardId}`, `/summary-reports/${inventedReportId}`, `/letters/${inventedCaseId}`, `/improvement-plans/${inventedCaseId}`]) expect(text).toContain(`href="${href}"`)
    expect(text).toContain('Self-assessment: from 3 August 2025 to 3 September 2025')
    expect((await page(`/sites/${inventedSiteId}?asOf=2025-09-01`)).text).toContain(`href="/concerns/${inventedNoticeId}"`)
  })

  test('answers 404 for what was not public, and escapes what it is asked for', async () => {
    for (const path of ['/awards/awd_none', `/awards/${inventedAwardId}?asOf=2025-01-01`, '/letters/none', '/summary-reports/%3Cscript%3E', '/improvement-plans/..%2f..']) {
      const { status, text } = await page(path)
      expect([path, status]).toEqual([path, 404])
      expect(text).not.toContain('<script>alert')
    }
    expect((await page('/awards?q=%3Cscript%3Ealert(1)%3C/script%3E')).text).not.toContain('<script>alert')
  })
})
