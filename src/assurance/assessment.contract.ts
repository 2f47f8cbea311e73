export const assessmentContract = {
} as const
