import { COOKIES, cookieRotation } from './cookie-rotation.ts';
import { recipe } from './recipe.ts';
import type { System } from './system.ts';

export const system: System = {
  ...COOKIES,
  name: 'recipe A',
  about: 'cookie rotation as it was published, with a flag that is tested the wrong way round',
  open: (surroundings) =>
    recipe(surroundings, (instance) => cookieRotation(instance, surroundings, (flag) => flag === true)),
};
