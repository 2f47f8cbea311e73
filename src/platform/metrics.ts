// Prometheus metrics: how many answers of which status, how long they took, and the process itself.
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export type Metrics = { begin(): number; end(began: number, method: string, status: number): void; text(): Promise<string>; readonly contentType: string }

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'cupel_' })
  const answers = new Counter({ name: 'cupel_http_answers_total', help: 'Answers by method and status', labelNames: ['method', 'status'], registers: [registry] })
  const seconds = new Histogram({ name: 'cupel_http_seconds', help: 'Time to answer', labelNames: ['method'], buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10], registers: [registry] })
  return {
    begin: () => performance.now(),
    end: (began, method, status) => {
      answers.inc({ method, status })
      seconds.observe({ method }, (performance.now() - began) / 1000)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
