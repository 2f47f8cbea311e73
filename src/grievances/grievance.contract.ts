export const grievanceContract = {
} as const
