import { LineageGrowth } from './lineage-growth';

const link = (objectId: string, runId: string) => ({ objectId, runId });

describe('a graph of lineage', () => {
  it('keeps each node and edge once, and gives what is at the far end', () => {
    const graph = new LineageGrowth('a');
    expect(graph.join([link('a', 'r1'), link('a', 'r2')], 'read', 'run')).toEqual(['r1', 'r2']);
    expect(graph.join([link('b', 'r1'), link('b', 'r2')], 'made', 'object')).toEqual(['b']);
    expect(graph.join([link('a', 'r1')], 'read', 'run')).toEqual(['r1']);
    expect(graph.nodes.map(({ id }) => id)).toEqual(['a', 'r1', 'r2', 'b']);
    expect(graph.edges).toEqual([
      { from: 'a', to: 'r1', kind: 'read' },
      { from: 'a', to: 'r2', kind: 'read' },
      { from: 'r1', to: 'b', kind: 'made' },
      { from: 'r2', to: 'b', kind: 'made' },
    ]);
    expect(graph.more).toBe(false);
  });

  it('keeps a run and an object of one name apart', () => {
    const graph = new LineageGrowth('same');
    graph.join([link('same', 'same')], 'read', 'run');
    expect(graph.nodes).toEqual([
      { kind: 'object', id: 'same' },
      { kind: 'run', id: 'same' },
    ]);
  });

  it('stops at its bounds and says so, without edges to what it left out', () => {
    const nodes = new LineageGrowth('a', { nodes: 2, edges: 10 });
    expect(nodes.join([link('a', 'r1'), link('a', 'r2')], 'read', 'run')).toEqual(['r1']);
    expect([nodes.nodes.length, nodes.edges.length, nodes.more]).toEqual([2, 1, true]);
    const edges = new LineageGrowth('a', { nodes: 10, edges: 1 });
    edges.join([link('a', 'r1'), link('a', 'r2')], 'read', 'run');
    expect([edges.edges.length, edges.more]).toEqual([1, true]);
  });
});
