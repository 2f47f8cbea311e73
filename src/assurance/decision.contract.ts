export const decisionContract = {
} as const
