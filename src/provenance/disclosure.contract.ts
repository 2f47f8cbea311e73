export const disclosureContract = {} as const
