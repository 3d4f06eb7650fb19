import { SchematicTestRunner, UnitTestTree } from '@angular-devkit/schematics/testing/index.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import ts from 'typescript';

type Options = Record<string, unknown>;

const SESSIONS = ['access-in-memory', 'body', 'cookies'];
const STYLES = [
  { style: 'standalone', options: {}, root: '/src/app/app.config.ts', routes: '/src/app/app.routes.ts' },
  {
    style: 'module',
    options: { standalone: false },
    root: '/src/app/app-module.ts',
    routes: '/src/app/app-routing-module.ts',
  },
  {
    style: 'standalone of 2016',
    options: { fileNameStyleGuide: '2016' },
    root: '/src/app/app.config.ts',
    routes: '/src/app/app.routes.ts',
  },
];
const PAGES = ['/src/app/account-page.ts', '/src/app/login-page.ts', '/src/app/session-options.ts'];

const PACKAGE = join(import.meta.dirname, '../../../../dist/ngx-axios');
const { peerDependencies, schematics } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
  peerDependencies: Record<string, string>;
  schematics: string;
};
const library = new SchematicTestRunner('ngx-axios', join(PACKAGE, schematics));
const angular = new SchematicTestRunner(
  '@schematics/angular',
  fileURLToPath(import.meta.resolve('@schematics/angular/package.json').replace('package.json', 'collection.json')),
);

