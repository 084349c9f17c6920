import type { MigrationInterface } from 'typeorm';

/**
 * A migration of one service. TypeORM orders migrations by the 13 digits (Unix time in ms) that end the name of the
 * class, so each has to end in them: `CreateJobs1763900000000`.
 */
export type MigrationClass = new () => MigrationInterface;

/** A class with TypeORM's `@Entity()`. */
export type RowClass = abstract new (...args: never[]) => object;

const ORDER = /\d{13}$/;

/** The names of migrations in their order. Throws for a name that TypeORM would not take, and for one named twice. */
export function namesOf(migrations: readonly MigrationClass[]): string[] {
  const names = migrations.map((migration) => migration.name);
  const wrong = names.find((name) => !ORDER.test(name));
  if (wrong !== undefined) {
    throw new Error(
      `the migration class ${wrong} needs a name that ends in 13 digits, its Unix time in ms, such as ${wrong}1763900000000`,
    );
  }
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`the migration ${twice} is listed twice`);
  return [...names].sort((a, b) => Number(a.slice(-13)) - Number(b.slice(-13)));
}
