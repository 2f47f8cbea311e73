export const awardContract = {
} as const
