import { expect, test } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

// A colour written in a component would stay the same in the dark.
test('colours live in theme.css and theme.ts, once for light and dark', () => {
  const painted = sourceFiles(['renderer'], ['.vue', '.css']).filter(({ path }) => !path.endsWith('/theme.css'))
    .flatMap(({ path, text }) => [...text.matchAll(/(?:[:\s,(]|color=")(#[0-9a-f]{3,8})\b(?=[\s;,)"!])/gi)].map(([, colour]) => `${path}: ${colour}`));
  expect(painted).toEqual([]);
});
