import { operationEndedNews, operationEndedSubject } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import { runInTrace } from '@callboard/messaging';
import { LOG, NATS_CONNECTION } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { JSONCodec, type NatsConnection } from 'nats';
import { Counter, register } from 'prom-client';
import type { z } from 'zod';
import type { EndedOperation } from '../domain/operation';
import { REFUSAL_AFTER } from '../domain/operation-states';
import type { OpenedOperation, StateChangeReporter } from '../use-cases/state-change-reporter';

const news = JSONCodec<z.infer<typeof operationEndedNews>>();

/** One log line for each change of state, in the trace of its operation, and a metric of the ends. */
@Injectable()
export class LoggedStateChanges implements StateChangeReporter {
  private readonly ends = endsCounter();

  constructor(
    @Inject(LOG) private readonly log: Log,
    @Inject(NATS_CONNECTION) private readonly connection: NatsConnection,
  ) {}

  opened(operations: readonly OpenedOperation[]): void {
    for (const { id, jobId, siteId, attempt, traceparent } of operations) {
      const fields = { operation_id: id, job_id: jobId, site_id: siteId, attempt };
      runInTrace(traceparent, () => this.log.info(fields, 'operation opened'));
    }
  }

  ended(operations: readonly EndedOperation[], who: string): void {
    for (const { id, jobId, siteId, attempt, outcome, failure, traceparent } of operations) {
      this.ends.inc({ outcome });
      const fields = { operation_id: id, job_id: jobId, site_id: siteId, attempt, outcome, who };
      const error = failure ? { error_code: failure.code } : {};
      runInTrace(traceparent ?? undefined, () => this.log.info({ ...fields, ...error }, 'operation ended'));
    }
  }

  tellSites(operations: readonly EndedOperation[]): void {
    for (const { id, siteId, outcome } of operations) {
      try {
        const body = news.encode({ operation_id: id, code: REFUSAL_AFTER[outcome] });
        this.connection.publish(operationEndedSubject(siteId), body);
      } catch (thrown) {
        this.log.warn(
          { operation_id: id, reason: messageOf(thrown) },
          'site not told; its heartbeat will be',
        );
      }
    }
  }
}

/** The registry is one per process, and a process may hold the module more than once (tests do). */
function endsCounter(): Counter<'outcome'> {
  const name = 'callboard_operations_ended_total';
  const known = register.getSingleMetric(name);
  if (known instanceof Counter) return known as Counter<'outcome'>;
  return new Counter({ name, help: 'Operations that ended, by outcome', labelNames: ['outcome'] });
}
