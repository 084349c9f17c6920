import { SlotCatalogue } from './slot-catalogue';

const catalogue = new SlotCatalogue({
  $defs: {
    Plot: { properties: { size: { type: ['string', 'null'] }, owner: { $ref: '#/$defs/Person' } } },
    Herd: {
      properties: { size: { type: 'integer' }, tags: { type: 'array', items: { $ref: '#/$defs/TagEnum' } } },
    },
    Person: {
      properties: { name: { type: 'string' }, awake: { anyOf: [{ type: 'boolean' }, { type: 'null' }] } },
    },
    TagEnum: { type: 'string', enum: ['a', 'b'] },
  },
});

describe('the slots of a schema', () => {
  it('are those of the class that is asked about, however other classes have them (D33)', () => {
    expect(catalogue.slotOf(['Plot'], 'size')).toMatchObject({ kind: 'text', many: false });
    expect(catalogue.slotOf(['Herd'], 'size')).toMatchObject({ kind: 'integer', many: false });
  });

  it('are those of any class where that has none', () => {
    expect(catalogue.slotOf(['Plot'], 'awake')).toMatchObject({ kind: 'boolean' });
    expect(catalogue.slotOf(['Plot'], 'constructor')).toBeUndefined();
  });

  it('hold objects of classes, or lists, or terms, which are texts', () => {
    expect(catalogue.slotOf(['Plot'], 'owner')).toMatchObject({
      kind: 'object',
      classes: ['Person'],
      many: false,
    });
    expect(catalogue.slotOf(['Herd'], 'tags')).toMatchObject({ kind: 'text', classes: [], many: true });
  });
});
