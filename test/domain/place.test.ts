// From where something was done, as the journal says it.
import { expect, test } from 'vitest';
import { placeOf } from '../../server/domain/place.ts';

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';
const chrome = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36';
const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0';
const safari = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
const own = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) portail/0.1.0 Chrome/130.0 Electron/33.2.1 Safari/537.36';

test.each([
  ['127.0.0.1', own, 'ce poste, fenêtre du portail, Windows'],
  ['::1', firefox, 'ce poste, Firefox, Linux'],
  ['203.0.113.7', chrome, '203.0.113.7, Chrome, Android'],
  ['203.0.113.7', safari, '203.0.113.7, Safari, iOS'],
  ['2001:db8:1:2:3:4:5:6', edge, '2001:db8:1:2, Edge, Windows'],
  ['203.0.113.7', '', '203.0.113.7'],
  ['203.0.113.7', '=cmd|x\r\nFaux: <script>', '203.0.113.7'],
])('%s with %s is « %s »', (address, userAgent, place) => expect(placeOf(address, userAgent)).toBe(place));
