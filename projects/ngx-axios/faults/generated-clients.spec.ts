import { isAxiosError } from 'axios';
import { listNotes } from 'generated/hey-api'; // `npm run clients`
import { client as exported } from 'generated/hey-api/client.gen';
import { createClient } from 'generated/hey-api/client';
import { Api } from 'generated/swagger-typescript-api/api';
import { isSessionEndedError, isSessionError } from 'ngx-axios';
import { allowTokensAt, arrivals, BACKEND, ELSEWHERE, setup, signIn } from '../testbed/backend';
import { GENERATED, heyApiOver } from '../testbed/generated-clients';

const OTHER_BASE = `${ELSEWHERE}/body/api`;

/** What one client under test has at the server after a sign-in whose access token has expired. */
async function expired(options: Parameters<typeof setup>[0] = {}) {
  const { client, session, ended } = setup(options);
  const lab = await signIn(client, session);
  await lab.expire();

  return { axiosRef: client.axiosRef, lab, ended };
}

/** The hosts that requests for the notes have reached, and how many of the server's tokens each had. */
const reached = async () =>
  (await arrivals())
    .filter(({ url }) => url.startsWith('/body/api/notes'))
    .map(({ host, tokens }) => [host, tokens.length]);

/** The answer to whoever takes no part in the session. */
function expectPlain401(failure: unknown): void {
  expect(isAxiosError(failure) && failure.response?.status).toBe(401);
  expect(isSessionError(failure)).toBeFalse();
}

for (const [name, over] of Object.entries(GENERATED)) {
  describe(`A client of ${name}`, () => {
    it('U1: with a base URL of another origin gets no token, no refresh, and its 401 as it is', async () => {
      const { axiosRef, lab, ended } = await expired();
      expectPlain401(await over(axiosRef).listNotes('1', { baseURL: OTHER_BASE }).outcome);
      expect(await reached()).toEqual([[new URL(ELSEWHERE).host, 0]]);
      expect([ended, (await lab.counts()).refreshCalls]).toEqual([[], 0]);
    });

    it('takes part at another origin that is listed', async () => {
      allowTokensAt(ELSEWHERE);
      const { axiosRef, lab } = await expired({ session: { origins: [BACKEND, ELSEWHERE] } });
      expect(await over(axiosRef).listNotes('1', { baseURL: OTHER_BASE }).outcome).toEqual(jasmine.any(Array));
      const { host } = new URL(ELSEWHERE);
      expect(await reached()).toEqual([
        [host, 1],
        [host, 1],
      ]);
      expect(await lab.counts()).toEqual(jasmine.objectContaining({ expired: 1, refreshCalls: 1, refreshes: 1 }));
    });

    it('R9: takes no part with a request that says so', async () => {
      const { axiosRef, lab } = await expired();
      expectPlain401(await over(axiosRef).listNotes('1', { session: false }).outcome);
      expect(await reached()).toEqual([[new URL(BACKEND).host, 0]]);
      expect((await lab.counts()).refreshCalls).toBe(0);
    });

    it('takes no part over an instance that was made from axiosRef, of which development warns', async () => {
      const warn = spyOn(console, 'warn');
      const { axiosRef, lab } = await expired();
      expectPlain401(await over(axiosRef.create()).listNotes('1').outcome);
      expect((await lab.counts()).refreshCalls).toBe(0);
      expect(warn).toHaveBeenCalledOnceWith(jasmine.stringContaining('axiosRef.create()'));
    });
  });
}

describe('A client of @hey-api/openapi-ts', () => {
  it('makes no instance of its own when it is created with one', () => {
    const { axiosRef } = setup().client;
    expect(createClient({ axios: axiosRef }).instance).toBe(axiosRef);
  });

  it('takes part as the exported client too, which is given the instance later', async () => {
    const { axiosRef, lab } = await expired();
    exported.setConfig({ axios: axiosRef, baseURL: undefined });
    expect(await heyApiOver(exported).listNotes('1').outcome).toEqual(jasmine.any(Array));
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 2, refreshes: 1 }));
  });

  it('hands the error of the session out as its result where it does not throw', async () => {
    const { axiosRef, lab } = await expired();
    await lab.revoke();
    const result = await listNotes({ client: createClient({ axios: axiosRef }), throwOnError: false });
    expect(isSessionEndedError(result)).toBeTrue();
    expect(result.error).toEqual({ title: 'The access token has expired.' });
  });
});

describe('A client of swagger-typescript-api', () => {
  it('takes no part with the instance that it makes itself', async () => {
    const { lab } = await expired();
    const own = new Api({ baseURL: `${BACKEND}/body/api` });
    expectPlain401(await own.notes.listNotes().catch((error: unknown) => error));
    expect([await reached(), (await lab.counts()).refreshCalls]).toEqual([[[new URL(BACKEND).host, 0]], 0]);
  });
});
