export const ledgerContract = {} as const
