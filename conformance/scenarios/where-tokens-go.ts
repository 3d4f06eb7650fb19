import { are, failed, settled } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

async function elsewhere(scene: Scene, url: string): Promise<void> {
  await scene.signIn();
  settled(await scene.ask([{ url }]));
  are('requests to another host with a token', scene.withToken('elsewhere').length, 0);
}

export const whereTokensGo: Group = {
  title: 'Where the token goes',
  scenarios: [
    {
      promise: 'A whole URL with a host that begins like the API’s gets no token',
      judgedBy: 'the tokens in what arrives at localhost.evil.test',
      refreshes: false,
      needs: ['body-tokens'],
      play: (scene) => elsewhere(scene, `http://localhost.evil.test:${scene.port}${scene.prefix}/notes?n=elsewhere`),
    },
    {
      promise: 'A URL that begins with two slashes and leads to another host gets no token',
      judgedBy: 'the tokens in what arrives at evil.test',
      refreshes: false,
      needs: ['body-tokens'],
      play: (scene) => elsewhere(scene, `//evil.test:${scene.port}${scene.prefix}/notes?n=elsewhere`),
    },
    {
      promise: 'The 401 of another host refreshes nothing',
      judgedBy: 'no refresh call',
      refreshes: false,
      async play(scene) {
        await scene.signIn();
        scene.refuse('elsewhere');
        const url = `http://localhost.evil.test:${scene.port}${scene.prefix}/notes?n=elsewhere`;
        settled(await scene.askUnlessEndless([{ url }], 'elsewhere'));
        are('refresh calls', (await scene.counts()).refreshCalls, 0);
      },
    },
    {
      promise: 'The error that a request fails with gives no token away',
      judgedBy: 'the tokens are searched for in everything that the error leads to',
      refreshes: false,
      needs: ['body-tokens'],
      async play(scene) {
        await scene.signIn();
        const [outcome] = failed(await scene.ask([{ url: '/there-is-no-such-thing' }]));
        are('error with a token', outcome!.leaks, false);
      },
    },
  ],
};
