// Transfer statements as documents: text for a page, tagged PDF for a partner who is not here, in a language.
import { z } from 'zod'
import { StatementNumber } from '#src/custody/transfer-statement.ts'
import { PrintedDocument } from '#src/exchange/document/document.ts'
import { operation } from '#src/kernel/operation.ts'
import { Language } from '#src/standards/standard.ts'

const asked = z.object({ number: StatementNumber, language: Language.optional() })
const read = { method: 'GET', permit: 'balance:read', tag: 'Transfer statements', input: asked, refusals: ['transfer-statement-absent'] } as const

export const transferStatementDocumentContract = {
  getStatementText: operation({ ...read, path: '/transfer-statements/{number}/text', summary: 'Get a transfer statement as headings and facts in a language', result: z.object({ document: PrintedDocument }) }),
  exportStatement: operation({ ...read, path: '/transfer-statements/{number}/document', stream: 'export', summary: 'Download a transfer statement as a tagged PDF with its check address', result: z.unknown() }),
} as const
