import type { TransportObserver } from '@callboard/messaging';
import { collectDefaultMetrics, Counter, Gauge, Histogram, register } from 'prom-client';

/** Seconds from a request's receipt to its reply, by verb, door (rpc or site) and outcome (ok or the error code). */
export const requestDuration = new Histogram({
  name: 'callboard_request_duration_seconds',
  help: 'Seconds from the receipt of a request to its reply',
  labelNames: ['verb', 'door', 'outcome'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
});

/** Events by subject and what became of them (ack, retry, dead-letter). */
export const eventsHandled = new Counter({
  name: 'callboard_events_handled_total',
  help: 'Events by what became of them',
  labelNames: ['subject', 'outcome'],
});

/** Events that the broker had given up and that were found (ADR 17), by subject and how they were found. */
export const eventsGivenUp = new Counter({
  name: 'callboard_events_given_up_total',
  help: 'Events that the broker had given up and that were found',
  labelNames: ['subject', 'found'],
});

export const requestsInFlight = new Gauge({
  name: 'callboard_requests_in_flight',
  help: 'Requests taken and not yet answered',
});

/** Records what the transport does in the metrics above. */
export const transportMetrics: TransportObserver = {
  requestAnswered: ({ verb, door, outcome, durationMs }) =>
    requestDuration.observe({ verb, door, outcome }, durationMs / 1000),
  eventSettled: (event) => eventsHandled.inc(event),
  eventGivenUp: (event) => eventsGivenUp.inc(event),
  inFlight: (change) => requestsInFlight.inc(change),
};

/** Adds memory, processor and event-loop figures of the process; once per process. */
export function collectProcessMetrics(): void {
  if (register.getSingleMetric('process_cpu_seconds_total') === undefined) collectDefaultMetrics();
}

/** Everything in Prometheus text format, with its content type. */
export async function metricsText(): Promise<{ contentType: string; text: string }> {
  return { contentType: register.contentType, text: await register.metrics() };
}
