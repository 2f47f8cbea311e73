export const transferStatementContract = {} as const
