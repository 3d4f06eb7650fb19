import { Stryker } from '@stryker-mutator/core';
import { type Run, strykerOptions } from './stryker-options.ts';

const run = JSON.parse(process.argv[2]!) as Run;
await new Stryker(strykerOptions(run)).runMutationTest().catch(() => process.exit(1)); // it has said why
