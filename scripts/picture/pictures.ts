import { draw, type Drawn } from './draw.ts';
import { type Import, importsOfLibrary } from './imports.ts';
import { DOOR, ENTRY_POINTS, passages, roomOf } from './rooms.ts';

/** The files that a request comes through, in the order in which it does. The two clients begin where they do. */
const WAY = [
  'src/axios-client.ts',
  'src/session-seam.ts',
  'src/crossing.ts',
  'http/session-interceptor.ts',
  'http/crossing.ts',
  'session/exchange.ts',
  'session/refresh-lock.ts',
  'session/single-flight.ts',
  'session/refresh-call.ts',
  'session/refresh-commit.ts',
];
/** Not on the way, but what ties it together. */
const BESIDE = [
  'src/with-session.ts',
  'src/session-connection.ts',
  'session/public-api.ts',
  'session/exchanges.ts',
  'session/session-memory.ts',
];

/** What calls the application's `refresh`; and who imports it: one file provides it, the other uses it. */
const THE_CALL = 'session/refresh-call.ts';
const MAY_CALL = ['session/provide-session.ts', 'session/refresh-lock.ts'];

/** The pictures of `docs/architecture.md`, by the names of their files. */
export async function pictures(): Promise<Map<string, string>> {
  const { files, imports } = await importsOfLibrary();
  const lost = [...WAY, ...BESIDE].filter((file) => !files.includes(file));
  if (lost.length > 0) throw new Error(`On the way of a request there is no such file any more: ${lost.join(', ')}`);

  const callers = imports.filter(({ to }) => to === THE_CALL).map(({ from }) => from);
  if (callers.join() !== MAY_CALL.join())
    throw new Error(`${THE_CALL} is for the lock alone, and is used by: ${callers.join(', ')}`);

  return new Map([
    [
      'architecture.svg',
      await draw('The rooms, and how many imports lead from one to the other', rooms(files, imports)),
    ],
    [
      'architecture-request.svg',
      await draw('The files that a request comes through, and their imports', way(files, imports)),
    ],
  ]);
}

function rooms(files: readonly string[], imports: readonly Import[]): Drawn {
  const counts = Map.groupBy(files, roomOf);
  const known = Object.values(ENTRY_POINTS).flat();
  const unknown = [...counts.keys()].filter((room) => !known.includes(room));
  if (unknown.length > 0) throw new Error(`No entry point has the room ${unknown.join(', ')}`);

  return {
    nodes: known.map((room) => ({
      id: room,
      label: `${room === DOOR ? 'public-api, providers' : `${room}/`}\n${counts.get(room)!.length} files`,
      kind: 'plain',
    })),
    groups: Object.entries(ENTRY_POINTS).map(([name, nodes]) => ({ name, nodes })),
    arrows: passages(imports).map(({ from, to, count }) => ({ from, to, label: ` ${count}` })),
  };
}

/** The same rooms with the files on the way, and how many others there are. */
function way(files: readonly string[], imports: readonly Import[]): Drawn {
  const shown = [...WAY, ...BESIDE];
  const isShown = (file: string) => shown.includes(file);
  const rooms = ['src', 'http', 'session'];
  const entryPointOf = (file: string) => file.split('/')[0]!;
  const others = rooms.map((room) => ({
    id: room,
    label: `and ${files.filter((file) => entryPointOf(file) === room && !isShown(file)).length} other files`,
    kind: 'quiet' as const,
  }));

  return {
    nodes: [
      ...shown.map((file) => ({
        id: file,
        label: file.split('/').at(-1)!,
        kind: WAY.includes(file) ? ('way' as const) : ('plain' as const),
      })),
      ...others,
    ],
    groups: rooms.map((room) => ({
      name: room === 'src' ? 'ngx-axios' : `ngx-axios/${room}`,
      nodes: [...shown.filter((file) => entryPointOf(file) === room), room],
    })),
    arrows: imports.filter(({ from, to }) => isShown(from) && isShown(to)),
  };
}
