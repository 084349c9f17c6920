import { mintId } from '@callboard/kernel';
import { TraceLineage } from '../../use-cases/runs/trace-lineage';
import { PostgresLineageStore } from './postgres-lineage-store';
import { opEvent, runsOnPostgres, type RunsOnPostgres, WORKFLOW } from './runs.builder';

let runs: RunsOnPostgres;
let lineage: TraceLineage;
beforeAll(async () => {
  runs = await runsOnPostgres();
  lineage = new TraceLineage(new PostgresLineageStore(runs.database));
});
afterAll(() => runs?.close());

/** A run that read these objects and made those. Gives its id. */
async function ran(read: readonly string[], made: readonly string[]): Promise<string> {
  const operation = await runs.openOn(read[0]);
  const { run } = await runs.begin(operation);
  await runs.record(operation, [opEvent('succeeded', { inputs: read, outputs: made })]);
  await runs.settleWith(operation, null);
  return run.id;
}

const trace = async (objectId: string, direction: 'upstream' | 'downstream' | 'both', depth = 3) => {
  const graph = await lineage.execute({ objectId, direction, depth });
  const ids = (kind: string) => graph.nodes.filter((node) => node.kind === kind).map(({ id }) => id);
  const edges = graph.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`);
  return { graph, objects: ids('object'), runs: ids('run').sort(), edges: edges.sort() };
};

describe('the lineage of an object', () => {
  it('goes both ways through a diamond', async () => {
    const [a, b, c, d] = [mintId(), mintId(), mintId(), mintId()];
    const [left, right] = [await ran([a], [b]), await ran([a], [c])];
    const joined = await ran([b, c], [d]);
    const all = [
      `${a} read ${left}`,
      `${a} read ${right}`,
      `${left} made ${b}`,
      `${right} made ${c}`,
      `${b} read ${joined}`,
      `${c} read ${joined}`,
      `${joined} made ${d}`,
    ].sort();
    const down = await trace(a, 'downstream');
    expect(down.edges).toEqual(all);
    expect(new Set(down.objects)).toEqual(new Set([a, b, c, d]));
    expect(down.graph.nodes).toContainEqual({
      kind: 'run',
      id: joined,
      workflow_id: WORKFLOW,
      status: 'COMPLETE',
    });
    const up = await trace(d, 'upstream');
    expect(up.edges).toEqual(all);
    const fromTheMiddle = await trace(b, 'both');
    expect(new Set(fromTheMiddle.objects)).toEqual(new Set([a, b, d]));
    expect(fromTheMiddle.runs).toEqual([left, joined].sort());
    expect([down, up, fromTheMiddle].map(({ graph }) => graph.more)).toEqual([false, false, false]);
  });

  it('comes to an end in a cycle', async () => {
    const [a, b] = [mintId(), mintId()];
    const [there, back] = [await ran([a], [b]), await ran([b], [a])];
    const cycle = [
      `${a} read ${there}`,
      `${there} made ${b}`,
      `${b} read ${back}`,
      `${back} made ${a}`,
    ].sort();
    for (const direction of ['upstream', 'downstream', 'both'] as const)
      expect((await trace(a, direction, 10)).edges).toEqual(cycle);
    const itself = mintId();
    const kept = await ran([itself], [itself]);
    expect((await trace(itself, 'both', 10)).edges).toEqual(
      [`${itself} read ${kept}`, `${kept} made ${itself}`].sort(),
    );
  });

  it('goes as far as it is asked to', async () => {
    const chain = Array.from({ length: 5 }, () => mintId());
    for (const [at, from] of chain.slice(0, -1).entries()) await ran([from], [chain[at + 1] ?? '']);
    expect((await trace(chain[0] ?? '', 'downstream', 2)).objects).toEqual(chain.slice(0, 3));
    expect((await trace(chain[4] ?? '', 'upstream', 1)).objects).toEqual([chain[4], chain[3]]);
    expect((await trace(chain[0] ?? '', 'upstream', 10)).objects).toEqual([chain[0]]);
  });

  it('of one that nobody knows is itself', async () => {
    expect((await trace('unknown', 'both')).graph).toEqual({
      object_id: 'unknown',
      nodes: [{ kind: 'object', id: 'unknown' }],
      edges: [],
      more: false,
    });
  });

  it('is cut where too much hangs on one object', async () => {
    const hub = mintId();
    const made = Array.from({ length: 999 }, () => mintId());
    await ran([hub], made);
    const { graph } = await trace(hub, 'downstream', 1);
    expect([graph.nodes.length, graph.edges.length, graph.more]).toEqual([1000, 999, true]);
  });
});
