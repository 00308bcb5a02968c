// T-HH-1, T-EX-1, open redirects: the portal answers to its own names, builds links for no other, and leads nowhere else.
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RateLimit } from '../../server/models/index.ts';
import { hiddenFields } from '../support/browser.ts';
import { createHousehold, password } from '../support/household.ts';
import { nextMail } from '../support/links.ts';
import { rawRequest, sendRaw, type RawAnswer } from '../support/raw-http.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const publicUrl = 'https://factures.sistec.test';
let server: TestServer;
let port: number;

beforeAll(async () => {
  server = await startTestServer({ publicUrl });
  port = Number(new URL(server.portalUrl).port);
  await createHousehold(server.dataFolder, { code: 'A1', email: 'a@exemple.test', numbers: ['2026-1'] });
});
afterAll(() => server.stop());

/** Asks for a new password with an honest token and these lines in place of Host. */
async function askReset(hostLines: string[], target = '/mot-de-passe-oublie'): Promise<RawAnswer> {
  const browser = server.browser();
  const { _csrf = '' } = hiddenFields((await browser.get('/mot-de-passe-oublie')).text, '/mot-de-passe-oublie');
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
  const body = new URLSearchParams({ _csrf, email: 'a@exemple.test' }).toString();
  const lines = [`POST ${target} HTTP/1.1`, ...hostLines, `Cookie: ${cookie}`, 'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`];
  return sendRaw(port, rawRequest(lines, body));
}

const foreignHosts = (own: string, name: string): string[][] => [
  ...[
    'evil.test', `evil.test:${port}`, 'evil.test:443', `${name}.evil.test`, `evil-${name}`, `${name}:8443`, `${name}:0`, `${name}:`, `${name}:443:443`,
    `${name}.`, `.${name}`, `${name}%00`, `${name}%2eevil.test`, `${name}\u2024evil.test`, `${name}/evil.test`, `${name}\\evil.test`, `${name}?evil.test`,
    `${name}#@evil.test`, `evil.test@${name}`, `${name}@evil.test`, `${name}, evil.test`, `evil.test, ${name}`, `evil.test ${name}`, `http://${name}`,
    `ⓕactures.sistec.test`, 'facturеs.sistec.test', 'xn--facturs-5of.sistec.test', own.replace(/\d+$/, '1'), own.replace(/:\d+$/, ''), `127.0.0.1.nip.io:${port}`,
    `127.1:${port}`, `2130706433:${port}`, `0x7f.0.0.1:${port}`, `0.0.0.0:${port}`, `[::ffff:127.0.0.1]:${port}`, `[::1%25lo]:${port}`, '', '*', 'null', '[',
  ].map((host) => [`Host: ${host}`]),
  [`Host: ${own}`, 'Host: evil.test'], ['Host: evil.test', `Host: ${own}`], [`Host: ${own}`, `Host: ${own}`], [],
  ['Host: evil.test', `X-Forwarded-Host: ${name}`], ['Host: evil.test', `Forwarded: host=${name}`], ['Host : evil.test'], [` Host: ${own}`],
];

test('T-HH-1 an unknown name is refused, leads nowhere and no mail leaves', async () => {
  const variants = foreignHosts(new URL(server.portalUrl).host, 'factures.sistec.test');
  expect(variants.length).toBeGreaterThanOrEqual(40);
  for (const hostLines of variants) {
    for (const answer of [await sendRaw(port, rawRequest(['GET / HTTP/1.1', ...hostLines])), await askReset(hostLines)]) {
      expect([hostLines, [400, 421].includes(answer.status)]).toEqual([hostLines, true]);
      expect([hostLines, /^location:/im.test(answer.text), answer.text.includes('evil')]).toEqual([hostLines, false, false]);
    }
  }
  expect(server.mails.messages()).toEqual([]);
});

test('T-HH-1 an absolute address in the request line is refused', async () => {
  const host = new URL(server.portalUrl).host;
  for (const target of ['http://evil.test/mot-de-passe-oublie', `http://${host}/mot-de-passe-oublie`, 'https://evil.test', 'evil.test', '//', '*']) {
    const answer = await askReset([`Host: ${host}`], target);
    expect([target, [400, 404, 405, 421].includes(answer.status), /^location:/im.test(answer.text)]).toEqual([target, true, false]);
  }
  for (const target of ['http://evil.test/', 'http://evil.test/?LIEN=x', 'http://evil.test/connexion?suite=/']) {
    const answer = await sendRaw(port, rawRequest([`GET ${target} HTTP/1.1`, `Host: ${host}`]));
    expect([target, answer.status, /^location:/im.test(answer.text)]).toEqual([target, 421, false]);
  }
  expect(server.mails.messages()).toEqual([]);
});

test('T-HH-1 the link of a mail begins with the public address, whatever else the request says', async () => {
  const own = new URL(server.portalUrl).host;
  const accepted = [
    ['Host: factures.sistec.test'], ['Host: FACTURES.sistec.test'], [`Host: ${own}`], [`Host: localhost:${port}`], [`Host: ${own}`, 'X-Forwarded-Host: evil.test'],
    [`Host: ${own}`, 'Forwarded: host=evil.test;proto=http'], [`Host: ${own}`, 'X-Host: evil.test', 'X-Original-URL: http://evil.test/'], [`Host: ${own}`, 'X-Forwarded-Proto: gopher', 'X-Forwarded-Port: 1'],
  ];
  for (const hostLines of accepted) {
    await RateLimit.destroy({ where: {} });
    const mail = await nextMail(server, 'a@exemple.test', async () => expect((await askReset(hostLines)).status).toBe(200));
    for (const link of [...mail.links, ...[...mail.html.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)]) expect(link.startsWith(`${publicUrl}/?LIEN=`)).toBe(true);
    expect(`${mail.text}${mail.html}${JSON.stringify(mail.headers)}`).not.toContain('evil');
  }
});

test('T-HH-1 after login one stays on the portal', async () => {
  const nexts = [
    '//evil.test', '/\\evil.test', '\\\\evil.test', '/\t/evil.test', '/\n/evil.test', 'https://evil.test', 'javascript:alert(1)', 'data:text/html,x', '///evil.test', '/%0d%0aLocation:evil',
    '/ /evil.test', 'evil.test', '/factures@evil.test', '/\u2028/evil.test', '/factures?x=\r\nSet-Cookie:a=b', '', '/', '/factures#@evil',
  ];
  for (const next of [...nexts, '/factures?etat=reglees']) {
    await RateLimit.destroy({ where: {} });
    const browser = server.browser();
    const shown = await browser.get(`/connexion?suite=${encodeURIComponent(next)}`);
    const answer = await browser.postForm('/connexion', { ...hiddenFields(shown.text, '/connexion'), next, email: 'a@exemple.test', password });
    expect([next, answer.status]).toEqual([next, 303]);
    expect(new URL(answer.location, server.portalUrl).origin).toBe(server.portalUrl);
    expect([next, answer.location]).toEqual([next, next === '/factures?etat=reglees' ? next : '/accueil']);
    expect(answer.headers['set-cookie']?.length).toBe(1);
  }
});

test('T-EX-1 the staff listener, and the portal of one PC, answer on the loopback address only', async () => {
  const others = Object.values(networkInterfaces()).flat().flatMap((each) => (each && !each.internal && !each.address.startsWith('fe80') ? [each.address] : []));
  for (const host of [...others, '::1']) {
    for (const url of [server.staffUrl, server.portalUrl]) expect([host, url, await isOpen(host, Number(new URL(url).port))]).toEqual([host, url, false]);
  }
});

function isOpen(host: string, at: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: at, timeout: 1_000 });
    const end = (open: boolean) => (): void => {
      socket.destroy();
      resolve(open);
    };
    socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
  });
}

test('T-HH-1 the refusal of a wrong name is a whole page that leads to the portal’s own address', async () => {
  const { status, text } = await sendRaw(port, rawRequest(['GET /connexion HTTP/1.1', 'Host: evil.test']));
  expect([status, text.includes(`href="${publicUrl}"`), text.includes('evil.test')]).toEqual([421, true, false]);
  const style = /href="(\/static\/portal-[\w-]+\.css)"/.exec(text)?.[1] ?? '';
  expect((await sendRaw(port, rawRequest([`GET ${style} HTTP/1.1`, 'Host: evil.test']))).status).toBe(200);
});
