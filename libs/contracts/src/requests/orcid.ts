import { z } from 'zod';
import { defineRequest } from '../envelope';
import { ORCID_TOKEN_CHARACTERS, tokenReply } from '../http/sites';
import { clientAddress } from './sites';

export const logInByOrcid = defineRequest('sites', 'log-in-by-orcid', {
  about:
    'Exchanges an ID token of ORCID for an access token of one day, for the user whose name is the ORCID iD, who is ' +
    'made when there is none. Failures are counted as those of `issue-token`. Without the setting `ORCID_JWKS` every ' +
    'token is `wrong-credentials`.',
  refusals: ['wrong-credentials', 'too-many-requests'],
  input: z.object({ id_token: z.string().min(1).max(ORCID_TOKEN_CHARACTERS), ...clientAddress }),
  output: tokenReply,
});
