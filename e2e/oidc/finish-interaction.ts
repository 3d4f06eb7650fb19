import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';

/** What the provider misses of a consent. */
interface Missing {
  readonly missingOIDCScope?: string[];
  readonly missingOIDCClaims?: string[];
}

/** Answers the provider's forms in the user's place: signs in `ada`, or whoever is hinted at, and grants whatever is asked for. */
export async function finishInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    const { login_hint: accountId = 'ada' } = params as { login_hint?: string };

    return provider.interactionFinished(request, response, { login: { accountId } });
  }
  const { missingOIDCScope = [], missingOIDCClaims = [] } = prompt.details as Missing;
  const known = grantId ? await provider.Grant.find(grantId) : undefined;
  const grant = known ?? new provider.Grant({ accountId: session!.accountId, clientId: params['client_id'] as string });
  grant.addOIDCScope(missingOIDCScope);
  grant.addOIDCClaims(missingOIDCClaims);

  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}
