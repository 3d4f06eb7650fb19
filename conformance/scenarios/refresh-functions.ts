import { answered, are, failed, notes } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

/** The application's function misbehaves. Nobody waits for ever, and when it works again, so does everything. */
async function survive(scene: Scene): Promise<void> {
  await scene.signIn();
  await scene.expire();
  failed(await scene.ask(notes(5)));
  are('a call of the function at all', (await scene.calls()) > 0, true);
  await scene.mend();
  await scene.soonAnswered();
}

export const refreshFunctions: Group = {
  title: 'The function that refreshes',
  scenarios: [
    {
      promise: 'It throws: the requests fail, and when it works again they are answered',
      judgedBy: 'five failures; then an answer within ten seconds',
      refreshes: true,
      circumstances: { refreshing: 'throws' },
      play: survive,
    },
    {
      promise: 'It answers at once, without a request of its own: the request is answered',
      judgedBy: 'an answer',
      refreshes: true,
      needs: ['body-tokens'],
      circumstances: { refreshing: 'at-once' },
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        await scene.haveTokensReady();
        answered(await scene.ask(notes(1)));
        are('a call of the function at all', (await scene.calls()) > 0, true);
      },
    },
    {
      promise: 'It ends without a result: the requests fail, and when it works again they are answered',
      judgedBy: 'five failures; then an answer within ten seconds',
      refreshes: true,
      circumstances: { refreshing: 'empty' },
      play: survive,
    },
    {
      promise: 'It never comes to an end: the requests fail in time, and when it works again they are answered',
      judgedBy:
        'five failures; then an answer within ten seconds; a deadline of one second where there is such a setting',
      refreshes: true,
      circumstances: { refreshing: 'never', deadline: 1_000 },
      play: survive,
    },
    {
      promise: 'The server never answers the refresh: the requests fail in time, and when it does they are answered',
      judgedBy: 'the same; a timeout of one second for every client, also the one that sends the refresh',
      refreshes: true,
      circumstances: { timeout: 1_000, deadline: 1_000 },
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        await scene.faults({ refresh: { hang: 'arrival' } });
        failed(await scene.ask(notes(5)));
        are('a refresh call at all', (await scene.counts()).refreshCalls > 0, true);
        await scene.faults({});
        await scene.soonAnswered();
      },
    },
    {
      promise:
        'It sends through the client that is being refreshed, as the documentation says: it does not wait for itself',
      judgedBy: 'an answer; one refresh call',
      refreshes: true,
      needs: ['same-client'],
      circumstances: { refreshing: 'same-client' },
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        answered(await scene.ask(notes(1)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
  ],
};
