import { z } from 'zod'
import { CaseId } from '#src/assurance/case.ts'
import { operation } from '#src/kernel/operation.ts'

export const caseFileContract = {
  exportCaseFile: operation({
    method: 'GET', path: '/cases/{caseId}/files', tag: 'Secretariat', permit: 'case-file:export', summary: 'Everything of one case in one archive, with its files and hashes', stream: 'export',
    input: z.object({ caseId: CaseId }), result: z.unknown(), refusals: ['case-absent', 'case-file-too-large'],
  }),
  importCaseFile: operation({
    method: 'POST', path: '/case-files', tag: 'Secretariat', permit: 'case-file:import', summary: 'Take in a case file of another installation', stream: 'upload', status: 201,
    description: 'A dry run tells what would be taken in. Rights and inboxes do not travel: name the people of the case here afterwards.',
    input: z.object({}),
    result: z.object({
      caseId: z.string(), siteName: z.string(), rows: z.array(z.object({ table: z.string(), inFile: z.number().int(), isNew: z.number().int() })),
      files: z.number().int(), published: z.number().int(), people: z.record(z.string(), z.string()),
    }),
    refusals: ['case-file-invalid', 'case-file-altered', 'case-file-too-large', 'case-file-schema', 'case-exists', 'upload-too-large', 'upload-missing'],
  }),
} as const
