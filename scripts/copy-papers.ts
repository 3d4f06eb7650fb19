/** Puts the papers that belong to the package beside it: ng-packagr takes none from outside the library's folder. */
import { copyFileSync } from 'node:fs';

for (const paper of ['README.md', 'CHANGELOG.md', 'LICENSE', 'SECURITY.md'])
  copyFileSync(paper, `dist/ngx-axios/${paper}`);
