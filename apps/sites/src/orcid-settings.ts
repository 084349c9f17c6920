import { readSettings } from '@callboard/service-kit';
import { z } from 'zod';
import type { OrcidSettings } from './tokens/orcid-tokens';

/** Public RSA keys; one with a private part was put here by mistake. */
const jwks = z.object({
  keys: z
    .array(
      z
        .looseObject({ kty: z.literal('RSA'), n: z.string().min(1), e: z.string().min(1) })
        .refine((key) => !('d' in key), 'must hold public keys only'),
    )
    .min(1)
    .max(20),
});

const keySet = z.string().transform((text, context): OrcidSettings['jwks'] => {
  try {
    return jwks.parse(JSON.parse(text));
  } catch {
    const message =
      'must be a JWK set of public RSA keys as JSON, such as that of https://orcid.org/oauth/jwks';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
});

/** Log-in by ORCID: off unless `ORCID_JWKS` is set. */
const orcidSettings = z
  .object({
    ORCID_JWKS: keySet.optional(),
    ORCID_ISSUER: z.url('must be a URL').default('https://orcid.org'),
    ORCID_AUDIENCE: z.string().max(200).optional(),
  })
  .refine(({ ORCID_JWKS, ORCID_AUDIENCE }) => ORCID_JWKS === undefined || ORCID_AUDIENCE, {
    // Without it the tokens that people gave to any other application would be taken.
    path: ['ORCID_AUDIENCE'],
  });

/** @throws SettingsError naming every fault */
export function readOrcidSettings(env: NodeJS.ProcessEnv = process.env): OrcidSettings | undefined {
  const {
    ORCID_JWKS: keys,
    ORCID_ISSUER: issuer,
    ORCID_AUDIENCE: audience,
  } = readSettings(orcidSettings, env);
  return keys === undefined || audience === undefined ? undefined : { jwks: keys, issuer, audience };
}
