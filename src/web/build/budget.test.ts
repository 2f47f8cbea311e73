import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { weigh, type Chunk } from './budget.ts'

const chunk = (fileName: string, imports: string[], module: string): Chunk => ({
  fileName,
  code: `/* ${fileName} */`.repeat(50),
  imports,
  facadeModuleId: `/h/${module}`,
  moduleIds: [`/h/${module}`],
})
const size = (name: string) => gzipSync(`/* ${name} */`.repeat(50), { level: 9 }).length

const chunks = [
  chunk('main.js', ['shared.js'], 'src/web/main.tsx'),
  chunk('shared.js', [], 'node_modules/react/index.js'),
  chunk('a.js', ['shared.js', 'table.js'], 'src/web/registry/a-page.tsx'),
  chunk('table.js', ['shared.js'], 'src/web/ui/table.tsx'),
  chunk('map.js', [], 'src/web/registry/site-map.tsx'),
]

describe('the weight of a page', () => {
  const weights = weigh(chunks, 'src/web/main.tsx', /-page\.tsx$/)
  it('is every file of its first load, each counted once', () => {
    expect(weights[0]).toEqual({
      page: 'src/web/registry/a-page.tsx',
      files: ['main.js', 'shared.js', 'a.js', 'table.js'],
      bytes: ['main.js', 'shared.js', 'a.js', 'table.js'].reduce((sum, name) => sum + size(name), 0),
    })
  })
  it('leaves out what is loaded later', () => {
    expect(weights.flatMap(({ files }) => files)).not.toContain('map.js')
  })
  it('is measured for the shell alone too', () => {
    expect(weights.map(({ page }) => page)).toEqual(['src/web/registry/a-page.tsx', '(shell alone)'])
  })
  it('cannot be told of a build without its entry', () => {
    expect(() => weigh(chunks.slice(1), 'src/web/main.tsx', /-page\.tsx$/)).toThrow(
      'the build has no chunk for src/web/main.tsx',
    )
  })
})
