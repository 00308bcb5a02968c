// A new password ends the mails that would still bring a link, at the caller's instant.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changePassword } from '../../server/commands/change-password.ts';
import { queueMail } from '../../server/commands/queue-mail.ts';
import { inTransaction } from '../../server/db/database.ts';
import { OutgoingMail } from '../../server/models/index.ts';
import { createHousehold, password, type Household } from '../support/household.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let household: Household;
beforeAll(async () => {
  server = await startTestServer();
  household = await createHousehold(server.dataFolder, { code: 'LIENS', email: 'liens@exemple.test', numbers: ['L-1'] });
});
afterAll(() => server.stop());

test('a link that has not left is given up when the password is changed, not at another hour', async () => {
  const { accountId, email } = household;
  const now = new Date('2031-02-03T04:05:06Z');
  const mailId = await inTransaction(async () => {
    await queueMail({ kind: 'password_reset', accountId, recipient: email });
    const mail = await OutgoingMail.findOne({ where: { accountId, kind: 'password_reset' }, rejectOnEmpty: true });
    await mail.update({ nextAttemptAt: new Date('2099-01-01T00:00:00Z') });
    return mail.id;
  });
  await changePassword({ accountId, current: password, password: 'coquelicot-orange-93', confirmation: 'coquelicot-orange-93', sessionHash: '', now });
  const { state, dismissedAt } = await OutgoingMail.findByPk(mailId, { rejectOnEmpty: true });
  expect([state, dismissedAt]).toEqual(['failed', now]);
});
