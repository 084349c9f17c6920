import type { JobReply, OperationReply } from '@callboard/contracts';
import type { CallboardClient } from './client';
import type { Given, ItemOf, ListName, ReplyOf } from './route-types';

/** Fails to compile unless both are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <T extends true>(...told: T[]): number => told.length;

describe('types of calls', () => {
  it('come from the table of routes, which the compiler holds', () => {
    expect(holds<Same<ReplyOf<'getJob'>, JobReply>>()).toBe(0);
    expect(holds<Same<ItemOf<'listOperations'>, OperationReply>>()).toBe(0);
    expect(holds<'listJobs' extends ListName ? true : false>()).toBe(0);
    expect(holds<'getJob' extends ListName ? false : true>()).toBe(0);
    expect(holds<'collectionNames' extends ListName ? false : true>()).toBe(0);
    expect(holds<Same<Given<'version'>['length'], 0 | 1>>()).toBe(0);
    expect(holds<Same<Given<'getJob'>['length'], 1>>()).toBe(0);
  });

  it('refuse what a route does not take', () => {
    const misuse = async (client: CallboardClient): Promise<void> => {
      // @ts-expect-error no such call
      await client.call('claimEverything');
      // @ts-expect-error the id is missing
      await client.call('getJob');
      // @ts-expect-error another parameter
      await client.call('getJob', { params: { id: 'x' } });
      // @ts-expect-error a job needs a workflow
      await client.call('createJob', { body: { config: {} } });
      // @ts-expect-error no such parameter of the query
      await client.call('listJobs', { query: { fliter: {} } });
      // @ts-expect-error not a list
      client.list('getJob', { params: { job_id: 'x' } });
      await client.call('claimJob', { params: { job_id: 'x' } });
      await client.call('createJob', { body: { workflow: { id: 'test' }, config: {} } });
      await client.call('mintIds', { body: { schema_class: { id: 'nmdc:Biosample' } } });
    };
    expect(misuse).toBeInstanceOf(Function);
  });
});
