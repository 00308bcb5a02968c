// Why: the publisher's own signature of what says which files are the new version; Linux has no other. Pure.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';

/** The name is signed too: what was signed for one system is worth nothing on another. */
const signedBytes = (name: string, text: string) => Buffer.from(`portail-des-factures\n${name}\n${text}`, 'utf8');

/** `privateKey`: base64 of its PKCS#8 form. Answers base64. */
export function signManifest({ name, text, privateKey }: { name: string; text: string; privateKey: string }): string {
  return sign(null, signedBytes(name, text), createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' })).toString('base64');
}

export function isSignedManifest({ name, text, signature, publicKeys }: { name: string; text: string; signature: string; publicKeys: string[] }): boolean {
  const given = Buffer.from(signature.trim(), 'base64');
  return publicKeys.some((key) => verify(null, signedBytes(name, text), createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' }), given));
}
