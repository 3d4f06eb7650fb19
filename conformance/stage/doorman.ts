import type { FastifyInstance } from 'fastify';
import { Journal } from '../../server/journal.ts';

/** Holds back what goes through the door, until it is let go. */
export interface Held {
  readonly part: string;
  /** Resolves when something is held. */
  readonly arrived: Promise<void>;
  release(): void;
}

export interface HowToHold {
  /** When they arrive, or when the server has done its part and answers. */
  at: 'arrival' | 'reply';
  /** How many go through before. */
  after: number;
  /** How many are held then. */
  only: number;
}

interface Order extends HowToHold {
  readonly part: string;
  readonly arrive: () => void;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/** The journal of a server whose door can be held: what is in the middle stays there as long as a scenario wants. */
export class Doorman extends Journal {
  readonly #refused = new Map<string, { readonly status: number; readonly body: object }>();
  #orders: Order[] = [];

  /** Holds requests with this in their URL. */
  hold(part: string, { at = 'arrival', after = 0, only = Infinity }: Partial<HowToHold> = {}): Held {
    const arrived = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.#orders.push({
      part,
      after,
      only,
      at,
      arrive: arrived.resolve,
      released: released.promise,
      release: released.resolve,
    });

    return { part, arrived: arrived.promise, release: released.resolve };
  }

  /** Answers requests with this in their URL so, whatever they bring. */
  refuse(part: string, answer: { readonly status: number; readonly body: object }): void {
    this.#refused.set(part, answer);
  }

  /** Lets go of everything, for the next scenario. */
  forget(): void {
    for (const { release } of this.#orders) release();
    this.#orders = [];
    this.#refused.clear();
  }

  override watch(app: FastifyInstance): void {
    super.watch(app);
    app.addHook('onRequest', async ({ url, method }, reply) => {
      if (method === 'OPTIONS') return;
      await this.#wait(url, 'arrival');
      const [, refusal] = [...this.#refused].find(([part]) => url.includes(part)) ?? [];
      if (refusal) return reply.code(refusal.status).header('access-control-allow-origin', '*').send(refusal.body);
    });
    app.addHook('onSend', async ({ url, method }, _reply, payload) => {
      if (method !== 'OPTIONS') await this.#wait(url, 'reply');

      return payload;
    });
  }

  async #wait(url: string, at: Order['at']): Promise<void> {
    const order = this.#orders.find((one) => one.at === at && url.includes(one.part));
    if (!order || order.after-- > 0 || order.only-- <= 0) return;

    order.arrive();
    await order.released;
  }
}
