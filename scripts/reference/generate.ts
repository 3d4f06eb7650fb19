import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { Application, Converter, type ProjectReflection, ReflectionKind, type TypeDocOptions } from 'typedoc';
import type { PluginOptions } from 'typedoc-plugin-markdown';
import { readable } from './readable.ts';
import { relinked } from './relinked.ts';

/** The entry points by their folders. What `ngx-axios` only hands on is described where it is from, which comes first. */
const ENTRY_POINTS = {
  session: 'ngx-axios-session',
  src: 'ngx-axios',
  http: 'ngx-axios-http',
  testing: 'ngx-axios-testing',
};

const OPTIONS: Partial<TypeDocOptions & PluginOptions> = {
  plugin: ['typedoc-plugin-markdown'],
  entryPoints: Object.keys(ENTRY_POINTS).map((folder) => `projects/ngx-axios/${folder}/public-api.ts`),
  tsconfig: 'projects/ngx-axios/tsconfig.reference.json',
  readme: 'none',
  router: 'module',
  logLevel: 'Warn',
  skipErrorChecking: true, // the build has checked them
  validation: false, // the docstrings have tests of their own
  disableSources: true,
  excludePrivate: true,
  excludeExternals: true,
  sort: ['alphabetical'],
  hideBreadcrumbs: true,
  hidePageHeader: true,
  expandParameters: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideModifiers: true, hideInherited: true, hideOverrides: true },
};

/** The pages of the reference, by the names of their files. */
export async function reference(): Promise<Map<string, string>> {
  const application = await Application.bootstrapWithPlugins(OPTIONS as TypeDocOptions);
  application.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => prepare(project));
  const project = await application.convert();
  if (!project) throw new Error('TypeDoc could not read the entry points.');

  const folder = mkdtempSync(join(tmpdir(), 'ngx-axios-reference-'));
  try {
    await application.outputs.writeOutput({ name: 'markdown', path: folder }, project);
    const written = Object.values(ENTRY_POINTS).map((name): [string, string] => {
      const text = readFileSync(join(folder, `${name}.md`), 'utf8');

      return [`${name}.md`, readable(text, name.replace('-axios-', '-axios/'))];
    });

    return await formatted(relinked(new Map(written)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function formatted(pages: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const config = { ...(await resolveConfig('docs/README.md')), parser: 'markdown' };

  return new Map(
    await Promise.all([...pages].map(async ([name, text]) => [name, await format(text, config)] as const)),
  );
}

/** Names the modules, and leaves out what is not for applications: ɵ, and constructors, which Angular calls. */
function prepare(project: ProjectReflection): void {
  for (const module of project.children ?? [])
    module.name = ENTRY_POINTS[module.name.split('/')[0] as keyof typeof ENTRY_POINTS];
  for (const reflection of Object.values(project.reflections))
    if (reflection.name.startsWith('ɵ') || reflection.kindOf(ReflectionKind.Constructor))
      project.removeReflection(reflection);
}
