import { Observable, of, Subject } from 'rxjs';
import { singleFlight } from './single-flight';

/** A flight whose outcome the test brings about, and what those who subscribe are told. */
function takeOff() {
  const departures: Subject<string>[] = [];
  const flight$ = new Observable<string>((subscriber) => {
    departures.push(new Subject());

    return departures.at(-1)!.subscribe(subscriber);
  }).pipe(singleFlight);
  const told: string[] = [];
  const join = (name: string, then: () => void = () => undefined) =>
    flight$.subscribe({
      next: (value) => {
        told.push(`${name}: ${value}`);
        then();
      },
      error: (failure: unknown) => {
        told.push(`${name} fails: ${failure}`);
        then();
      },
      complete: () => told.push(`${name} is done`),
    });

  return { departures, join, told };
}

describe('singleFlight', () => {
  it('has one subscription for all, tells each the first value and is done, and starts anew afterwards', () => {
    const { departures, join, told } = takeOff();
    join('ada');
    join('grace');
    departures[0]!.next('fresh');
    departures[0]!.next('fresher');
    expect(told).toEqual(['ada: fresh', 'ada is done', 'grace: fresh', 'grace is done']);
    expect(departures[0]!.observed).toBeFalse();
    join('later');
    expect(departures.length).toBe(2);
  });

  it('goes on when all have left, and tells whoever comes then', () => {
    const { departures, join, told } = takeOff();
    join('ada').unsubscribe();
    expect(departures[0]!.observed).toBeTrue();
    join('grace');
    departures[0]!.next('fresh');
    expect(departures.length).toBe(1);
    expect(told).toEqual(['grace: fresh', 'grace is done']);
  });

  it('tells the value at once to who joins while it is being handed out', () => {
    const { departures, join, told } = takeOff();
    join('ada', () => join('friend'));
    join('grace');
    departures[0]!.next('fresh');
    expect(departures.length).toBe(1);
    expect(told.filter((what) => what.includes(':'))).toEqual(['ada: fresh', 'friend: fresh', 'grace: fresh']);
  });

  it('starts anew for who joins while a failure is being handed out, and tells the others that failure', () => {
    const { departures, join, told } = takeOff();
    join('ada', () => join('friend'));
    join('grace');
    departures[0]!.error('refused');
    expect(departures.length).toBe(2);
    expect(told).toEqual(['ada fails: refused', 'grace fails: refused']);
  });

  it('passes over who leaves while it is being handed out, and nobody else', () => {
    const { departures, join, told } = takeOff();
    join('ada', () => grace.unsubscribe());
    const grace = join('grace');
    join('linus');
    departures[0]!.next('fresh');
    expect(told.filter((what) => what.includes(':'))).toEqual(['ada: fresh', 'linus: fresh']);
  });

  it('lets nobody wait for ever where there is no value, and starts anew', () => {
    const { departures, join, told } = takeOff();
    join('ada');
    departures[0]!.complete();
    expect(told).toEqual(['ada is done']);
    join('grace');
    expect(departures.length).toBe(2);
  });

  it('takes a value that is there at once', () => {
    const told: string[] = [];
    of('fresh')
      .pipe(singleFlight)
      .subscribe((value) => told.push(value));
    expect(told).toEqual(['fresh']);
  });
});
