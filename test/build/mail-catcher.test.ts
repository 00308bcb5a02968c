// Checks the mail catcher as a mailer sees it: what it keeps, what it shows, and how it fails on command.
import { createTransport, type Transporter } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMailCatcher, type CaughtMail, type MailCatcher } from '../../build/mail-catcher.ts';

let catcher: MailCatcher;
let transport: Transporter;

function newTransport(auth?: { user: string; pass: string }): Transporter {
  return createTransport({
    host: '127.0.0.1', port: catcher.smtpPort, secure: false, ignoreTLS: true, ...(auth && { auth }),
    connectionTimeout: 800, greetingTimeout: 800, socketTimeout: 800,
  });
}
const link = 'https://factures.exemple.test/?LIEN=abc123';
const letter = {
  from: '« Mairie » <mairie@exemple.test>', to: 'camille.durand@exemple.test', subject: 'Accès au portail des factures',
  text: `Bonjour,\n\nCliquez sur ${link}.\n`, html: `<html><head></head><body><p>Bonjour <a href="${link}">Définir</a><script>alert(1)</script></p></body></html>`,
};

beforeEach(async () => {
  catcher = await startMailCatcher({ smtpPort: 0, webPort: 0 });
  transport = newTransport();
});
afterEach(async () => {
  transport.close();
  await catcher.stop();
});

describe('keeping', () => {
  it('keeps what it was given, with the recipients of the envelope', async () => {
    await transport.sendMail({ ...letter, envelope: { from: 'retour@exemple.test', to: ['camille.durand@exemple.test', 'copie@exemple.test'] } });
    const [mail] = catcher.messages();
    expect(mail).toMatchObject({ id: 1, to: ['camille.durand@exemple.test', 'copie@exemple.test'], subject: letter.subject, links: [link] });
    expect(mail!.from).toContain('mairie@exemple.test');
    expect(mail!.headers['message-id']).toMatch(/^<.+>$/);
  });

  it('accepts a login without requiring one, and serves the list as JSON', async () => {
    const withLogin = newTransport({ user: 'mairie', pass: 'secret' });
    await withLogin.sendMail(letter);
    await transport.sendMail({ ...letter, subject: 'Deuxième' });
    const listed = await (await fetch(`${catcher.webUrl}/messages.json`)).json() as CaughtMail[];
    expect(listed.map((mail) => mail.subject)).toEqual([letter.subject, 'Deuxième']);
  });

  it('waits for a mail, and says so when it does not come', async () => {
    const waiting = catcher.waitFor((mail) => mail.subject === 'Attendu');
    await transport.sendMail({ ...letter, subject: 'Attendu' });
    expect((await waiting).subject).toBe('Attendu');
    await expect(catcher.waitFor((mail) => mail.subject === 'Jamais', 60)).rejects.toThrow('60 ms');
  });

  it('listens to this machine only', async () => {
    await expect(startMailCatcher({ smtpPort: 0, webPort: 0, host: '0.0.0.0' })).rejects.toThrow('only listens');
  });

  it('refuses a port that is taken, and leaves nothing open', async () => {
    await expect(startMailCatcher({ smtpPort: catcher.smtpPort, webPort: 0 })).rejects.toThrow('EADDRINUSE');
    const webPort = Number(new URL(catcher.webUrl).port);
    await expect(startMailCatcher({ smtpPort: 0, webPort })).rejects.toThrow('EADDRINUSE');
  });
});

describe('showing', () => {
  it('lists newest first, escapes, and shows the HTML in a sandbox that runs nothing', async () => {
    await transport.sendMail(letter);
    await transport.sendMail({ ...letter, subject: '<b>Gras</b>' });
    const list = await (await fetch(catcher.webUrl)).text();
    expect(list.indexOf('&lt;b&gt;Gras')).toBeLessThan(list.indexOf('Accès au portail'));
    expect(list).toContain('http-equiv="refresh" content="5"');
    const view = await (await fetch(`${catcher.webUrl}/messages/1`)).text();
    expect(view).toContain(`<a href="${link}" target="_blank"`);
    expect(view).toContain('<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"');
    const framed = await fetch(`${catcher.webUrl}/messages/1/html`);
    expect(framed.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'/);
    expect(await framed.text()).toContain('<head><base target="_blank">');
  });

  it('clears, refuses a foreign form, and does not know other pages', async () => {
    await transport.sendMail(letter);
    const foreign = await fetch(`${catcher.webUrl}/effacer`, { method: 'POST', headers: { origin: 'https://ailleurs.test' } });
    expect([foreign.status, catcher.messages().length]).toEqual([403, 1]);
    const cleared = await fetch(`${catcher.webUrl}/effacer`, { method: 'POST', redirect: 'manual' });
    expect([cleared.status, catcher.messages().length]).toEqual([303, 0]);
    expect((await fetch(`${catcher.webUrl}/messages/1`)).status).toBe(404);
    expect(await (await fetch(catcher.webUrl)).text()).toContain('Aucun courriel pour le moment');
  });
});

describe('failing on command', () => {
  it.each([
    ['connect', 421], ['sender', 451], ['recipient', 450], ['recipient', 550], ['message', 452], ['message', 554],
  ] as const)('refuses at %s with %i', async (stage, code) => {
    catcher.behave((event) => (event.stage === stage ? { code } : undefined));
    await expect(transport.sendMail(letter)).rejects.toMatchObject({ responseCode: code });
    expect(catcher.messages()).toHaveLength(0);
  });

  it('refuses a login', async () => {
    catcher.behave((event) => (event.stage === 'auth' && event.password === 'faux' ? { code: 535 } : undefined));
    await expect(newTransport({ user: 'mairie', pass: 'faux' }).sendMail(letter)).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
    await newTransport({ user: 'mairie', pass: 'bon' }).sendMail(letter);
    expect(catcher.messages()).toHaveLength(1);
  });

  it('refuses one recipient and takes the other', async () => {
    catcher.behave((event) => (event.stage === 'recipient' && event.address.startsWith('inconnu') ? { code: 550 } : undefined));
    const sent = await transport.sendMail({ ...letter, to: ['inconnu@exemple.test', 'connue@exemple.test'] });
    expect(sent.rejected).toEqual(['inconnu@exemple.test']);
    expect(catcher.messages()[0]!.to).toEqual(['connue@exemple.test']);
  });

  it.each(['connect', 'recipient', 'message'] as const)('stays silent at %s until the mailer gives up', async (stage) => {
    catcher.behave((event) => (event.stage === stage ? 'silence' : undefined));
    await expect(transport.sendMail(letter)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(catcher.messages()).toHaveLength(0);
  });

  it('cuts after the content, the mail being lost or delivered', async () => {
    catcher.behave((event) => (event.stage === 'message' ? 'drop' : undefined));
    await expect(transport.sendMail(letter)).rejects.toThrow();
    expect(catcher.messages()).toHaveLength(0);
    catcher.behave((event) => (event.stage === 'message' ? 'keep-then-drop' : undefined));
    await expect(transport.sendMail(letter)).rejects.toThrow();
    expect(catcher.messages()).toHaveLength(1);
  });

  it('answers late, then works again', async () => {
    catcher.behave((event) => (event.stage === 'message' ? { delayMs: 150 } : undefined));
    const start = performance.now();
    await transport.sendMail(letter);
    expect(performance.now() - start).toBeGreaterThan(140);
    catcher.behave(null);
    await transport.sendMail(letter);
    expect(catcher.messages()).toHaveLength(2);
  });
});
