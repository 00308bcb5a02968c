// Who signs for Windows: the service, whole; or a key in a file; or nobody, and then nothing is made.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { windowsSigning } from '../../build/package/windows-signing.ts';
import { root } from '../support/source-files.ts';

const service = {
  AZURE_SIGNING_PUBLISHER: 'CN=Éditeur, O=Éditeur, C=FR', AZURE_SIGNING_ENDPOINT: 'https://weu.codesigning.azure.net/', AZURE_SIGNING_ACCOUNT: 'editeur', AZURE_SIGNING_PROFILE: 'public',
  AZURE_TENANT_ID: 'a', AZURE_CLIENT_ID: 'b', AZURE_CLIENT_SECRET: 'c',
};

test('the service signs, in the name that installed programs will ask for', () => {
  const expected = { azureSignOptions: { publisherName: 'CN=Éditeur, O=Éditeur, C=FR', endpoint: 'https://weu.codesigning.azure.net/', codeSigningAccountName: 'editeur', certificateProfileName: 'public' } };
  expect(windowsSigning(service)).toEqual(expected);
  expect(windowsSigning({ ...service, WIN_CSC_LINK: 'AAAA' })).toEqual(expected);
});

test('a key in a file is left to electron-builder; a secret that is not set arrives empty', () => {
  const unset = Object.fromEntries(Object.keys(service).map((name) => [name, '']));
  expect(windowsSigning({ ...unset, WIN_CSC_LINK: 'AAAA' })).toEqual({});
});

test.each(Object.keys(service))('without %s, nothing is made', (name) => {
  expect(() => windowsSigning({ ...service, [name]: '' })).toThrow(`il manque ${name} (`);
  expect(() => windowsSigning({ ...service, [name]: '', WIN_CSC_LINK: 'AAAA' })).toThrow(name);
});

test('with nothing at all, nothing is made', () => expect(() => windowsSigning({ WIN_CSC_LINK: '' })).toThrow('AZURE_SIGNING_PUBLISHER, '));

test('the release gives each of them, to Windows alone, and the guide names them all', () => {
  const [workflow, guide] = ['.github/workflows/release.yml', 'docs/publier.md'].map((path) => readFileSync(join(root, path), 'utf8'));
  for (const name of [...Object.keys(service), 'WIN_CSC_LINK']) {
    expect(workflow).toMatch(new RegExp(`^ +${name}: \\$\\{\\{ matrix\\.system == 'windows' && (secrets|vars)\\.${name} \\|\\| '' \\}\\}$`, 'm'));
    expect(guide).toContain(`\`${name}\``);
  }
});
