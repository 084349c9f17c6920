import { type ImportAnswer, importJobs, importWorkflows } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { ImportJobs } from '../use-cases/import-jobs';
import { ImportWorkflows } from '../use-cases/import-workflows';

type Answers = Promise<{ items: ImportAnswer[] }>;

/** What the importer brings in. */
@Controller()
export class ImportsRequests {
  constructor(
    private readonly importWorkflows: ImportWorkflows,
    private readonly importJobs: ImportJobs,
  ) {}

  @OnRequest(importWorkflows)
  async workflows({ items }: z.infer<typeof importWorkflows.input>, { caller }: RequestContext): Answers {
    return { items: await this.importWorkflows.execute(items, caller) };
  }

  @OnRequest(importJobs)
  async jobs({ items }: z.infer<typeof importJobs.input>, { caller }: RequestContext): Answers {
    return { items: await this.importJobs.execute(items, caller) };
  }
}
