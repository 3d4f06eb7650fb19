import { deleteDB } from 'idb';
import { DatabasePlace } from './database-place';
import { FirstPlace } from './first-place';
import { MemoryPlace } from './memory-place';
import { RecordPlace } from './record-place';
import { WebStoragePlace } from './web-storage-place';

const NAME = 'ngx-axios:spec:places';

/** What a change is told, and what lies there afterwards. */
async function changed(place: RecordPlace, record: unknown): Promise<[unknown, unknown]> {
  let told: unknown;
  await place.change((current) => {
    told = current;

    return record;
  });

  return [told, await place.read()];
}

const nothing = (value: unknown) => value === null || value === undefined;

describe('A place for the record', () => {
  afterEach(async () => {
    localStorage.removeItem(NAME);
    await deleteDB(NAME);
  });

  for (const [where, open] of Object.entries({
    'the database': () => new DatabasePlace(NAME),
    localStorage: () => new WebStoragePlace(NAME),
    memory: () => new MemoryPlace(),
  })) {
    describe(`in ${where}`, () => {
      it('holds nothing at first, then what it is given, and that is left alone where nothing is', async () => {
        const place = open();
        expect(nothing(await place.read())).toBeTrue();
        const [before, after] = await changed(place, { generation: 1 });
        expect(nothing(before)).toBeTrue();
        expect(after).toEqual({ generation: 1 });
        expect(await changed(place, { generation: 2 })).toEqual([{ generation: 1 }, { generation: 2 }]);
        expect(await changed(place, undefined)).toEqual([{ generation: 2 }, { generation: 2 }]);
      });

      it('tells where what is to be written cannot be', async () => {
        const place = open();
        await changed(place, { generation: 1 });
        const failure = new Error('no');
        await expectAsync(
          place.change(() => {
            throw failure;
          }),
        ).toBeRejectedWith(failure);
        expect(await place.read()).toEqual({ generation: 1 });
      });
    });
  }

  for (const [where, open] of Object.entries({
    'the database': () => new DatabasePlace(NAME),
    localStorage: () => new WebStoragePlace(NAME),
  })) {
    it(`in ${where} is the same for all that name it`, async () => {
      await changed(open(), { generation: 1 });
      expect(await open().read()).toEqual({ generation: 1 });
    });
  }

  it('in memory is one for each', async () => {
    await changed(new MemoryPlace(), { generation: 1 });
    expect(await new MemoryPlace().read()).toBeNull();
  });
});

describe('The first place that works', () => {
  /** Asks it again and again. Says which one answered. */
  const place = (name: string, works: () => boolean, log: string[]): RecordPlace => {
    const answer = async (): Promise<string> => {
      log.push(name);
      if (!works()) throw new Error(`${name} fails`);

      return name;
    };

    return { read: answer, change: () => answer().then(() => undefined) };
  };
  const atOnce = <T>(answer: Promise<T>) => answer;

  it('is asked, and none after it', async () => {
    const log: string[] = [];
    const first = new FirstPlace(
      [place('one', () => false, log), place('two', () => true, log), new MemoryPlace()],
      atOnce,
    );
    expect(await first.read()).toBe('two');
    await first.change((current) => current);
    expect(log).toEqual(['one', 'two', 'two', 'two']); // tried, tried, read, changed
  });

  it('stays the place where it fails later, which is told', async () => {
    let works = true;
    const log: string[] = [];
    const first = new FirstPlace([place('one', () => works, log), new MemoryPlace()], atOnce);
    await first.read();
    works = false;
    await expectAsync(first.read()).toBeRejectedWithError('one fails');
    await expectAsync(first.change(() => 1)).toBeRejectedWithError('one fails');
  });

  it('is the last where none works', async () => {
    const log: string[] = [];
    const first = new FirstPlace([place('one', () => false, log), place('two', () => false, log)], atOnce);
    await expectAsync(first.read()).toBeRejectedWithError('two fails');
  });

  it('is not one that does not answer in time', async () => {
    const never: RecordPlace = { read: () => new Promise(() => undefined), change: () => new Promise(() => undefined) };
    const inTime = <T>(answer: Promise<T>) =>
      Promise.race([answer, new Promise<T>((_, reject) => setTimeout(() => reject(new Error('too late')), 20))]);
    const first = new FirstPlace([never, place('two', () => true, [])], inTime);
    expect(await first.read()).toBe('two');
    await expectAsync(new FirstPlace([never], inTime).change(() => 1)).toBeRejectedWithError('too late');
  });
});
