import { isNotReplayableError } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';
import { arrivals, BACKEND, outcome, SECURE_BACKEND, setup, signIn } from '../testbed/backend';

const BYTES = crypto.getRandomValues(new Uint8Array(60_000));
const CHUNK = 1000;

/** The bytes in small pieces, as a camera or a compressor would give them. */
function stream(): ReadableStream<Uint8Array> {
  let next = 0;

  return new ReadableStream({
    pull(controller) {
      controller.enqueue(BYTES.slice(next, (next += CHUNK)));
      if (next >= BYTES.length) controller.close();
    },
  });
}

async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('A request whose body is a stream', () => {
  const OPTIONS = { adapter: 'fetch', headers: { 'Content-Type': 'application/octet-stream' } } as const;
  const uploads = async () => (await arrivals()).filter(({ url }) => url.endsWith('/files'));

  it('reaches the server as it is read, over HTTP/2', async () => {
    const { client, session } = setup({ origin: SECURE_BACKEND });
    await signIn(client, session);

    const received = await firstValueFrom(client.post<unknown>('/files', stream(), OPTIONS));

    expect(received).toEqual({ size: BYTES.length, sha256: await sha256(BYTES) });
    expect((await uploads()).map(({ body }) => body)).toEqual([await sha256(BYTES)]);
  });

  it('is one that Chromium sends over nothing less', async () => {
    const { client, session } = setup({ origin: BACKEND });
    await signIn(client, session);

    expect((await outcome(client.post('/files', stream(), OPTIONS))).error).toEqual(
      jasmine.objectContaining({ code: 'ERR_NETWORK' }),
    );
    expect(await uploads()).toEqual([]);
  });

  it('B1: is sent once, whole, and never again: its expiry ends in NotReplayableError', async () => {
    const { client, session } = setup({ origin: SECURE_BACKEND });
    const lab = await signIn(client, session);
    await lab.expire();

    const { error } = await outcome(client.post('/files', stream(), OPTIONS));

    expect(isNotReplayableError(error)).toBeTrue();
    expect((await uploads()).map(({ body }) => body)).toEqual([await sha256(BYTES)]);
    expect(await lab.counts()).toEqual(jasmine.objectContaining({ requests: 1, expired: 1, refreshes: 1 }));
  });
});
