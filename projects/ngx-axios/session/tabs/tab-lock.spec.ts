import { TabLock } from './tab-lock';

let count = 0;
const never = new AbortController().signal;
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** A frame of this page: another holder, as far as the browser's locks go. */
function frame(): { readonly locks: LockManager; readonly remove: () => void } {
  const element = document.body.appendChild(document.createElement('iframe'));

  return { locks: element.contentWindow!.navigator.locks, remove: () => element.remove() };
}

describe('The lock of tabs', () => {
  let name: string;
  beforeEach(() => (name = `lock-${Date.now()}-${++count}`));

  it('X1: lets one in after the other, in order, and answers what each answers', async () => {
    const log: string[] = [];
    const task = (who: string) => async (isAlone: boolean) => {
      log.push(`${who} in ${isAlone}`);
      await sleep(5);
      log.push(`${who} out`);

      return who;
    };
    const locks = [new TabLock(name, 10_000), new TabLock(name, 10_000), new TabLock(name, 10_000)];
    const answers = await Promise.all(locks.map((lock, n) => lock.run(task(`${n}`), never)));
    expect(answers).toEqual(['0', '1', '2']);
    expect(log).toEqual(['0 in true', '0 out', '1 in true', '1 out', '2 in true', '2 out']);
  });

  it('X7: is released when something throws under it', async () => {
    const lock = new TabLock(name, 10_000);
    const broken = lock.run(async () => {
      throw new Error('broken');
    }, never);
    await expectAsync(broken).toBeRejectedWithError('broken');
    const thrown = lock.run(() => {
      throw new Error('at once');
    }, never);
    await expectAsync(thrown).toBeRejectedWithError('at once');
    expect(await lock.run(async () => 'next', never)).toBe('next');
  });

  it('lets who waits leave, without keeping anybody up', async () => {
    const lock = new TabLock(name, 10_000);
    const leaving = new AbortController();
    let release!: () => void;
    const held = lock.run(() => new Promise<void>((resolve) => (release = resolve)), never);
    await sleep(5);
    const task = jasmine.createSpy('task');
    const waiting = lock.run(task, leaving.signal);
    await sleep(5);
    leaving.abort();
    await expectAsync(waiting).toBeRejected();
    await expectAsync(lock.run(task, leaving.signal)).toBeRejected();
    release();
    await held;
    expect(task).not.toHaveBeenCalled();
    expect(await lock.run(async () => 'free', never)).toBe('free');
  });

  it('does not stop who is in when they leave', async () => {
    const leaving = new AbortController();
    const done = new TabLock(name, 10_000).run(async () => {
      leaving.abort();
      await sleep(5);

      return 'done';
    }, leaving.signal);
    expect(await done).toBe('done');
  });

  it('X4: is taken over from a holder who has it for longer than any holder works', async () => {
    const { locks, remove } = frame();
    void locks.request(name, () => new Promise(() => undefined)).catch(() => undefined);
    await sleep(20);
    const began = performance.now();
    expect(await new TabLock(name, 100).run(async (isAlone) => isAlone, never)).toBeTrue();
    expect(performance.now() - began).toBeGreaterThanOrEqual(99);
    remove();
  });

  it('X4: what has lost the lock goes on, and its answer is its own', async () => {
    let finish!: (value: string) => void;
    const late = new TabLock(name, 10_000).run(() => new Promise<string>((resolve) => (finish = resolve)), never);
    await sleep(10);
    await navigator.locks.request(name, { steal: true }, async () => undefined);
    finish('late');
    expect(await late).toBe('late');
  });

  it('X5: is taken over once, however many wait for it', async () => {
    const { locks, remove } = frame();
    void locks.request(name, () => new Promise(() => undefined)).catch(() => undefined);
    await sleep(20);
    let inside = 0;
    let most = 0;
    const steals = spyOn(LockManager.prototype, 'request').and.callThrough();
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(30); // ten of them take longer than the patience
      inside--;
    };
    await Promise.all(Array.from({ length: 10 }, () => new TabLock(name, 200).run(work, never)));
    const taken = steals.calls.allArgs().filter(([, how]) => (how as LockOptions).steal);
    expect(taken.length).toBe(1);
    expect(most).toBe(1);
    remove();
  });

  for (const [what, locks] of [
    ['there are none', undefined],
    ['they are refused', { request: () => Promise.reject(new DOMException('sandboxed', 'SecurityError')) }],
    [
      'naming them throws',
      {
        request: () => {
          throw new DOMException('detached', 'InvalidStateError');
        },
      },
    ],
  ] as const) {
    it(`X8: keeps nobody from anything where ${what}, and says so`, async () => {
      spyOnProperty(navigator, 'locks').and.returnValue(locks as unknown as LockManager);
      expect(await new TabLock(name, 10_000).run(async (isAlone) => isAlone, never)).toBeFalse();
    });
  }
});
