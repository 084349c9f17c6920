import { type Caller, type Job, type JobReply, listJobs } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';
import type { Jobs, Room } from '../use-cases/jobs';

const ASKED: { caller: Caller; timeoutMs: number } = {
  caller: { kind: 'service', service: 'metadata' },
  timeoutMs: 15_000,
};
const PAGE = 1000;

/** Asks the service `jobs`, page by page (ADR 21). */
@Injectable()
export class JobsClient implements Jobs {
  constructor(private readonly client: RequestClient) {}

  async list(filter: string | undefined, room: Room): Promise<JobReply[]> {
    const found: JobReply[] = [];
    for (let after: string | undefined; ;) {
      const asked = {
        limit: PAGE,
        ...(filter !== undefined && { filter }),
        ...(after !== undefined && { after }),
      };
      const { jobs, more } = await this.client.request(listJobs, asked, ASKED);
      for (const job of jobs) found.push(taken(shown(job), room));
      after = jobs.at(-1)?.id;
      if (!more || after === undefined) return found;
    }
  }
}

/** What HTTP shows of a job (contract 1.3, SET), and nothing besides. */
const shown = ({
  id,
  workflow,
  config,
  claims,
  name,
  description,
  created_at,
  state,
  attempt,
}: Job): JobReply =>
  JSON.parse(
    JSON.stringify({ id, workflow, config, claims, name, description, created_at, state, attempt }),
  ) as JobReply;

function taken(job: JobReply, room: Room): JobReply {
  room.rows -= 1;
  room.bytes -= JSON.stringify(job).length;
  if (room.rows >= 0 && room.bytes >= 0) return job;
  throw new DomainError(
    'query-too-large',
    'The query reads more jobs than are given to one: begin with a $match that leaves fewer.',
  );
}
