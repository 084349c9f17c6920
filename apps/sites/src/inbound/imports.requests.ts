import {
  type ImportAnswer,
  importAllowances,
  importCapabilities,
  importSites,
  importUsers,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { type Accounts, ImportAccounts } from '../use-cases/import-accounts';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type Answers = Promise<{ items: ImportAnswer[] }>;

/** What the importer brings in. */
@Controller()
export class ImportsRequests {
  constructor(private readonly importAccounts: ImportAccounts) {}

  @OnRequest(importCapabilities)
  capabilities({ items }: InputOf<typeof importCapabilities>, context: RequestContext): Answers {
    return this.take({ kind: 'capabilities', items }, context);
  }

  @OnRequest(importUsers)
  users({ items }: InputOf<typeof importUsers>, context: RequestContext): Answers {
    return this.take({ kind: 'users', items }, context);
  }

  @OnRequest(importSites)
  sites({ items }: InputOf<typeof importSites>, context: RequestContext): Answers {
    return this.take({ kind: 'sites', items }, context);
  }

  @OnRequest(importAllowances)
  allowances({ items }: InputOf<typeof importAllowances>, context: RequestContext): Answers {
    return this.take({ kind: 'allowances', items }, context);
  }

  private async take(accounts: Accounts, { caller }: RequestContext): Answers {
    return { items: await this.importAccounts.execute(accounts, caller) };
  }
}
