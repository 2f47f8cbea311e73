export const provenanceContract = {} as const
