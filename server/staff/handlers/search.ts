// One search for the whole portal.
import { dayInFrance } from '../../domain/days.ts';
import type { Handlers } from '../call.ts';
import { findAnything } from '../find-anything.ts';

export const searchHandlers: Handlers<'search.global'> = {
  'search.global': async ({ text }, { now }) => ({ results: await findAnything(text, dayInFrance(now)) }),
};
