import { setTimeout as wait } from 'node:timers/promises';
import { answered, are, atMost, notes, writes } from '../stage/judge.ts';
import { heldRefresh } from './held-refresh.ts';
import type { Group } from './scenario.ts';

/** Longer than the leeway of ten seconds that one of the systems takes. In seconds. */
const LIFETIME = 12;

export const storm: Group = {
  title: 'Many requests at once',
  scenarios: [
    {
      promise: '25 requests that are refused together make one refresh, and all are answered',
      judgedBy: '25 answers; one refresh call at the server; nothing sent more than twice',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        answered(await scene.ask(notes(25)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
        atMost('sends of one request', scene.mostSends(), 2);
      },
    },
    {
      promise: '100 requests, which the browser sends six at a time, make one refresh, and all are answered',
      judgedBy: '100 answers; one refresh call at the server',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        answered(await scene.ask(notes(100)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A request that starts while the refresh runs waits for it, and never leaves with the old token',
      judgedBy: 'all answered; each of the late ones arrives once',
      refreshes: true,
      async play(scene) {
        const { refresh, sent: first } = await heldRefresh(scene, notes(1, 'first'));
        const late = await scene.send(notes(5, 'late'));
        refresh.release();
        answered(await scene.outcomes([...first, ...late]));
        are('arrivals of the late requests', scene.arrivals('late').length, 5);
      },
    },
    {
      promise: 'Ten notes that are refused together are each written once',
      judgedBy: 'ten answers; the server has ten notes; one refresh call',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.expire();
        answered(await scene.ask(writes(10)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
        const [list] = answered(await scene.ask(notes(1, 'list')));
        are('notes', (list as { answer: unknown[] }).answer.length, 10);
      },
    },
    {
      promise: 'The second time that the token expires goes like the first',
      judgedBy: 'all answered, twice; two refresh calls',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        for (const time of ['once', 'again']) {
          await scene.expire();
          answered(await scene.ask(notes(10, time)));
        }
        are('refresh calls', (await scene.counts()).refreshCalls, 2);
      },
    },
    {
      promise: '25 requests after the token has run out in the course of time make one refresh, and all are answered',
      judgedBy: '25 answers; one refresh call at the server',
      refreshes: true,
      circumstances: { lifetime: LIFETIME },
      async play(scene) {
        await scene.signIn();
        await wait(LIFETIME * 1000 + 300);
        answered(await scene.ask(notes(25)));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A token that is known to have run out is refreshed first, so that no request is refused',
      judgedBy: 'five answers; one refresh call; the server has refused nothing',
      refreshes: true,
      needs: ['lifetime'],
      circumstances: { lifetime: LIFETIME },
      async play(scene) {
        await scene.signIn();
        await wait(LIFETIME * 1000 + 300);
        answered(await scene.ask(notes(5)));
        const { refreshCalls, expired } = await scene.counts();
        are('refresh calls', refreshCalls, 1);
        are('requests that the server refused', expired, 0);
      },
    },
  ],
};
