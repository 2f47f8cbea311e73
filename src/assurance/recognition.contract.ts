export const recognitionContract = {
} as const
