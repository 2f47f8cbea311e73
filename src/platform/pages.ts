// Every page is sent whole: title, description, canonical address, JSON-LD and a readable summary that needs no script.
// The screens replace the summary when their script has run.
import { html, raw } from 'hono/html'
import { Hono } from 'hono'
import { apiReferencePage, problemPage, problemsPage } from './api-reference.ts'
import type { Assets } from './assets.ts'
import { civilDay } from './clock.ts'
import { bytesOf, failureResponse, headerOf, languageOf, respondKept, type Env, type Kernel } from './http.ts'
import type { Languages } from './languages.ts'
import type { OpenApiDocument } from './openapi.ts'
import { isUnkeptPage } from './page-passport.ts'
import { pageSummary, type PageSummary } from './page-summary.ts'
import { siteIndexOf } from '#src/registry/site-index.ts'
import { sitemapOf } from '#src/registry/sitemap.ts'

const escapeScript = (text: string): string => text.replace(/</g, '\\u003c')

async function document(page: PageSummary, language: string, scheme: string, assets: Assets, demoNotice: string | undefined): Promise<string> {
  const dark = scheme === 'auto' ? '' : ` data-mantine-color-scheme="${scheme}"`
  return String(await html`<!doctype html>
<html lang="${language}"${raw(dark)}${demoNotice === undefined ? '' : raw(' data-demo')}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<meta name="description" content="${page.description}">
<link rel="canonical" href="${page.canonical}">
<meta property="og:title" content="${page.title}">
<meta property="og:description" content="${page.description}">
<meta property="og:url" content="${page.canonical}">
<meta name="color-scheme" content="light dark">
${page.status === 200 ? '' : html`<meta name="robots" content="noindex">`}
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="alternate" type="application/atom+xml" title="Changes" href="/api/v1/feed">
${assets.tags.styles.map((file) => html`<link rel="stylesheet" href="/${file}">`)}
${assets.tags.preloads.map((file) => html`<link rel="modulepreload" href="/${file}">`)}
${page.jsonLd.length === 0 ? '' : html`<script type="application/ld+json">${raw(escapeScript(JSON.stringify(page.jsonLd.length === 1 ? page.jsonLd[0] : page.jsonLd)))}</script>`}
${assets.tags.scripts.map((file) => html`<script type="module" src="/${file}"></script>`)}
</head>
<body>
<div id="root">${demoNotice === undefined ? '' : html`<p><strong>${demoNotice}</strong></p>`}${raw(page.html)}</div>
</body>
</html>
`)
}

const text = (status: number, type: string, body: string) => ({ status, headers: { 'content-type': type }, body: bytesOf(body) })

/** Pages, assets, languages and the documents about the API. */
export function mountPages(app: Hono<Env>, kernel: Kernel, assets: Assets, languages: Languages, openApi: () => Promise<OpenApiDocument>): void {
  const { build, config, house } = kernel
  const fixed = (path: string, type: string, make: () => string | Promise<string>) =>
    app.get(path, (c) => respondKept(kernel, c, `${build}\n${path}`, async () => text(200, type, await make())))
  fixed('/api/v1/openapi.json', 'application/json', async () => JSON.stringify(await openApi()))
  fixed('/docs', 'text/html; charset=utf-8', async () => apiReferencePage(await openApi(), config.publicUrl))
  fixed('/problems', 'text/html; charset=utf-8', problemsPage)
  fixed('/languages', 'application/json', () => JSON.stringify({ items: languages.list() }))
  fixed('/robots.txt', 'text/plain; charset=utf-8', () => `User-agent: *\nDisallow: /api/auth/\nSitemap: ${config.publicUrl}/sitemap.xml\n`)
  app.get('/sitemap.xml', (c) => respondKept(kernel, c, [build, house.facts.publicSize(), c.req.path].join('\n'), async () =>
    text(200, 'application/xml; charset=utf-8', await sitemapOf(siteIndexOf(await house.facts.read(house.database.sql)), config.publicUrl))))
  app.get('/problems/:code', async (c, next) => {
    const page = await problemPage(c.req.param('code'))
    if (page === undefined) return next()
    return respondKept(kernel, c, `${build}\n${c.req.path}`, async () => text(200, 'text/html; charset=utf-8', page))
  })
  app.get('/languages/:tag/:area', async (c, next) => {
    const area = c.req.param('area').replace(/\.json$/, '')
    const messages = languages.messages(c.req.param('tag'), area)
    if (messages === undefined) return next()
    return respondKept(kernel, c, `${build}\n${c.req.path}`, async () => text(200, 'application/json', JSON.stringify(messages)))
  })
  mountAssets(app, kernel, assets)
  app.get('*', async (c, next) => {
    if (c.req.path.startsWith('/api/') || c.req.path.startsWith('/assets/')) return next()
    try {
      const language = languageOf(c, kernel.languages)
      const scheme = headerOf(c, 'cookie')?.match(/cupel-scheme=(light|dark)/)?.[1] ?? 'auto'
      const today = civilDay(house.clock.now(), house.timeZone)
      const url = new URL(c.req.url)
      const key = [build, house.facts.publicSize(), today, language, scheme, url.pathname, url.search].join('\n')
      const make = async () => {
        const page = await pageSummary(kernel, languages, url, language, today)
        if (page.redirectTo !== undefined) return { status: 308, headers: { location: page.redirectTo }, body: new Uint8Array() }
        return text(page.status, 'text/html; charset=utf-8', await document(page, language, scheme, assets, house.demo === undefined ? undefined : languages.messages(language, 'demo')?.['invented'] ?? languages.messages('en', 'demo')?.['invented']))
      }
      if (isUnkeptPage(url.pathname)) {
        const { status, headers, body } = await make()
        return new Response(body, { status, headers: { ...headers, 'cache-control': 'no-store' } })
      }
      return await respondKept(kernel, c, key, make)
    } catch (error) { return failureResponse(kernel, c, error) }
  })
}

const FOR_EVER = 'public, max-age=31536000, immutable'

function mountAssets(app: Hono<Env>, kernel: Kernel, assets: Assets): void {
  app.get('/assets/*', async (c, next) => {
    const path = c.req.path.slice(1)
    const file = assets.read(path)
    if (file === undefined) return next()
    return respondKept(kernel, c, `${kernel.build}\n${path}`, async () => file, FOR_EVER)
  })
  app.get('/favicon.svg', async (c, next) => {
    const file = assets.read('favicon.svg')
    return file === undefined ? next() : respondKept(kernel, c, `${kernel.build}\nfavicon.svg`, async () => file)
  })
}
