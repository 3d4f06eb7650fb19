import { PLATFORM_ID } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { AxiosAdapter } from 'axios';
import { AxiosClient, provideAxios, provideServerRequests } from 'ngx-axios';
import { firstValueFrom } from 'rxjs';

/** Asks, and answers the base URL that the adapter was given. */
async function basedOn(baseURL: string | undefined, url: string, origin?: string): Promise<string | undefined> {
  let seen: string | undefined;
  const adapter: AxiosAdapter = async (config) => {
    seen = config.baseURL;
    return { config, data: '{}', headers: {}, status: 200, statusText: 'OK' };
  };
  TestBed.configureTestingModule({
    providers: [
      { provide: PLATFORM_ID, useValue: 'server' },
      provideAxios({ baseURL, adapter }),
      origin === undefined ? [] : provideServerRequests({ origin }),
    ],
  });
  await firstValueFrom(TestBed.inject(AxiosClient).get(url));

  return seen;
}

describe('A client on a server', () => {
  it('completes a relative URL with the origin that the application names', async () => {
    expect(await basedOn('/api', '/notes', 'http://localhost:4000')).toBe('http://localhost:4000/api');
  });

  it('does so without a base URL, too', async () => {
    expect(await basedOn(undefined, '/notes', 'http://localhost:4000')).toBe('http://localhost:4000/');
  });

  it('leaves an absolute base URL and an absolute URL as they are', async () => {
    expect(await basedOn('https://api.example.com/v1', '/notes', 'http://localhost:4000')).toBe(
      'https://api.example.com/v1',
    );
    TestBed.resetTestingModule();
    expect(await basedOn('/api', 'https://other.example.com/notes')).toBe('/api');
  });

  it('gives an absolute URL no base that it has not had, where one would count for such URLs too', async () => {
    expect(await basedOn(undefined, 'https://other.example.com/notes', 'http://localhost:4000')).toBeUndefined();
  });

  it('says what is missing where a relative URL leads nowhere', async () => {
    await expectAsync(basedOn('/api', '/notes')).toBeRejectedWithError(
      'On a server /api/notes leads nowhere: add `provideServerRequests({ origin })` to the providers of the server.',
    );
  });
});
