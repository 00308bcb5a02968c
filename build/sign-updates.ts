// Why: a program installs nothing that does not bear the publisher's signature: this one signs what electron-builder says of the packages.
// `npx tsx build/sign-updates.ts FOLDER`, the private key in PORTAIL_UPDATE_KEY; without a folder, makes a new pair of keys.
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSignedManifest, signManifest } from '../electron/updates/manifest-signature.ts';
import { updateSource } from '../electron/updates/source.ts';

/** `latest.yml`, `latest-linux.yml`… each get their `.sig`. @throws Error for a key that no installed program knows. */
export function signUpdates(folder: string, { privateKey, publicKeys }: { privateKey: string; publicKeys: string[] }): string[] {
  const names = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name));
  if (names.length === 0) throw new Error(`Il n’y a aucun fichier «\u00a0latest… .yml\u00a0» à signer dans ${folder}.`);
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8');
    const signature = signManifest({ name, text, privateKey });
    if (!isSignedManifest({ name, text, signature, publicKeys })) throw new Error('Cette clé privée n’est celle d’aucune des clés publiques de electron/updates/source.ts.');
    writeFileSync(join(folder, `${name}.sig`), `${signature}\n`);
  }
  return names.map((name) => `${name}.sig`);
}

export function newUpdateKeys(): { publicKey: string; privateKey: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

/** @throws Error when the environment has no key. */
export function givenUpdateKey(): string {
  const { PORTAIL_UPDATE_KEY: privateKey } = process.env;
  if (!privateKey) throw new Error('Il manque la clé qui signe les mises à jour, dans PORTAIL_UPDATE_KEY\u00a0: voyez docs/publier.md.');
  return privateKey;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  try {
    if (folder) process.stdout.write(`${signUpdates(folder, { privateKey: givenUpdateKey(), publicKeys: updateSource.publicKeys }).join('\n')}\n`);
    else process.stdout.write(Object.entries(newUpdateKeys()).map(([name, value]) => `${name} ${value}\n`).join(''));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
