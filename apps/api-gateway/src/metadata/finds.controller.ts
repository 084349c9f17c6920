import { describeSchema, getDocument, type MetadataDocument, ROUTES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller, type StreamableFile } from '@nestjs/common';
import { ONE_DOCUMENT } from '../lists/batch';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { readFind } from './find';
import { findReply } from './find-reply';
import { linkedInstances } from './linked-instances';

/** Documents by what they hold, and by what they came of (contract 2.8). */
@Controller()
export class FindsController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.findStudies)
  studies({ query }: Asked<typeof ROUTES.findStudies>): Promise<StreamableFile> {
    return findReply(this.requests, ['study_set'], readFind(query, 'study_set'));
  }

  @Route(ROUTES.study)
  study({ params }: Asked<typeof ROUTES.study>): Promise<MetadataDocument> {
    return this.byId(params.study_id, 'study_set');
  }

  @Route(ROUTES.findBiosamples)
  biosamples({ query }: Asked<typeof ROUTES.findBiosamples>): Promise<StreamableFile> {
    return findReply(this.requests, ['biosample_set'], readFind(query, 'biosample_set'));
  }

  @Route(ROUTES.biosample)
  biosample({ params }: Asked<typeof ROUTES.biosample>): Promise<MetadataDocument> {
    return this.byId(params.sample_id, 'biosample_set');
  }

  @Route(ROUTES.findDataObjects)
  dataObjects({ query }: Asked<typeof ROUTES.findDataObjects>): Promise<StreamableFile> {
    return findReply(this.requests, ['data_object_set'], readFind(query, 'data_object_set'));
  }

  @Route(ROUTES.dataObject)
  dataObject({ params }: Asked<typeof ROUTES.dataObject>): Promise<MetadataDocument> {
    return this.byId(params.data_object_id, 'data_object_set');
  }

  /** In page mode only: a page holds at most `per_page` of all collections together (D38). */
  @Route(ROUTES.findPlannedProcesses)
  async plannedProcesses({ query }: Asked<typeof ROUTES.findPlannedProcesses>): Promise<StreamableFile> {
    const find = readFind(query, 'planned processes');
    return findReply(this.requests, await this.collectionsOfProcesses(), find);
  }

  @Route(ROUTES.plannedProcess)
  async plannedProcess({ params }: Asked<typeof ROUTES.plannedProcess>): Promise<MetadataDocument> {
    const id = params.planned_process_id;
    const [collections, found] = await Promise.all([
      this.collectionsOfProcesses(),
      this.requests.request(getDocument, { id }, ONE_DOCUMENT),
    ]);
    if (collections.includes(found.collection)) return found.document;
    throw new DomainError('not-found', `${JSON.stringify(id)} is no planned process.`);
  }

  @Route(ROUTES.linkedInstances)
  linked({ query }: Asked<typeof ROUTES.linkedInstances>): Promise<StreamableFile> {
    return linkedInstances(this.requests, query);
  }

  private async byId(id: string, collection: string): Promise<MetadataDocument> {
    return (await this.requests.request(getDocument, { id, collection }, ONE_DOCUMENT)).document;
  }

  private async collectionsOfProcesses(): Promise<string[]> {
    const { collections_of_processes: collections = [] } = await this.requests.request(describeSchema, {});
    if (collections.length > 0) return collections;
    throw new DomainError('unknown-collection', 'no collection of the schema holds planned processes');
  }
}
