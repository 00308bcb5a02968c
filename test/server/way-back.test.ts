// Why: the shell takes a real portal back to before a migration by the names that the server gives to its files; nothing that the later version wrote is lost.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { copyBefore, takeBack } from '../../electron/updates/take-back.ts';
import { createAgent } from '../../server/commands/create-agent.ts';
import { closeDatabase, database, databaseFileName } from '../../server/db/database.ts';
import { openReadConnection } from '../../server/db/driver.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import { openState } from '../../server/open-state.ts';
import { openFolder } from '../support/open-folder.ts';

const released = migrations.length;
afterEach(() => { migrations.splice(released); });

it('a portal goes to a later version, is refused by the former one, and comes back to it', async () => {
  const { dataFolder, close } = await openFolder();
  try {
    await createAgent({ name: 'avant', email: 'nadia@exemple.test', password: 'girafe-violette-17', role: 'administrator', actor: 'test', isFirst: true });
    await closeDatabase();
    const since = new Date();
    migrations.push({ version: 99, name: 'essai', sql: 'ALTER TABLE agents ADD COLUMN essai TEXT;\n' });
    await openState(dataFolder);
    await database().query("UPDATE agents SET name = 'après', essai = 'oui'");
    await closeDatabase();
    migrations.splice(released);
    await expect(openState(dataFolder)).rejects.toMatchObject({ code: 'database_too_recent' });
    const copy = copyBefore(dataFolder, since) ?? '';
    const aside = takeBack(dataFolder, copy, new Date());
    await openState(dataFolder);
    expect(await namesOf(join(dataFolder, databaseFileName))).toEqual([{ name: 'avant' }]);
    expect(await namesOf(join(aside, databaseFileName))).toEqual([{ name: 'après' }]);
    expect(readdirSync(join(dataFolder, 'copies'))).toHaveLength(2);
  } finally {
    await close();
  }
});

async function namesOf(file: string): Promise<unknown[]> {
  const connection = await openReadConnection(file);
  const rows = await connection.prepare('SELECT name FROM agents')([]);
  await connection.close();
  return rows;
}
