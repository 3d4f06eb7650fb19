import type { Errand } from '../page/errand.ts';
import type { HowToHold, Held } from '../stage/doorman.ts';
import type { Scene } from '../stage/scene.ts';

/** Somebody is signed in whose access token has expired; the refresh that requests bring about is held at the server's door. */
export async function heldRefresh(
  scene: Scene,
  errands: readonly Errand[],
  how?: Partial<HowToHold>,
): Promise<{ refresh: Held; sent: number[] }> {
  await scene.signIn();
  await scene.expire();
  const refresh = scene.hold(scene.refreshPath, how);
  const sent = await scene.send(errands);
  await scene.reached(refresh, sent);

  return { refresh, sent };
}
