// Where PayFiP can call the portal back.
import { expect, it } from 'vitest';
import { isReachableAddress } from '../../server/domain/reachable-address.ts';

it.each([
  ['https://factures.macommune.fr', true], ['http://185.12.64.1:8080', true], ['https://[2a01:cb08::1]', true],
  ['http://127.0.0.1:8080', false], ['http://localhost:8080', false], ['http://[::1]:8080', false], ['http://192.168.1.20:8080', false], ['http://10.0.0.4', false], ['http://172.20.1.1', false],
  ['http://[fd00::1]', false], ['http://169.254.3.4', false], ['http://mairie-pc:8080', false], ['http://mairie.local', false], ['', false],
])('%s: %s', (address, expected) => expect(isReachableAddress(address)).toBe(expected));
