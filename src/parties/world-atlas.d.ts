// The type of the outlines, so that the checker need not infer it from 750 kB of numbers.
declare module 'world-atlas/countries-50m.json' {
  import type { GeometryCollection, Topology } from 'topojson-specification'
  const topology: Topology<{ countries: GeometryCollection<{ name: string }> }>
  export default topology
}
