import {
  activateSchema,
  describeSchema,
  installSchema,
  listSchemas,
  type SchemaVersion,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { collectionsOfTypes } from '../domain/schema/database-schema';
import { collectionsOfProcesses } from '../domain/schema/kinds';
import { ActivateSchema } from '../use-cases/activate-schema';
import { DescribeSchema } from '../use-cases/describe-schema';
import { InstallSchema } from '../use-cases/install-schema';
import { SCHEMAS_STORE, type SchemasStore } from '../use-cases/schemas-store';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** The schema, and its versions. */
@Controller()
export class SchemasRequests {
  constructor(
    private readonly installSchema: InstallSchema,
    private readonly activateSchema: ActivateSchema,
    private readonly describeSchema: DescribeSchema,
    @Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore,
  ) {}

  @OnRequest(installSchema)
  install({ schema }: InputOf<typeof installSchema>, { caller }: RequestContext): Promise<SchemaVersion> {
    return this.installSchema.execute(schema, caller);
  }

  @OnRequest(activateSchema)
  activate({ version }: InputOf<typeof activateSchema>, { caller }: RequestContext): Promise<SchemaVersion> {
    return this.activateSchema.execute(version, caller);
  }

  @OnRequest(listSchemas)
  async list(): OutputOf<typeof listSchemas> {
    return { schemas: await this.schemas.list() };
  }

  @OnRequest(describeSchema)
  async describe(): OutputOf<typeof describeSchema> {
    const { active, schema } = await this.describeSchema.execute();
    const { typecodes, ...version } = active;
    return {
      active: version,
      typecodes: [...typecodes],
      collections_of_types: Object.fromEntries(collectionsOfTypes(schema)),
      collections_of_processes: collectionsOfProcesses(schema),
    };
  }
}
