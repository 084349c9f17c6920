import { isRecord, type JsonSchema, memberOf, refsOf } from '../schema/json-schema';

/** What the values of a slot are: the schema's word for them. Dates, URIs and terms of enumerations are texts. */
export type SlotKind = 'text' | 'integer' | 'number' | 'boolean' | 'object';

export interface Slot {
  readonly name: string;
  readonly kind: SlotKind;
  /** Whether it holds a list. */
  readonly many: boolean;
  /** Classes of the objects that it holds. */
  readonly classes: readonly string[];
}

/** The slots of every class, read from the schema when they are first asked for. */
export class SlotCatalogue {
  private readonly definitions: JsonSchema;
  private readonly known = new Map<string, ReadonlyMap<string, Slot>>();
  private everywhere: ReadonlyMap<string, Slot> | undefined;

  constructor(schema: JsonSchema) {
    this.definitions = memberOf(schema, '$defs');
  }

  /**
   * The slot as the first of these classes has it. A slot that none of them has is looked up among all classes: whether
   * it belongs there is for the schema to say, once the document is whole (contract 7.2, rule 5).
   */
  slotOf(classes: readonly string[], name: string): Slot | undefined {
    for (const each of classes) {
      const slot = this.slotsOf(each).get(name);
      if (slot) return slot;
    }
    return this.anywhere().get(name);
  }

  private slotsOf(name: string): ReadonlyMap<string, Slot> {
    const known = this.known.get(name);
    if (known) return known;
    const properties = memberOf(memberOf(this.definitions, name), 'properties');
    const slots = new Map(
      Object.entries(properties).map(([slot, schema]) => [slot, this.read(slot, schema)]),
    );
    this.known.set(name, slots);
    return slots;
  }

  private anywhere(): ReadonlyMap<string, Slot> {
    if (this.everywhere) return this.everywhere;
    const slots = new Map<string, Slot>();
    for (const name of Object.keys(this.definitions))
      for (const [slot, read] of this.slotsOf(name)) if (!slots.has(slot)) slots.set(slot, read);
    return (this.everywhere = slots);
  }

  private read(name: string, schema: unknown): Slot {
    const property = isRecord(schema) ? schema : {};
    const many = isRecord(property.items);
    const value = many ? memberOf(property, 'items') : property;
    const classes = refsOf(value).filter((ref) => isRecord(memberOf(this.definitions, ref).properties));
    return { name, many, classes, kind: classes.length > 0 ? 'object' : kindOf(value) };
  }
}

/** The type that the schema names, by itself or as an alternative to null. */
function kindOf(schema: JsonSchema): SlotKind {
  const alternatives = Array.isArray(schema.anyOf) ? (schema.anyOf as unknown[]).filter(isRecord) : [];
  const types = [schema, ...alternatives].flatMap(({ type }) => type);
  return (['boolean', 'integer', 'number'] as const).find((kind) => types.includes(kind)) ?? 'text';
}
