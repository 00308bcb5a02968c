// What a form says of a refusal: beside its field, or under the form, never both.
import { expect, it } from 'vitest';
import { ApiError } from '../../renderer/api.ts';
import { useAction } from '../../renderer/use-action.ts';

const refused = (fields: Record<string, string>, message = 'Indiquez la raison.') => () => Promise.reject(new ApiError('x', message, fields));

it.each([
  ['a field that is shown', { reason: 'Indiquez la raison.' }, '', 'Indiquez la raison.'],
  ['a field of a section', { 'settings.reason': 'Indiquez la raison.' }, '', 'Indiquez la raison.'],
  ['a field that the form does not show', { stage: 'Indiquez la raison.' }, 'Indiquez la raison.', ''],
  ['several faults', { reason: 'à remplir' }, 'Indiquez la raison.', 'à remplir'],
  ['no field', {}, 'Indiquez la raison.', ''],
])('%s', async (...[, fields, whole, beside]) => {
  const { run, problem, fault } = useAction();
  fault('reason');
  expect(await run(refused(fields))).toBe(false);
  expect([problem.value, fault('reason')]).toEqual([whole, beside]);
  expect(await run(() => Promise.resolve())).toBe(true);
  expect([problem.value, fault('reason')]).toEqual(['', '']);
});
