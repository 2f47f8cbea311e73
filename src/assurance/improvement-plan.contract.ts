export const improvementPlanContract = {
} as const
