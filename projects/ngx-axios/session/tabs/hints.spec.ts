import { Subscription } from 'rxjs';
import { Hints } from './hints';

let count = 0;

/** Lets messages arrive. */
const arrive = () => new Promise((resolve) => setTimeout(resolve, 30));

describe('Hints between tabs', () => {
  let name: string;
  let listening: Subscription;
  let heard: number[];
  let here: Hints;
  const listen = (): void => {
    here = new Hints(name, window);
    listening = here.told$().subscribe((generation) => heard.push(generation));
  };

  beforeEach(() => {
    name = `hints-${Date.now()}-${++count}`;
    heard = [];
  });
  afterEach(() => {
    listening?.unsubscribe();
    localStorage.removeItem(name);
  });

  it('X10: are heard by the others and not by who gives them, and hold a number and nothing else', async () => {
    listen();
    const other = new BroadcastChannel(name);
    const messages: unknown[] = [];
    other.onmessage = ({ data }) => messages.push(data);
    here.tell(7);
    other.postMessage({ generation: 8 });
    await arrive();
    other.close();
    expect(messages).toEqual([{ generation: 7 }]);
    expect(heard).toEqual([8]);
  });

  it('X13: are given also by a page that goes', async () => {
    listen();
    window.dispatchEvent(new Event('pagehide'));
    const other = new BroadcastChannel(name);
    const messages: unknown[] = [];
    other.onmessage = ({ data }) => messages.push(data);
    const close = spyOn(BroadcastChannel.prototype, 'close').and.callThrough();
    here.tell(7);
    expect(close).toHaveBeenCalledTimes(1);
    await arrive();
    other.close();
    window.dispatchEvent(new Event('pageshow'));
    expect(messages).toEqual([{ generation: 7 }]);
    expect(localStorage.getItem(name)).toBeNull();
  });

  it('X13: leave nothing open when the page goes', () => {
    listen();
    const close = spyOn(BroadcastChannel.prototype, 'close').and.callThrough();
    window.dispatchEvent(new Event('pagehide'));
    expect(close).toHaveBeenCalledTimes(1);
    window.dispatchEvent(new Event('pageshow'));
    listening.unsubscribe();
    expect(close).toHaveBeenCalledTimes(2);
  });

  it('X10: that are none are not heard', async () => {
    listen();
    const other = new BroadcastChannel(name);
    for (const hint of [
      null,
      1,
      'generation',
      {},
      { generation: '9' },
      [],
      { generation: null },
      new Map(),
      new Date(),
    ])
      other.postMessage(hint);
    other.postMessage({ generation: 10 });
    await arrive();
    other.close();
    expect(heard).toEqual([10]);
  });

  it('X18: are not listened to while the page is away, and again when it is back', async () => {
    listen();
    const other = new BroadcastChannel(name);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    other.postMessage({ generation: 1 });
    here.tell(2);
    await arrive();
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    other.postMessage({ generation: 3 });
    await arrive();
    other.close();
    expect(heard).toEqual([3]);
  });

  describe('where there are no channels', () => {
    const Original = BroadcastChannel;
    afterEach(() => (globalThis.BroadcastChannel = Original));

    for (const [what, Channel] of [
      ['are missing', undefined],
      [
        'are refused',
        function (): never {
          throw new DOMException('no', 'SecurityError');
        },
      ],
    ] as const) {
      it(`X9: come by storage events where channels ${what}`, async () => {
        globalThis.BroadcastChannel = Channel as unknown as typeof BroadcastChannel;
        listen();
        here.tell(4);
        expect(JSON.parse(localStorage.getItem(name)!)).toEqual({ generation: 4 });
        const frame = document.body.appendChild(document.createElement('iframe'));
        const store = frame.contentWindow!.localStorage;
        store.setItem(name, JSON.stringify({ generation: 5 }));
        store.setItem(name, 'no JSON');
        store.setItem(`${name}-of-another`, JSON.stringify({ generation: 6 }));
        store.removeItem(name);
        await arrive();
        store.removeItem(`${name}-of-another`);
        frame.remove();
        expect(heard).toEqual([5]);
      });
    }

    it('X9: are let be where nothing can be stored either', () => {
      globalThis.BroadcastChannel = undefined as unknown as typeof BroadcastChannel;
      spyOn(Storage.prototype, 'setItem').and.throwError(new DOMException('no', 'SecurityError'));
      listen();
      expect(() => here.tell(1)).not.toThrow();
    });
  });
});
