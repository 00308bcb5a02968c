// Why: the whole portal leaves as one file, and comes back as one, without ever being held whole.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { takeBackup } from '../commands/make-backup.ts';
import { openSession } from '../commands/open-session.ts';
import { restoreBackup } from '../commands/restore-backup.ts';
import { restorePassphraseHeader } from '../contract/file-routes.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { CallOf } from './call.ts';
import { keepWorkstation } from './workstation.ts';

export function backupFileRoutes(router: Router, callOf: CallOf): void {
  router.get('/files/backups/:ticket', async (ctx) => {
    await callOf(ctx, 'settings');
    const { content, fileName } = takeBackup(ctx.params.ticket ?? '');
    ctx.attachment(fileName);
    ctx.type = 'application/octet-stream';
    ctx.compress = false;
    ctx.body = content;
  });

  router.put('/files/restore', async (ctx) => {
    const { dataFolder, now, replaceState } = await callOf(ctx, 'workstation');
    const received: AsyncIterator<Buffer> = ctx.req[Symbol.asyncIterator]();
    const content = { [Symbol.asyncIterator]: () => received };
    try {
      await restoreBackup({ dataFolder, passphrase: passphraseOf(ctx), content, actor: 'workstation', now, replaceState });
      keepWorkstation(ctx, await inTransaction(() => openSession({ kind: 'workstation' }, now)));
    } catch (error) {
      // A browser reads the answer once it has sent everything.
      while (!(await received.next()).done);
      throw error;
    }
    ctx.body = { ok: true, value: null };
  });
}

function passphraseOf(ctx: Context): string {
  try {
    return decodeURIComponent(ctx.get(restorePassphraseHeader));
  } catch {
    throw new AppError('form_unreadable');
  }
}
