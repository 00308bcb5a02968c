// What the machine can verify: argon2id with the product's parameters, two at a time. Argument: seconds.
import { hash, verify } from '@node-rs/argon2';
import { passwordParameters } from '../../../server/crypto/passwords.ts';

const seconds = Number(process.argv[2]);
const reference = await hash('parapluie-bleu-42', passwordParameters);
const startedAt = performance.now();
let verified = 0;
const verifyAgain = async (): Promise<void> => {
  while (performance.now() - startedAt < seconds * 1_000) {
    await verify(reference, 'parapluie-bleu-42');
    verified += 1;
  }
};
await Promise.all([verifyAgain(), verifyAgain()]);
process.stdout.write(JSON.stringify(verified / ((performance.now() - startedAt) / 1_000)));
