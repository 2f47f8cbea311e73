// The order of the parts of a field: what explains it stands below, so that fields beside each other begin at one height.
export const BELOW: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'error', 'description']
