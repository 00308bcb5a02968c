// Closes the session on the server, with the remembered secret of the same browser: they are one family.
import { fingerprint } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { Session } from '../models/index.ts';

export async function logOut(secrets: (string | undefined)[]): Promise<void> {
  const hashes = secrets.filter((secret) => secret !== undefined).map(fingerprint);
  await inTransaction(async () => {
    const open = await Session.findAll({ where: { tokenHash: hashes }, attributes: ['family'] });
    await Session.destroy({ where: { family: open.map((each) => each.family) } });
  });
}
