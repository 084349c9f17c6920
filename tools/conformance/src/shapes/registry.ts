import type { Shape } from '../compare';

/** Registries, sites and users (contract 1.2). */
export const registryEntry: Shape = {
  name: 'ObjectType or Capability',
  must: { id: 'text', created_at: 'time' },
  may: { name: 'text', description: 'text' },
};

export const workflow: Shape = {
  name: 'Workflow',
  must: { id: 'text' },
  may: { created_at: 'time', name: 'text', description: 'text', capability_ids: { listOf: 'text' } },
};

export const trigger: Shape = {
  name: 'Trigger',
  must: { id: 'text', created_at: 'time', object_type_id: 'text', workflow_id: 'text' },
};

/** Clients and their secrets are never shown (contract 1.2, D14). */
export const site: Shape = {
  name: 'Site',
  must: { id: 'text', capability_ids: { listOf: 'text' } },
  never: ['clients'],
};

export const siteInDb: Shape = { name: 'SiteInDB', must: { ...site.must, clients: 'list' } };

export const credentials: Shape = {
  name: 'Credentials',
  must: {
    client_id: /^[^:]+$/,
    client_secret: /^(?=.*[a-z])(?=.*[A-Z])(?=(.*\d){3})[A-Za-z0-9!@#$%^*\-_+=]{12}$/,
  },
};

export const user: Shape = {
  name: 'User',
  must: { username: 'text' },
  may: { email: 'text', full_name: 'text', site_admin: { listOf: 'text' }, disabled: 'flag' },
  never: ['password', 'hashed_password'],
};

export const allowance: Shape = { name: 'Allowance', must: { username: 'text', action: 'text' } };

export const token: Shape = {
  name: 'Token',
  must: { access_token: 'text', token_type: ['bearer'], expires: 'object' },
};
