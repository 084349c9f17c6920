import { SEEDED_TRIGGERS } from './seeded-triggers';
import { triggerId } from './trigger-id';

describe('the seeded triggers', () => {
  it('are the 14 of contract 4 and the one of the demo, each once', () => {
    const ids = SEEDED_TRIGGERS.map((trigger) => triggerId(trigger.objectTypeId, trigger.workflowId));
    expect(new Set(ids).size).toBe(15);
    expect(ids).toContain('metadata-in--metadata-in-1.0.0');
    expect(ids).toContain('sequence-reads--sequence-summary-1.0.0');
  });
});
