import { COOKIES, cookieRotation } from './cookie-rotation.ts';
import { recipe } from './recipe.ts';
import type { System } from './system.ts';

export const system: System = {
  ...COOKIES,
  name: 'recipe A, as meant',
  about: 'the same with the flag put right',
  open: (surroundings) =>
    recipe(surroundings, (instance) => cookieRotation(instance, surroundings, (flag) => flag !== true)),
};
