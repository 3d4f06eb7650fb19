import { setTimeout as wait } from 'node:timers/promises';
import { answered, are, notes, settled } from '../stage/judge.ts';
import { heldRefresh } from './held-refresh.ts';
import type { Group } from './scenario.ts';

/** Long enough that a request which does not wait has been sent and refused. In milliseconds. */
const A_WHILE = 300;

export const cancelling: Group = {
  title: 'Leaving the page',
  scenarios: [
    {
      promise: 'Who cancels a request that waits for the refresh is rid of it at once, and it is not sent any more',
      judgedBy: 'it has settled while the refresh still runs; no further arrival; the other is answered',
      refreshes: true,
      async play(scene) {
        const { refresh, sent: first } = await heldRefresh(scene, notes(1, 'first'), { at: 'reply' });
        const waiting = await scene.send(notes(1, 'waiting'));
        await wait(A_WHILE);
        const arrivals = scene.arrivals('waiting').length;
        await scene.cancel(waiting);
        settled(await scene.outcomes(waiting, 2_000));
        refresh.release();
        answered(await scene.outcomes(first));
        await wait(A_WHILE);
        are('arrivals after cancelling', scene.arrivals('waiting').length - arrivals, 0);
      },
    },
    {
      promise: 'Who cancels the request that started the refresh takes nothing from the others',
      judgedBy: 'five answers; one refresh call',
      refreshes: true,
      async play(scene) {
        const { refresh, sent: first } = await heldRefresh(scene, notes(1, 'first'), { at: 'reply' });
        const others = await scene.send(notes(5, 'other'));
        await wait(A_WHILE);
        await scene.cancel(first);
        await wait(A_WHILE);
        refresh.release();
        answered(await scene.outcomes(others));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'When all who wait have left, what the refresh brings is kept for the next one',
      judgedBy: 'the next request is answered; one refresh call',
      refreshes: true,
      async play(scene) {
        const { refresh, sent: waiting } = await heldRefresh(scene, notes(3), { at: 'reply' });
        await scene.cancel(waiting);
        await wait(A_WHILE);
        refresh.release();
        answered(await scene.ask(notes(1, 'next')));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A request that is cancelled on its way is hung up on at the server',
      judgedBy: 'the server sees the connection close',
      refreshes: false,
      async play(scene) {
        await scene.signIn();
        const answer = scene.hold('note', { at: 'reply' });
        const sent = await scene.send(notes(1));
        await scene.reached(answer, sent);
        await scene.cancel(sent);
        await scene.until(async () => (await scene.counts()).aborted === 1, 'the server is hung up on');
      },
    },
  ],
};
