import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { Journal } from './journal.ts';
import { createServer } from './server.ts';
import { Verdict } from './verdict.ts';

/** A server for the tests of the calling suite, which fail when what arrives there breaks an invariant that they do not expect to break. */
export class JudgedServer {
  readonly journal = new Journal();
  readonly verdict = new Verdict();
  #server!: FastifyInstance;
  #origin = '';

  constructor() {
    before(async () => {
      this.#server = await createServer({ journal: this.journal });
      this.#origin = await this.#server.listen({ port: 0, host: '127.0.0.1' });
    });
    after(() => this.#server.close());
    afterEach(() => assert.deepEqual(this.verdict.over(this.journal.judge([new URL(this.#origin).host])), []));
  }

  /** Where it listens, as soon as the tests run. */
  get origin(): string {
    return this.#origin;
  }
}
