// Colours stay readable; callers are who they are.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { accentOf, contrast, toRgb } from '../../server/domain/accent-colour.ts';
import { addressBlock, clientAddress, isPrivateAddress, proxyList } from '../../server/domain/client-address.ts';

test('whatever the colour chosen, text in it reaches 4.5:1 on white and in the dark scheme', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
    const { base, strong, light } = accentOf(`#${value.toString(16).padStart(6, '0')}`);
    const onWhite = [base, strong].every((colour) => contrast(toRgb(colour), [255, 255, 255]) >= 4.5);
    return onWhite && contrast(toRgb(light), [20, 24, 29]) >= 4.5;
  }), { numRuns: 2_000 });
});

test('a readable colour is kept as chosen', () => expect(accentOf('#1f5f8b').base).toBe('#1f5f8b'));
test('black on white has the greatest contrast', () => expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21));

describe('clientAddress', () => {
  const proxies = proxyList(['10.0.0.1', '192.168.5.0/24', 'fd00::/8']);
  it.each([
    ['203.0.113.9', '1.2.3.4', '203.0.113.9'], ['203.0.113.9', undefined, '203.0.113.9'], ['10.0.0.1', '1.2.3.4', '1.2.3.4'], ['::ffff:10.0.0.1', '1.2.3.4', '1.2.3.4'],
    ['::FFFF:10.0.0.1', '1.2.3.4', '1.2.3.4'], ['10.0.0.1', '6.6.6.6, 1.2.3.4', '1.2.3.4'], ['10.0.0.1', '6.6.6.6, 1.2.3.4, 192.168.5.7', '1.2.3.4'], ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', 'évil', '10.0.0.1'], ['10.0.0.1', '1.2.3.4, <script>', '10.0.0.1'], ['fd00::1', '2001:db8::7', '2001:db8::7'], ['10.0.0.1', '::ffff:1.2.3.4', '1.2.3.4'],
  ])('from %s with « %s » is %s', (socket, forwarded, client) => expect(clientAddress(socket, forwarded, proxies)).toBe(client));
});

test('65,536 addresses of one /64 count as one, the next /64 as another', () => {
  const blocks = new Set(Array.from({ length: 65_536 }, (_, index) => addressBlock(`2001:db8:1:2::${index.toString(16)}`)));
  expect([...blocks]).toEqual(['2001:db8:1:2']);
  expect(addressBlock('2001:0db8:0001:0002:aaaa:bbbb:cccc:dddd')).toBe('2001:db8:1:2');
  expect(addressBlock('2001:db8:1:3::1')).toBe('2001:db8:1:3');
  expect([addressBlock('203.0.113.9'), addressBlock('::1'), addressBlock('fe80::1%eth0')]).toEqual(['203.0.113.9', '0:0:0:0', 'fe80:0:0:0']);
});

test.each([
  ['127.0.0.1', true], ['192.168.1.20', true], ['172.31.0.1', true], ['172.32.0.1', false], ['::1', true], ['fe80::1', true], ['::ffff:10.1.1.1', true], ['8.8.8.8', false], ['2a01:e0a::1', false], ['', false],
])('%s is private: %s', (address, isPrivate) => expect(isPrivateAddress(address)).toBe(isPrivate));
