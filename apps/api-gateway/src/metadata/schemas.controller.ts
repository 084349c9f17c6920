import { activateSchema, installSchema, listSchemas, ROUTES, type SchemaVersion } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

/** How long to wait for a schema to be compiled, in ms; a large one takes a second or two. */
const COMPILING = { timeoutMs: 40_000 };

/** Versions of the schema. */
@Controller()
export class SchemasController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.listSchemas)
  async list(): Promise<SchemaVersion[]> {
    return (await this.requests.request(listSchemas, {})).schemas;
  }

  @Route(ROUTES.installSchema)
  install({ body, caller, idempotencyKey }: Asked<typeof ROUTES.installSchema>): Promise<SchemaVersion> {
    return this.requests.request(installSchema, { schema: body }, { caller, idempotencyKey, ...COMPILING });
  }

  @Route(ROUTES.activateSchema)
  activate({ params, caller, idempotencyKey }: Asked<typeof ROUTES.activateSchema>): Promise<SchemaVersion> {
    return this.requests.request(activateSchema, params, { caller, idempotencyKey });
  }
}