describe('ng add ngx-axios', () => {
  for (const { style, options, root, routes } of STYLES) {
    describe(`in an application of the style ${style}`, () => {
      it('writes a session, a login page and an account page, and changes three files', async () => {
        const fresh = await workspace(options);
        const before = contents(fresh);
        const after = contents(await ngAdd(fresh));

        assert.deepEqual(
          Object.keys(after)
            .filter((file) => !(file in before))
            .sort(),
          PAGES,
        );
        const changed = Object.keys(before).filter((file) => before[file] !== after[file]);
        assert.deepEqual(changed.sort(), ['/package.json', root, routes].sort());
      });

      it('changes nothing when it is run twice, whatever it is told then', async () => {
        const once = await ngAdd(await workspace(options));
        const before = contents(once);
        for (const session of SESSIONS) assert.deepEqual(contents(await ngAdd(once, { session })), before);
      });

      it('writes TypeScript without a mistake in its syntax', async () => {
        for (const session of SESSIONS)
          for (const [file, text] of Object.entries(contents(await ngAdd(await workspace(options), { session })))) {
            if (!file.endsWith('.ts')) continue;
            const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true, fileName: file });
            const problems = diagnostics?.map(({ messageText }) => messageText);
            assert.deepEqual(problems, [], file);
          }
      });
    });
  }

  it('provides the client with the session in app.config.ts', async () => {
    const text = (await ngAdd(await workspace())).readText('/src/app/app.config.ts');
    assert.match(text, /import \{ provideAxios, withSession, withTabs \} from 'ngx-axios';/);
    assert.match(text, /import \{ sessionOptions \} from '\.\/session-options';/);
    assert.match(
      text,
      /provideRouter\(routes\), provideAxios\(\{ baseURL: '\/api' \}, withSession\(sessionOptions\), withTabs\(\{ namespace: 'shop' \}\)\)\n {2}\]/,
    );
  });

  it('imports the module with the session in the root module', async () => {
    const text = (await ngAdd(await workspace({ standalone: false }))).readText('/src/app/app-module.ts');
    assert.match(text, /import \{ AxiosModule, withSession, withTabs \} from 'ngx-axios';/);
    assert.match(
      text,
      /AppRoutingModule,\n {4}AxiosModule\.forRoot\(\{ baseURL: '\/api' \}, withSession\(sessionOptions\), withTabs\(\{ namespace: 'shop' \}\)\)\n {2}\],\n {2}providers/,
    );
  });

  it('provides it in main.ts when the configuration is there', async () => {
    const tree = await workspace();
    const config = "{ providers: [provideRouter([{ path: '**', component: App }])] }";
    tree.overwrite(
      '/src/main.ts',
      `import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter } from '@angular/router';
import { App } from './app/app';

bootstrapApplication(App, ${config});
`,
    );
    await ngAdd(tree);

    assert.match(tree.readText('/src/main.ts'), /, provideAxios\(/);
    assert.match(tree.readText('/src/main.ts'), /LoginPage \},\n.*AccountPage \},\{ path: '\*\*'/);
    assert.ok(tree.exists('/src/session-options.ts') && tree.exists('/src/login-page.ts'));
  });

  it('makes a configuration in main.ts where there is none', async () => {
    const tree = await workspace();
    tree.overwrite(
      '/src/main.ts',
      `import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';

bootstrapApplication(App);
`,
    );
    await ngAdd(tree);
    assert.match(tree.readText('/src/main.ts'), /bootstrapApplication\(App, \{\n {2}providers: \[provideAxios\(/);
    assert.ok(tree.exists('/src/session-options.ts'));
  });

  it('guards the account page and not the login page', async () => {
    assert.equal(
      (await ngAdd(await workspace())).readText('/src/app/app.routes.ts'),
      `import { Routes } from '@angular/router';
import { authGuard } from 'ngx-axios';
import { LoginPage } from './login-page';
import { AccountPage } from './account-page';

export const routes: Routes = [
  { path: 'login', component: LoginPage },
  { path: 'account', canActivate: [authGuard], component: AccountPage },
];
`,
    );
  });

  it('puts its routes before a wildcard, also in an array under another name', async () => {
    const tree = await workspace();
    tree.overwrite('/src/app/app.routes.ts', "export const table = [\n  { path: '**', children: [] },\n] as const;\n");
    const config = '/src/app/app.config.ts';
    tree.overwrite(config, tree.readText(config).replace('{ routes }', '{ table as routes }'));
    await ngAdd(tree);
    assert.match(
      tree.readText('/src/app/app.routes.ts'),
      /AccountPage \},\n {2}\{ path: '\*\*', children: \[\] \},\n\] as/,
    );
  });

  it('leaves the application the login page that it has', async () => {
    const tree = await workspace();
    tree.overwrite('/src/app/app.routes.ts', "export const routes = [{ path: 'login', children: [] }];\n");
    await ngAdd(tree);
    assert.ok(!tree.exists('/src/app/login-page.ts'));
    assert.match(
      tree.readText('/src/app/app.routes.ts'),
      /\[\n {2}\{ path: 'account', canActivate: \[authGuard\], component: AccountPage \},\{ path: 'login', children: \[\] \}\]/,
    );
  });

  it('overwrites no file', async () => {
    for (const file of PAGES) {
      const tree = await workspace();
      tree.create(file, '// mine');
      await assert.rejects(ngAdd(tree), new RegExp(`${file.slice(1)} is there already`));
    }
  });

  it('writes the session without pages where there is no router, and says so', async () => {
    const warned: string[] = [];
    const listening = library.logger.subscribe(({ level, message }) => level === 'warn' && warned.push(message));
    const tree = await ngAdd(await workspace({ routing: false }));
    listening.unsubscribe();

    assert.match(tree.readText('/src/app/app.config.ts'), /provideAxios\(/);
    assert.deepEqual(
      PAGES.filter((file) => tree.exists(file)),
      ['/src/app/session-options.ts'],
    );
    assert.deepEqual(warned, [
      'src/app/app.config.ts leads to no array of routes: no login page and no guarded route are written.',
    ]);
  });

  it('allows what axios brings along in Node where pages are rendered on a server, and says what is left to do', async () => {
    const told: string[] = [];
    const listening = library.logger.subscribe(({ level, message }) => level === 'info' && told.push(message));
    const tree = await workspace({ ssr: true });
    const config = tree.readText('/angular.json');
    tree.overwrite(
      '/angular.json',
      config.replace('"ssr": {', '"allowedCommonJsDependencies": ["form-data", "x"],\n"ssr": {'),
    );
    await ngAdd(tree);
    listening.unsubscribe();

    const { projects } = tree.readJson('/angular.json') as unknown as {
      projects: { shop: { architect: { build: { options: { allowedCommonJsDependencies: string[] } } } } };
    };
    assert.deepEqual(projects.shop.architect.build.options.allowedCommonJsDependencies, [
      'form-data',
      'x',
      'follow-redirects',
      'https-proxy-agent',
    ]);
    assert.deepEqual(told, [
      'shop is rendered on a server. Add `provideServerRequests({ origin })` to its providers there: it says where `/api` leads.',
    ]);
  });

  for (const session of SESSIONS) {
    it(`configures tokens that come as ${session}, in the way Prettier writes it`, async () => {
      const tree = await ngAdd(await workspace(), { session });
      assert.match(tree.readText('/src/app/session-options.ts'), new RegExp(`tokens: '${session}',`));
      const prettier = JSON.parse(tree.readText('/.prettierrc')) as object;
      for (const file of PAGES) {
        const text = tree.readText(file);
        assert.equal(await format(text, { ...prettier, filepath: file }), text);
      }
    });
  }

  it('takes the access token in memory when it is not told', async () => {
    const tree = await ngAdd(await workspace());
    assert.match(tree.readText('/src/app/session-options.ts'), /tokens: 'access-in-memory',/);
  });

  it('rejects a kind of session that there is not', async () => {
    await assert.rejects(ngAdd(await workspace(), { session: 'jwt' }), /must be equal to one of the allowed values/);
  });

  it('adds axios in the range of the package, has it installed once, and keeps one that is there', async () => {
    const tree = await ngAdd(await workspace());
    assert.equal(dependencies(tree)['axios'], peerDependencies['axios']);
    assert.deepEqual(
      library.tasks.map(({ name }) => name),
      ['node-package'],
    );

    const other = await workspace();
    other.overwrite('/package.json', JSON.stringify({ devDependencies: { axios: '1.20.0' } }));
    await ngAdd(other);
    assert.equal(other.readText('/package.json'), '{"devDependencies":{"axios":"1.20.0"}}');
    assert.deepEqual(library.tasks, []);
  });

  it('sets up the application that it is told, and wants to be told where there are two', async () => {
    const tree = await workspace();
    await angular.runSchematic('application', { name: 'admin' }, tree);
    await assert.rejects(
      ngAdd(tree),
      /^Error: Name an application with --project\. The applications of this workspace: shop, admin\.$/,
    );

    await ngAdd(tree, { project: 'admin' });
    assert.match(tree.readText('/projects/admin/src/app/app.config.ts'), /withTabs\(\{ namespace: 'admin' \}\)/);
    assert.ok(tree.exists('/projects/admin/src/app/login-page.ts'));
    assert.ok(!tree.exists('/src/app/login-page.ts'));
  });

  it('names the applications when it is told of one that there is not, or of a library', async () => {
    const tree = await workspace();
    await angular.runSchematic('library', { name: 'parts' }, tree);
    for (const project of ['shpo', 'parts'])
      await assert.rejects(
        ngAdd(tree, { project }),
        new RegExp(`There is no application "${project}"\\. The applications of this workspace: shop\\.$`),
      );
  });
});

/** What `ng new shop` makes, without anything installed. */
async function workspace(options: Options = {}): Promise<UnitTestTree> {
  const tree = await angular.runSchematic('workspace', { name: 'shop', version: '22.0.0', newProjectRoot: 'projects' });

  return angular.runSchematic('application', { name: 'shop', projectRoot: '', skipInstall: true, ...options }, tree);
}

function ngAdd(tree: UnitTestTree, options: Options = {}): Promise<UnitTestTree> {
  return library.runSchematic('ng-add', options, tree);
}

function contents(tree: UnitTestTree): Record<string, string> {
  return Object.fromEntries(tree.files.map((file) => [file, tree.read(file)!.toString('latin1')]));
}

function dependencies(tree: UnitTestTree): Record<string, string> {
  return (tree.readJson('/package.json') as { dependencies: Record<string, string> }).dependencies;
}
