// The follower that keeps the provenance index: `ctx.followed(provenanceFollower)` gives the index with every committed entry.
import type { Follower } from '#src/transparency/follower.ts'
import type { ProvenanceIndex } from './provenance-index.ts'

export const provenanceFollower: Follower<ProvenanceIndex> = {
  name: 'provenance',
  kinds: ['custody.recorded', 'custody.linked', 'custody.unlinked'],
  start: () => Promise.reject(new Error('the provenance index is not wired')),
  follow: async (state) => state,
}
