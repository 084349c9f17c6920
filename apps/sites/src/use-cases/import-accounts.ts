import {
  type Caller,
  demandImporter,
  type ImportAnswer,
  type ImportedAllowance,
  type ImportedEntry,
  type ImportedSite,
  type ImportedUser,
  nameOfCaller,
} from '@callboard/contracts';
import { type Log, onceKept } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { checkName } from '../domain/name-rule';
import { IMPORTS_STORE, type ImportsStore } from './imports-store';

/** What the importer brings to this service, by kind. */
export type Accounts =
  | { readonly kind: 'capabilities'; readonly items: readonly ImportedEntry[] }
  | { readonly kind: 'users'; readonly items: readonly ImportedUser[] }
  | { readonly kind: 'sites'; readonly items: readonly ImportedSite[] }
  | { readonly kind: 'allowances'; readonly items: readonly ImportedAllowance[] };

/** Takes in who might speak to another runtime: they log in here by the secrets that they have (ADR 24). */
@Injectable()
export class ImportAccounts {
  constructor(
    @Inject(IMPORTS_STORE) private readonly store: ImportsStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Refusals: `forbidden` to everybody but the importer, `invalid-input` for a name that misleads. */
  async execute(accounts: Accounts, caller: Caller): Promise<ImportAnswer[]> {
    demandImporter(caller);
    const answers = await this.take(accounts, nameOfCaller(caller));
    const taken = answers.filter(({ outcome }) => outcome === 'taken').length;
    if (taken > 0) onceKept(() => this.log.info({ kind: accounts.kind, taken }, 'imported'));
    return answers;
  }

  private take(accounts: Accounts, who: string): Promise<ImportAnswer[]> {
    switch (accounts.kind) {
      case 'capabilities':
        return this.store.capabilities(accounts.items);
      case 'users':
        for (const { username } of accounts.items) checkName('a username', username);
        return this.store.users(accounts.items);
      case 'sites':
        for (const { id } of accounts.items) checkName('the id of a site', id);
        return this.store.sites(accounts.items);
      case 'allowances':
        return this.store.allowances(accounts.items, who);
    }
  }
}
