// What staff write reaches residents clean, whatever was typed, pasted or sent in its place.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHousehold, password, type Household } from '../support/household.ts';
import { openStaff, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let staff: StaffBrowser;
let household: Household;

beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
  household = await createHousehold(server.dataFolder, { code: 'A1', email: 'a@exemple.test', numbers: ['2026-1'] });
});
afterAll(() => server.stop());

const preview = async (text: string, place = 'welcome') => (await staff.call<{ html: string }>('markdown.preview', { text, place })).html;
const tagsOf = (html: string) => [...new Set([...html.matchAll(/<([a-z][\w-]*)/gi)].map(([, tag]) => tag))].sort();

test('formatting is what the editor offers', async () => {
  expect(await preview('### Titre\n\nUn **mot**, un *autre*,\nà la ligne\n\n- un\n- deux\n\n1. a\n\n[ici](https://mairie.fr)')).toBe(
    '<h3>Titre</h3>\n<p>Un <strong>mot</strong>, un <em>autre</em>,<br>\nà la ligne</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n<ol>\n<li>a</li>\n</ol>\n<p><a href="https://mairie.fr">ici</a></p>\n');
});

test('a heading takes its place below the title that residents see above it', async () => {
  for (const written of ['# T', '### T', '###### T', 'T\n==']) expect([written, await preview(written), await preview(written, 'announcement')]).toEqual([written, '<h3>T</h3>\n', '<h2>T</h2>\n']);
});

describe('what was sent in its place', () => {
  test.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<p style="color:red" onclick="x()">a</p>', '[a](javascript:alert(1))', '[a](JaVaScRiPt:alert(1))', '[a](vbscript:x)', '[a](data:text/html,<script>x</script>)',
    '<a href="javascript:x">a</a>', '![a](https://x.test/x.png)', '<svg/onload=alert(1)>', '<https://x.test/"onmouseover="alert(1)>', '[a](https://x.test/"onmouseover="alert(1))', '<iframe src=//x.test></iframe>',
  ])('%s runs nothing', async (text) => {
    const html = await preview(text);
    expect(tagsOf(html).filter((tag) => !['a', 'p'].includes(tag!))).toEqual([]);
    expect(html).not.toMatch(/<[^>]*(\son\w+=|style=|href="(?!https:\/\/x\.test))/i);
  });

  test('the clipboard of Word as it is', async () => {
    const text = readFileSync(new URL('../fixtures/word-clipboard.html', import.meta.url), 'utf8').slice(-3_900);
    const { id } = await staff.call<{ id: string }>('announcements.save', { title: 'Word', body: text, startsOn: '2026-01-01', endsOn: null });
    const resident = server.browser();
    await resident.login(household.email, password);
    const page = (await resident.get('/accueil')).text;
    const shown = /<div class="rich">([\s\S]*?)<\/div><form/.exec(page)?.[1] ?? '';
    expect(shown).toContain('pique-nique');
    expect(tagsOf(shown).filter((tag) => !['p', 'br', 'pre', 'code', 'a', 'em', 'strong', 'ul', 'ol', 'li'].includes(tag!))).toEqual([]);
    expect(shown).not.toMatch(/<[^>]*(style=|class=Mso|onerror)/);
    await staff.call('announcements.remove', { id });
  });
});
