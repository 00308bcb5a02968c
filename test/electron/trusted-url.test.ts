// Why: the list of addresses that must not get through is the security of the window.
import { describe, expect, it } from 'vitest';
import { destinationOf, isPermitted, originOf } from '../../electron/trusted-url.ts';

const places = { staffUrl: 'http://127.0.0.1:41234', portalAddresses: ['http://portail.mairie.lan', 'http://127.0.0.1:8080', 'http://192.168.1.10:8080', 'https://factures.exemple.fr'] };

describe('destinationOf', () => {
  it.each([
    ['http://127.0.0.1:41234', 'staff'],
    ['http://127.0.0.1:41234/#/factures', 'staff'],
    ['http://127.0.0.1:41234/imports?page=2', 'staff'],
    ['HTTP://127.0.0.1:41234/', 'staff'],
    ['http://127.0.0.1:41234/files/invoices/42', 'document'],
    ['http://127.0.0.1:41234/files/invoices/42?x=1#page=2', 'document'],
    ['http://127.0.0.1:41234/files/invoices/', 'download'],
    ['http://127.0.0.1:41234/files/invoices/../imports/1/refused.csv', 'download'],
    ['http://127.0.0.1:41234/files/imports/1/refused.csv', 'download'],
    ['http://192.168.1.10:8080/', 'browser'],
    ['http://192.168.1.10:8080/factures', 'browser'],
    ['http://127.0.0.1:8080/', 'browser'],
    ['http://portail.mairie.lan/factures/42', 'browser'],
    ['http://portail.mairie.lan:80/?LIEN=x', 'browser'],
    ['https://factures.exemple.fr/factures', 'browser'],
    ['https://exemple.fr/aide', 'asked'],
    ['https://factures.exemple.fr.evil.example/', 'asked'],
    ['https://factures.exemple.fr:8443/', 'asked'],
    ['https://192.168.1.10:8080/', 'asked'],
  ])('%s → %s', (address, destination) => expect(destinationOf(address, places)).toBe(destination));

  it.each([
    '', ' ', 'portail', '//127.0.0.1:41234/', '/files/invoices/42',
    'http://exemple.fr/', 'http://127.0.0.1:41235/', 'http://127.0.0.1/', 'http://localhost:41234/', 'http://192.168.1.10:8081/', 'http://portail.mairie.lan:8080/', 'http://autre.mairie.lan/',
    'http://127.0.0.1:41234.evil.example/', 'http://127.0.0.1:41234@evil.example/', 'http://evil.example/#127.0.0.1:41234',
    'http://evil.example\\@127.0.0.1:41234/', 'https://user:password@exemple.fr/', 'http://user@127.0.0.1:41234/',
    'javascript:alert(1)', ' javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<p>', 'blob:http://127.0.0.1:41234/1',
    'file:///etc/passwd', 'file://127.0.0.1:41234/x', 'filesystem:http://127.0.0.1:41234/temporary/x', 'about:blank', 'about:srcdoc',
    'view-source:http://127.0.0.1:41234/', 'chrome://settings', 'devtools://devtools/x', 'app://portail/panne', 'ftp://exemple.fr/',
    'mailto:a@exemple.fr', 'tel:+33100000000', 'ms-settings:', 'smb://exemple.fr/x', 'ws://127.0.0.1:41234/', 'wss://exemple.fr/',
  ])('refuses « %s »', (address) => expect(destinationOf(address, places)).toBe('refused'));

  it('refuses everything before the server is ready', () => {
    expect(destinationOf('https://exemple.fr/', undefined)).toBe('refused');
    expect(destinationOf('http://127.0.0.1:41234/', undefined)).toBe('refused');
  });

  it('refuses what would match places that cannot be read', () => {
    expect(destinationOf('http://exemple.fr/', { staffUrl: '', portalAddresses: [''] })).toBe('refused');
  });
});

describe('isPermitted', () => {
  const copies = 'clipboard-sanitized-write';
  it.each([
    [copies, 'http://127.0.0.1:41234/', true, true],
    [copies, 'http://127.0.0.1:41234/#/reglages/agents', true, true],
    [copies, 'http://127.0.0.1:41234/', false, false],
    [copies, 'http://127.0.0.1:8080/', true, false],
    [copies, 'https://exemple.fr/', true, false],
    [copies, 'app://portail/panne', true, false],
    [copies, '', true, false],
    ...['clipboard-read', 'media', 'geolocation', 'notifications', 'midi', 'pointerLock', 'fullscreen', 'openExternal', 'display-capture', 'storage-access', 'fileSystem', 'unknown'].map((each) => [each, 'http://127.0.0.1:41234/', true, false] as const),
  ] as const)('%s asked by « %s » (main frame: %s): %s', (...[permission, address, isMainFrame, permitted]) => expect(isPermitted(permission, { address, isMainFrame }, places)).toBe(permitted));

  it('permits nothing before the server is ready', () => {
    expect(isPermitted(copies, { address: 'http://127.0.0.1:41234/', isMainFrame: true }, undefined)).toBe(false);
    expect(isPermitted(copies, { address: '', isMainFrame: true }, { staffUrl: '', portalAddresses: [] })).toBe(false);
  });
});

describe('originOf', () => {
  it.each([
    ['http://127.0.0.1:41234/x', 'http://127.0.0.1:41234'],
    ['https://exemple.fr:443/', 'https://exemple.fr'],
    ['file:///x', undefined],
    ['blob:http://127.0.0.1:41234/1', undefined],
    ['about:blank', undefined],
    ['', undefined],
  ])('%s → %s', (address, origin) => expect(originOf(address)).toBe(origin));
});
