import { TestBed } from '@angular/core/testing';
import { AxiosAdapter, InternalAxiosRequestConfig } from 'axios';
import { AxiosClient, provideAxios, Session, withSession } from 'ngx-axios';
import { firstValueFrom, NEVER } from 'rxjs';

describe('A redirect that Node follows', () => {
  async function follow(href: string) {
    let sent: InternalAxiosRequestConfig | undefined;
    const adapter: AxiosAdapter = async (config) => {
      sent = config;
      return { config, data: '{}', headers: {}, status: 200, statusText: 'OK' };
    };
    const told: string[] = [];
    const beforeRedirect = (options: Record<string, unknown>) => told.push(String(options['href']));
    TestBed.configureTestingModule({
      providers: [
        provideAxios(
          { baseURL: 'https://api.example.com', adapter, beforeRedirect },
          withSession({ tokens: 'body', refresh: () => NEVER }),
        ),
      ],
    });
    TestBed.inject(Session).start({ accessToken: 'access-1' });
    await firstValueFrom(TestBed.inject(AxiosClient).get('/notes'));
    const headers: Record<string, string> = { ...sent!.headers.toJSON() } as Record<string, string>;
    sent!.beforeRedirect!({ href, headers }, { headers: {}, statusCode: 307 }, { headers: {}, url: '', method: 'GET' });

    return { carried: headers['Authorization'], told };
  }

  it('takes the credentials along within the allowed origins', async () => {
    const href = 'https://api.example.com/elsewhere';
    expect(await follow(href)).toEqual({ carried: 'Bearer access-1', told: [href] });
  });

  it('U7: takes none along to a subdomain', async () => {
    const href = 'https://sub.api.example.com/notes';
    expect(await follow(href)).toEqual({ carried: undefined as unknown as string, told: [href] });
  });
});
