// Where something is missing or refused, a page says what, and where to go.
import { expect, inject } from 'vitest'
import { journey, open, settled } from './visit.ts'

journey('says that there is no such page, with status 404, and leads on', async ({ visit }) => {
  const page = await visit({ at: '/statuses', expected: /404|422|Problem: / })
  for (const path of ['/no/such/page', '/sites/CHL-0000000', '/organisations/org_nobody', '/standards/none/1.0']) {
    const response = await page.goto(path)
    expect(response!.status(), path).toBe(404)
    await settled(page)
    expect((await page.locator('h1').innerText()).length, path).toBeGreaterThan(5)
    expect(await page.getByRole('main').getByRole('link').count(), path).toBeGreaterThan(0)
  }
  await open(page, '/no/such/page')
  await page.getByRole('link', { name: 'Find a site in the list' }).click()
  await page.getByRole('heading', { level: 1, name: 'Registry of sites' }).waitFor()
})

journey('gives each problem a page, named by what the API answers', async ({ visit }) => {
  const page = await visit({ at: '/statuses', expected: /404/ })
  const answer = await fetch(`${inject('served').url}/api/v1/sites?limit=none`)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  const problem = await answer.json() as { type: string; title: string; detail: string }
  await page.goto(problem.type)
  expect(await page.locator('h1').innerText()).toContain(problem.title)
  await page.goto('/problems')
  expect(await page.getByRole('link').count()).toBeGreaterThan(20)
})

journey('says so when the server does not answer, and goes on when it does', async ({ visit }) => {
  const page = await visit({ at: '/statuses', expected: /ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)|Unable to preload/ })
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Partners' }).hover()
  await settled(page)
  await page.context().setOffline(true)
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Registry' }).click()
  await page.getByRole('heading', { name: /did not answer|could not be/i }).or(page.getByText(/did not answer|could not be/i)).first().waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('status').filter({ hasText: /sites, as of/ }).waitFor()
})

journey('the API reference and its words open without another host', async ({ visit }) => {
  const page = await visit({ at: '/statuses' })
  await page.goto('/docs')
  expect(await page.locator('h1').innerText()).toMatch(/API/)
  expect(await page.getByText('/api/v1/sites').count()).toBeGreaterThan(0)
})
