import { expect, test } from 'vitest'
import { CHILE, factsOf, MERGED, smallRegistry } from '#test/registry-facts.ts'
import { siteIndexOf } from './site-index.ts'
import { sitemapOf } from './sitemap.ts'

test('the sitemap names every page of a site that stands for itself, once', async () => {
  const xml = await sitemapOf(siteIndexOf(factsOf(smallRegistry())), 'https://registry.example.org')
  expect(xml.match(new RegExp(`<loc>https://registry.example.org/sites/${CHILE}</loc>`, 'g'))).toHaveLength(1)
  expect(xml).not.toContain(MERGED)
  expect(xml).toContain('<loc>https://registry.example.org/organisations/invented-copper</loc>')
  expect(xml.startsWith('<?xml version="1.0" encoding="utf-8"?>\n<urlset')).toBe(true)
})
