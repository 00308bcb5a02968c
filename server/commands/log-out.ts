// Closes the session on the server, with the remembered secret of the same browser.
import { fingerprint } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { Session } from '../models/index.ts';

export async function logOut(secrets: (string | undefined)[]): Promise<void> {
  const hashes = secrets.filter((secret) => secret !== undefined).map(fingerprint);
  await inTransaction(async () => {
    const remembered = await Session.findAll({ where: { tokenHash: hashes, kind: 'remember' } });
    await Session.destroy({ where: { family: remembered.map((each) => each.family) } });
    await Session.destroy({ where: { tokenHash: hashes } });
  });
}
