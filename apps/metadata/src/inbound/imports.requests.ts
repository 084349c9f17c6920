import { checkReferences, demandImporter, type ImportAnswer, importDocuments } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { CheckReferences } from '../use-cases/check-references';
import { ImportDocuments } from '../use-cases/import-documents';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** What the importer brings in, and what it asks afterwards. */
@Controller()
export class ImportsRequests {
  constructor(
    private readonly importDocuments: ImportDocuments,
    private readonly checkReferences: CheckReferences,
  ) {}

  @OnRequest(importDocuments)
  async take(
    { collection, items }: InputOf<typeof importDocuments>,
    { caller }: RequestContext,
  ): Promise<{ items: ImportAnswer[] }> {
    return { items: await this.importDocuments.execute(collection, items, caller) };
  }

  @OnRequest(checkReferences)
  async references(
    { collection, after }: InputOf<typeof checkReferences>,
    { caller }: RequestContext,
  ): OutputOf<typeof checkReferences> {
    demandImporter(caller);
    const { examples, ...page } = await this.checkReferences.execute(collection, after);
    return { ...page, examples: examples.map(({ id, slot, target }) => ({ id, slot, target })) };
  }
}
