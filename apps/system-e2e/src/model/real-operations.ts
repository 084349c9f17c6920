import type { Caller, ItemReply } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { EndedOperation } from '../../../operations/src/domain/operation';
import { viewOf } from '../../../operations/src/inbound/operation-view';
import type { Answer } from '../../../operations/src/use-cases/change-each';
import { ExpireOperations } from '../../../operations/src/use-cases/expire-operations';
import { HeartbeatOperations } from '../../../operations/src/use-cases/heartbeat-operations';
import { ReportProgress } from '../../../operations/src/use-cases/report-progress';
import { SettleOperations } from '../../../operations/src/use-cases/settle-operations';
import type { StateChangeReporter } from '../../../operations/src/use-cases/state-change-reporter';
import type { Command, Site } from './commands';
import { SENT } from './model-operations';
import type { RealStores } from './real-stores';

type Write = Extract<Command, { what: 'report' | 'settle' | 'heartbeat' }>;

/** Longer ago than a lease may be over before it is swept. */
const LONG_AGO = `interval '1 minute'`;

export const callerOf = (site: Site): Caller => ({
  kind: 'site',
  siteId: site,
  clientId: `client-of-${site}`,
});

/** Remembers the ends of operations in the order in which they were told. */
export class EndsTold implements StateChangeReporter {
  readonly ends: EndedOperation[] = [];
  opened = (): void => undefined;
  ended = (operations: readonly EndedOperation[]): void => void this.ends.push(...operations);
  tellSites = (): void => undefined;
}

/** What sites, and the sweeper, do to the operations of a sequence. */
export class RealOperations {
  private readonly reportProgress: ReportProgress;
  private readonly settleOperations: SettleOperations;
  private readonly heartbeatOperations: HeartbeatOperations;
  private readonly expireOperations: ExpireOperations;

  constructor(
    private readonly stores: RealStores,
    reporter: EndsTold,
  ) {
    const { operations } = stores;
    this.reportProgress = new ReportProgress(operations);
    this.settleOperations = new SettleOperations(operations, reporter);
    this.heartbeatOperations = new HeartbeatOperations(operations);
    this.expireOperations = new ExpireOperations(operations, reporter);
  }

  async write(command: Write, id: string): Promise<string> {
    const caller = callerOf(command.site);
    if (command.what === 'heartbeat') {
      const [lease] = await this.heartbeatOperations.execute([id], caller);
      return lease instanceof DomainError ? lease.code : 'open';
    }
    const [answer] =
      command.what === 'report'
        ? await this.reportProgress.execute([{ id, ...REPORTED[command.sent] }], caller)
        : await this.settleOperations.execute([{ id, ...settlementOf(command) }], caller);
    return told(answer);
  }

  /** Its lease ran out a while ago. The sweep takes in whatever is due, so nobody else may be in the middle of one. */
  expire(id: string): Promise<string> {
    return this.stores.sweeps.run(async () => {
      await this.stores.operationsDatabase.query(
        `update operations set expire_time = now() - ${LONG_AGO} where id = $1 and state = 'open'`,
        [id],
      );
      await this.expireOperations.execute();
      const found = (await this.stores.operations.find([id])).get(id);
      return found?.state ?? 'none';
    });
  }
}

const REPORTED = {
  note: { metadata: { note: 1 } },
  withdrawal: { metadata: { cancelled: true } },
  result: { result: { part: 1 } },
};

function settlementOf({ as }: Extract<Command, { what: 'settle' }>) {
  const { result, withdrawn } = SENT[as];
  return { result, ...(withdrawn ? { metadata: { cancelled: true } } : {}) };
}

function told(answer: Answer | undefined): string {
  if (answer === undefined) return 'no answer';
  return answer instanceof DomainError ? answer.code : (viewOf(answer).outcome ?? 'open');
}

/** What an item of a reply says, by `words` where it was not refused. */
export function wordsOf<T>(reply: ItemReply<T> | undefined, words: (item: T) => string): string {
  if (reply === undefined) return 'no answer';
  return reply.ok ? words(reply.item) : reply.error.code;
}
