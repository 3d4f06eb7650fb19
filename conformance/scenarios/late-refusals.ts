import { answered, are, notes, settled } from '../stage/judge.ts';
import type { Scene } from '../stage/scene.ts';
import type { Group } from './scenario.ts';

/** A request with the old token is held before the server has read it. */
async function lateRequest(scene: Scene) {
  await scene.signIn();
  await scene.takeBack();
  const late = scene.hold('late');
  const sent = await scene.send(notes(1, 'late'));
  await scene.reached(late, sent);

  return { late, sent };
}

export const lateRefusals: Group = {
  title: 'A 401 that comes late',
  scenarios: [
    {
      promise: 'A 401 to the old token that arrives after the refresh makes no second refresh, and is recovered',
      judgedBy: 'both answered; one refresh call',
      refreshes: true,
      async play(scene) {
        const { late, sent } = await lateRequest(scene);
        answered(await scene.ask(notes(1, 'first')));
        late.release();
        answered(await scene.outcomes(sent));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A 401 that arrives while the first request is sent again is recovered without another refresh',
      judgedBy: 'both answered; one refresh call',
      refreshes: true,
      async play(scene) {
        await scene.signIn();
        await scene.takeBack();
        const late = scene.hold('late');
        const again = scene.hold('first', { after: 1 });
        const sent = await scene.send([...notes(1, 'late'), ...notes(1, 'first')]);
        await scene.reached(late, sent);
        await scene.reached(again, sent.slice(1));
        late.release();
        answered(await scene.outcomes(sent.slice(0, 1)));
        again.release();
        answered(await scene.outcomes(sent));
        are('refresh calls', (await scene.counts()).refreshCalls, 1);
      },
    },
    {
      promise: 'A 401 that arrives after the user has signed out refreshes nothing and is not sent again',
      judgedBy: 'the request has settled; no refresh call; one arrival',
      refreshes: false,
      async play(scene) {
        const { late, sent } = await lateRequest(scene);
        await scene.signOut();
        late.release();
        settled(await scene.outcomes(sent));
        are('refresh calls', (await scene.counts()).refreshCalls, 0);
        are('arrivals', scene.arrivals('late').length, 1);
      },
    },
  ],
};
