import { type Action, type Caller, mayDo, type Workflow } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { UserDirectory } from '../auth/user-directory';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';

/**
 * Workflows of the runtime's own site that have a door of their own, and the allowance that it asks for: what they do is
 * not to be had around it. Translations of gold hand on what they make to `metadata-in-1.0.0`.
 */
const DOORS: Readonly<Record<string, Action>> = {
  'metadata-in-1.0.0': '/metadata/json:submit',
  'gold-translation-1.0.0': '/metadata/json:submit',
  'apply-changesheet-1.0.0': '/metadata/changesheets:submit',
};

/** Who may ask for a run of which workflow: anybody of most (contract 2.6). */
@Injectable()
export class WorkflowDoors {
  constructor(
    private readonly users: UserDirectory,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /** @throws DomainError `forbidden`, `unavailable` */
  async demand(workflow: Workflow, caller: Caller): Promise<void> {
    const action = DOORS[workflow.id];
    if (action !== undefined) return this.demandAllowed(workflow.id, action, caller);
    const runtimeSite = this.settings.RUNTIME_SITE_ID;
    if (!workflow.only_sites?.includes(runtimeSite) || mayDo('runtime-admin', caller, { runtimeSite }))
      return;
    const text = `'${workflow.id}' is for the runtime's own site alone: ask a user who administers '${runtimeSite}'`;
    throw new DomainError('forbidden', text);
  }

  private async demandAllowed(workflowId: string, action: Action, caller: Caller): Promise<void> {
    const name = caller.kind === 'user' ? caller.username : caller.kind === 'site' ? caller.clientId : '';
    if (name !== '' && (await this.users.isAllowed(name, action))) return;
    const text = `a run of '${workflowId}' asks for what its own door asks for: an allowance for ${action}`;
    throw new DomainError('forbidden', text);
  }
}
