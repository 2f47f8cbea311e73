export const caseFileContract = {
} as const
