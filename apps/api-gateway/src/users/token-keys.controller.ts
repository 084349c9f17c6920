import { type Jwks, listTokenKeys, ROUTES } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller, Header } from '@nestjs/common';
import { Route } from '../routing/route.decorator';

/** How long others may keep the keys, in seconds: a new one is published before it signs anything. */
const KEEP_S = 60;

@Controller()
export class TokenKeysController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.jwks)
  @Header('Cache-Control', `public, max-age=${KEEP_S}`)
  async keys(): Promise<Jwks> {
    const { keys } = await this.requests.request(listTokenKeys, {});
    return { keys: keys.map(publicPart) };
  }
}

/** Members of a JWK that are for everybody (RFC 7517, RFC 8037); whatever a newer service may send beside stays here. */
const PUBLIC = ['kid', 'kty', 'alg', 'use', 'crv', 'x'];

function publicPart(key: Jwks['keys'][number]): Jwks['keys'][number] {
  const told = Object.entries(key).filter(([name]) => PUBLIC.includes(name));
  return { ...Object.fromEntries(told), kid: key.kid, kty: key.kty };
}
