// Transfer statements: issued with a debit, accepted with a credit, or voided; checked by anybody who holds one.
import { z } from 'zod'
import { Mass } from '#src/kernel/mass.ts'
import { operation } from '#src/kernel/operation.ts'
import { PageQuery, pageOf } from '#src/kernel/page.ts'
import { shortText } from '#src/kernel/text.ts'
import { Day } from '#src/kernel/time.ts'
import { creditRefusals, debitRefusals } from './balance.contract.ts'
import { Digest, StatementNumber, StatementRequest, StatementStanding, StatementState, StatementView } from './transfer-statement.ts'

const tag = 'Transfer statements'
const read = { method: 'GET', tag, permit: 'balance:read' } as const
const write = { method: 'POST', tag, permit: 'transfer-statement:write', status: 201 } as const
const aStatement = { number: StatementNumber }
const ground = creditRefusals.filter((code) => !code.startsWith('source-lot') && code !== 'recovery-undocumented')

export const transferStatementContract = {
  issueStatement: operation({
    ...write, path: '/transfer-statements', summary: 'Issue a transfer statement: debit here, for a credit there',
    description: 'To an organisation here, or on paper to anybody by name. A statement in place of a voided one names it in `supersedes`.',
    input: z.object({ ...StatementRequest.shape, quantity: Mass }), result: StatementView,
    refusals: ['balance-account-absent', 'entry-before-account', 'entry-in-future', 'period-closed', 'mass-not-countable', ...debitRefusals, 'statement-shipment-absent', 'statement-above-shipment', 'statement-for-another', 'counterparty-absent',
      'transfer-statement-absent', 'statement-not-void'],
  }),
  listStatements: operation({
    ...read, path: '/transfer-statements', summary: 'Transfer statements you issued or received, newest first',
    input: z.object({ direction: z.enum(['out', 'in']).optional(), state: StatementState.optional(), ...PageQuery.shape }), result: pageOf(StatementView), refusals: ['cursor-invalid'],
  }),
  getStatement: operation({ ...read, path: '/transfer-statements/{number}', summary: 'One transfer statement and how it stands', input: z.object(aStatement), result: StatementView, refusals: ['transfer-statement-absent'] }),
  acceptStatement: operation({
    ...write, path: '/transfer-statements/{number}/acceptances', summary: 'Accept a statement into an account of yours, once',
    description: 'The same quantity is credited once. The issuer must have been eligible on the day of dispatch.',
    input: z.object({ ...aStatement, accountId: z.string().max(100), on: Day.optional().describe('the day it came in; today where nothing is said') }), result: StatementView,
    refusals: ['transfer-statement-absent', 'balance-account-absent', 'statement-accepted', 'statement-void', 'statement-for-another', 'statement-not-for-account', 'acceptance-before-dispatch', 'entry-before-account', 'entry-in-future', 'period-closed', 'mass-not-countable', ...ground],
  }),
  voidStatement: operation({
    ...write, path: '/transfer-statements/{number}/voids', summary: 'Void a statement that nobody accepted; its debit is given back',
    input: z.object({ ...aStatement, reason: shortText(500) }), result: StatementView,
    refusals: ['transfer-statement-absent', 'statement-accepted', 'statement-void', 'claim-not-debited'],
  }),
  checkStatement: operation({
    ...read, path: '/transfer-statements/{number}/digests/{digest}', permit: 'transfer-statement:check', summary: 'Whether a statement in your hands is valid, void or superseded',
    description: 'For anybody who holds the paper: number and check sum stand on it. Nothing else of the statement is told.',
    input: z.object({ ...aStatement, digest: Digest }), result: z.object({ number: StatementNumber, standing: StatementStanding }), refusals: ['statement-unknown'],
  }),
} as const
