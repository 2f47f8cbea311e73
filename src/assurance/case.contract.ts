export const caseContract = {
} as const
