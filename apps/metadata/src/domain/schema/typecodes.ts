import type { DatabaseSchema } from './database-schema';

export interface TypecodeOfClass {
  readonly id: string;
  readonly schema_class: string;
  readonly name: string;
}

/** The classes whose ids can be minted: those that stand in a collection and have a type and a type code (contract 2.8). */
export function typecodesOf({ collections, classes }: DatabaseSchema): TypecodeOfClass[] {
  const inCollections = new Set([...collections.values()].flat());
  return [...inCollections].flatMap((name) => {
    const { type, codes } = classes.get(name) ?? { type: undefined, codes: [] };
    const [code] = codes;
    return type === undefined || code === undefined
      ? []
      : [{ id: `${type}_typecode`, schema_class: type, name: code }];
  });
}
