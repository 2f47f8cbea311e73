import { describe, expect, it } from 'vitest'
import { exportColumns } from '#src/registry/site-export.ts'
import { SiteSort } from '#src/registry/site-filter.ts'
import { EXPORT_ALWAYS, EXPORT_COLUMNS, EXPORT_SORTS } from './export-columns.ts'

describe('the export of what is shown', () => {
  it('asks only for columns that the server has', () => {
    expect(exportColumns).toEqual(expect.arrayContaining([...Object.values(EXPORT_COLUMNS).flat(), ...EXPORT_ALWAYS]))
  })
  it('asks only for orders that the server knows', () => {
    expect(SiteSort.options).toEqual(expect.arrayContaining([...EXPORT_SORTS].flatMap((id) => [id, `-${id}`])))
  })
})
