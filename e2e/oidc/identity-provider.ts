import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';
import { finishInteraction } from './finish-interaction.ts';

/** What the provider has seen since it was last told to forget. */
export interface ProviderCounts {
  /** Requests to the token endpoint, whoever has answered them. */
  calls: number;
  /** Refresh tokens that were exchanged. */
  refreshes: number;
  /** Refreshes that were refused, by the error that the answer names. */
  refused: Record<string, number>;
  /** Refresh tokens that came again after they had been used up: taken for theft, and the grant revoked. */
  reuse: number;
}

/** What the token endpoint answers in the provider's place. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

/** Where it is mounted, on whatever server. */
export const MOUNTED_AT = '/oidc';

/** The two public clients that every provider knows. */
export const CLIENT_ID = 'shop';
export const OTHER_CLIENT_ID = 'another-shop';

const TOKEN_ENDPOINT = `${MOUNTED_AT}/token`;
const NOTHING_SEEN: ProviderCounts = { calls: 0, refreshes: 0, refused: {}, reuse: 0 };

/**
 * A real OpenID provider: authorization code with PKCE for public clients, and refresh tokens that are rotated. It signs
 * everybody in without a form.
 */
export class IdentityProvider {
  readonly issuer: string;
  readonly #provider: Provider;
  readonly #handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly #accessTokens = new Set<InstanceType<Provider['AccessToken']>>();
  readonly #grants = new Set<string>();
  #counts = structuredClone(NOTHING_SEEN);

  /** Answers the token endpoint in the provider's place, for as long as it is there. */
  reply: Reply | undefined;

  private constructor(issuer: string, configuration: Configuration) {
    this.issuer = issuer;
    this.#provider = new Provider(issuer, configuration);
    this.#handle = this.#provider.callback();
    this.#watch();
  }

  /**
   * @param origin - Where it is mounted.
   * @param page - The origin of the application, which its clients return to and may ask from.
   */
  static async found(origin: string, page: string): Promise<IdentityProvider> {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const client = {
      redirect_uris: [`${page}/`],
      application_type: 'native' as const, // to which plain http is allowed on this machine
      token_endpoint_auth_method: 'none' as const,
      grant_types: ['authorization_code', 'refresh_token'],
    };

    return new IdentityProvider(origin + MOUNTED_AT, {
      clients: [
        { client_id: CLIENT_ID, ...client },
        { client_id: OTHER_CLIENT_ID, ...client },
      ],
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
      cookies: { keys: ['not a secret'] },
      rotateRefreshToken: true,
      ttl: {
        AccessToken: 600,
        AuthorizationCode: 60,
        Grant: 3600,
        IdToken: 600,
        Interaction: 60,
        RefreshToken: 3600,
        Session: 3600,
      },
      features: {
        devInteractions: { enabled: false },
        revocation: { enabled: true, allowedPolicy: (_context, { clientId }, token) => token.clientId === clientId },
      },
      interactions: { url: (_context, { uid }) => `${MOUNTED_AT}/interaction/${uid}` },
      clientBasedCORS: (_context, asking) => asking === page,
      findAccount: (_context, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    });
  }

  /** Answers a request to a path under {@link MOUNTED_AT}. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '', headers } = request;
    if (method === 'POST' && url === TOKEN_ENDPOINT) {
      this.#counts.calls++;
      if (this.reply) {
        const { status = 200, headers: more, body } = this.reply;
        const cors = { 'Access-Control-Allow-Origin': headers.origin, 'Access-Control-Expose-Headers': 'Retry-After' };
        request.resume();
        response.writeHead(status, { 'Content-Type': 'application/json', ...cors, ...more }).end(body);
        return;
      }
    }
    if (url.startsWith(`${MOUNTED_AT}/interaction/`)) return finishInteraction(this.#provider, request, response);

    Object.assign(request, { originalUrl: url, url: url.slice(MOUNTED_AT.length) }); // what it mounts itself by
    await this.#handle(request, response);
  }

  get counts(): ProviderCounts {
    return structuredClone(this.#counts);
  }

  forget(): void {
    this.#counts = structuredClone(NOTHING_SEEN);
  }

  /** Whether it takes an access token for one of its own that lives. */
  async isAlive(accessToken: string): Promise<boolean> {
    return (await this.#provider.AccessToken.find(accessToken)) !== undefined;
  }

  /** Lets every access token run out, before its time. */
  async expire(): Promise<void> {
    for (const token of this.#accessTokens) await token.destroy();
    this.#accessTokens.clear();
  }

  /** Takes back all that was granted to anybody. */
  async revoke(): Promise<void> {
    for (const id of this.#grants) {
      await (await this.#provider.Grant.find(id))?.destroy();
      await this.#provider.RefreshToken.revokeByGrantId(id);
    }
    this.#grants.clear();
    await this.expire();
  }

  #watch(): void {
    const provider = this.#provider;
    const isRefresh = ({ oidc }: { oidc: { params?: Record<string, unknown> } }) =>
      oidc.params?.['grant_type'] === 'refresh_token';
    provider.on('access_token.saved', (token) => {
      this.#accessTokens.add(token);
      if (token.grantId) this.#grants.add(token.grantId);
    });
    provider.on('grant.success', (context) => {
      if (isRefresh(context)) this.#counts.refreshes++;
    });
    provider.on('grant.error', (context, { error, error_detail }) => {
      if (!isRefresh(context)) return;
      this.#counts.refused[error] = (this.#counts.refused[error] ?? 0) + 1;
      if (error_detail === 'refresh token already used') this.#counts.reuse++;
    });
  }
}
