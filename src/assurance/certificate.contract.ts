export const certificateContract = {
} as const
