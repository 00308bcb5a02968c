// Where each fault of those before us (payfip.md §9) and each promise about payments (trust.md T-PF) is tested: under its number, in these files.
import { expect, test } from 'vitest';
import { sourceFiles } from './support/source-files.ts';

const faults: Record<number, string[]> = {
  1: ['commands/settle-payment', 'domain/payfip-result'], // V is paid too
  2: ['commands/settle-payment', 'domain/payfip-result', 'payfip-simulator/service'], // P5 is « not yet », P1 « no more »
  3: ['commands/settle-payment', 'domain/payfip-result', 'payfip-simulator/service'], // A is not final before twenty minutes
  4: ['commands/cancel-payment', 'domain/payfip-result', 'payfip-simulator/service'], // a late payment wins over an expiry
  5: ['domain/payfip-result', 'payfip-simulator/service'], // notification, return and poll: none alone
  6: ['commands/start-payment', 'payfip-simulator/service'], // a new operation for each attempt
  7: ['commands/settle-payment', 'payfip-simulator/service'], // the second notification changes nothing
  8: ['domain/references'], // a reference for each attempt
  9: ['commands/start-payment'], // « en cours » for twenty minutes
  10: ['commands/settle-payment', 'domain/payfip-result', 'payfip-simulator/url-interface'], // nothing is believed unchecked
  11: ['domain/references'], // bounds that can fail
  12: ['domain/references', 'payfip/url-mode'], // amounts are whole cents
  13: ['domain/references', 'payfip/url-mode', 'payfip-simulator/url-interface'], // parameters named and encoded
  14: ['payfip/xml'], // XML escaped
  15: ['payfip/client', 'payfip-simulator/contract'], // the contract's own namespace
  16: ['payfip/client', 'payfip-simulator/contract'], // idOp, not idop
  17: ['domain/references', 'payfip-simulator/contract'], // letters and digits only
  18: ['domain/payfip-result'], // wall time in France
  19: ['payfip/url-mode'], // what an idOp looks like
  20: ['domain/references', 'payfip/client'], // the zeros of numcli
  21: ['payfip/client'], // no WSDL read at run time
  22: ['portal/payment-faults'], // a notification needs no session
  23: ['payfip/url-mode', 'portal/payment-doors'], // no open redirect
  24: ['portal/payment-faults'], // a blocked pop-up
  25: ['domain/payment', 'domain/references', 'payfip-simulator/contract', 'payfip-simulator/url-interface'], // letters of each interface
  26: ['portal/payment-faults'], // several invoices, one reference with its parts
};
const promises: Record<string, string[]> = {
  'T-PF-1': ['portal/payment-doors'], 'T-PF-2': ['commands/settle-payment', 'portal/payment-doors'], 'T-PF-3': ['commands/url-payment', 'portal/payment-doors'],
  'T-PF-4': ['commands/settle-payment', 'commands/start-payment'], 'T-PF-5': ['domain/basket', 'payfip-simulator/service'],
};

const files = sourceFiles(['test'], ['.test.ts']).map(({ path, text }) => ({ name: path.slice('test/'.length, -'.test.ts'.length), text })).filter(({ name }) => name !== 'payment-promises');
/** Files with a title that begins with it. */
const filesOf = (title: string) => files.filter(({ text }) => new RegExp(`'${title}\\b`).test(text)).map(({ name }) => name).sort();

test('every fault has its number in the tests that its line names, and in no other', () => {
  const numbers = Array.from({ length: 26 }, (_, index) => index + 1);
  const found = numbers.map((number) => [number, filesOf(`faults? (?:\\d+ and )?${number}`)]);
  expect(found).toEqual(numbers.map((number) => [number, [...(faults[number] ?? [])].sort()]));
});

test('every promise too', () => {
  expect(Object.keys(promises).map((name) => [name, filesOf(name)])).toEqual(Object.entries(promises));
});
