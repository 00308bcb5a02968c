// Why: small pure parts of the shell, and the rules of its source that no compiler checks.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../electron/arguments.ts';
import { renderTrouble } from '../../electron/shell-html.ts';

const folder = fileURLToPath(new URL('../../electron', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const filesWith = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe('readArguments', () => {
  it.each([
    [[], undefined, undefined, false],
    [['.', '--no-sandbox', '--data', 'essai'], resolve('essai'), undefined, false],
    [['--inspect=0', '--remote-debugging-port=0', '/app', '--data=/srv/portail', '--portal-port', '8081'], '/srv/portail', '8081', false],
    [['--data'], undefined, undefined, false],
    [['--hidden', '--data', '/srv/portail'], '/srv/portail', undefined, true],
  ])('%j', (...[argv, dataFolder, portalPort, isHidden]) => expect(readArguments(argv)).toEqual({ dataFolder, portalPort, isHidden }));
});

describe('the trouble page', () => {
  it('shows any sentence as text', () => {
    const page = renderTrouble({ sentence: '« </p><script>alert("1")</script> & \' »', otherPort: undefined, isRestorable: false });
    expect(page).toContain('« &lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39; »');
    expect(page).not.toContain('<script');
  });

  it.each([
    [{ otherPort: undefined, isRestorable: false }, ['Redémarrer', 'Exporter le diagnostic…', 'Quitter']],
    [{ otherPort: 8081, isRestorable: false }, ['Redémarrer', 'Utiliser le port 8081', 'Exporter le diagnostic…', 'Quitter']],
    [{ otherPort: undefined, isRestorable: true }, ['Redémarrer', 'Restaurer une sauvegarde…', 'Exporter le diagnostic…', 'Quitter']],
  ])('offers what can be done: %j', (trouble, labels) => {
    expect([...renderTrouble({ sentence: 'x', ...trouble }).matchAll(/<a [^>]*>([^<]+)</g)].map(([, label]) => label)).toEqual(labels);
  });
});

describe('the source of the shell', () => {
  it('answers pages through one door', () => {
    expect(filesWith(/\bipcMain\b/)).toEqual(['ipc.ts']);
    expect(sources.find(({ name }) => name === 'ipc.ts')?.text.match(/ipcMain\.\w+\(/g)).toEqual(['ipcMain.handle(']);
  });

  it('opens windows and the browser from known places only', () => {
    expect(filesWith(/new BrowserWindow\(/)).toEqual(['window.ts']);
    expect(filesWith(/openExternal\(/)).toEqual(['browse.ts']);
  });

  it('weakens no protection', () => {
    expect(filesWith(/nodeIntegration: true|contextIsolation: false|sandbox: false|webSecurity: false|webviewTag: true|loadFile\(|file:\/\/\/|allowRunningInsecureContent|executeJavaScript/)).toEqual([]);
  });

  it('knows the server only as a process', () => {
    expect(filesWith(/from '(\.\.\/)+(server|renderer)\//)).toEqual([]);
  });
});
