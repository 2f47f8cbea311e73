// How a footprint says by which rule it was divided where several sites added to it: each by its own. Screens and documents
// have words for it.
export const AS_STATED = 'as each site states it'
