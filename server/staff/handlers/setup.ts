// The first run: what is left, and what the staff say of it.
import { chooseSetup } from '../../commands/choose-setup.ts';
import type { Handlers } from '../call.ts';
import { readSetup } from '../read-setup.ts';

export const setupHandlers: Handlers<'setup.read' | 'setup.choose'> = {
  'setup.read': () => readSetup(),
  'setup.choose': async ({ step, choice }) => {
    await chooseSetup(step, choice);
    return readSetup();
  },
};
