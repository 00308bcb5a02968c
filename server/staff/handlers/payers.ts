// Payers and the people who see them: found, invited, blocked, merged; who wants paper.
import { addPerson } from '../../commands/add-person.ts';
import { blockAccount, unblockAccount } from '../../commands/block-account.ts';
import { correctPersonEmail } from '../../commands/correct-person-email.ts';
import { findPerson } from '../../commands/find-payer.ts';
import { invitePerson } from '../../commands/invite-person.ts';
import { mergePayers, previewMerge } from '../../commands/merge-payers.ts';
import { issueResidentView } from '../../commands/open-resident-view.ts';
import { recordPaperChoice } from '../../commands/record-paper-choice.ts';
import { removePerson } from '../../commands/remove-person.ts';
import { savePayer } from '../../commands/save-payer.ts';
import { setPersonRole } from '../../commands/set-person-role.ts';
import { AppError } from '../../errors.ts';
import { Account, type Payer } from '../../models/index.ts';
import type { EndpointName } from '../../contract/staff-api.ts';
import type { Handlers } from '../call.ts';
import { describePayer } from '../describe-payer.ts';
import { findPayers } from '../find-payers.ts';

type PayerEndpoint = Extract<EndpointName, `payers.${string}` | `people.${string}`>;

export const payerHandlers: Handlers<PayerEndpoint> = {
  'payers.list': (asked) => findPayers(asked),
  'payers.read': ({ payerId }, { now }) => describePayer(payerId, now),
  'payers.save': async (input, { actor, now }) => {
    await savePayer({ ...input, actor });
    return describePayer(input.payerId, now);
  },
  'payers.recordPaperChoice': async (input, { actor, now }) => {
    await recordPaperChoice({ ...input, actor, now });
    return describePayer(input.payerId, now);
  },

  'payers.previewMerge': async (merge) => {
    const { kept, merged, newViewers, ...counts } = await previewMerge(merge);
    const emails = new Map((await Account.findAll({ where: { id: newViewers.map(({ accountId }) => accountId) }, raw: true })).map(({ id, email }) => [id, email]));
    return {
      kept: namesOf(kept), merged: namesOf(merged), ...counts,
      newViewers: newViewers.map(({ accountId, seesNow }) => ({ email: emails.get(accountId) ?? '', seesNow })),
    };
  },
  'payers.merge': async (merge, { actor, now }) => describePayer((await mergePayers({ ...merge, actor, now })).id, now),

  'people.add': async (input, { actor, now }) => {
    await addPerson({ ...input, actor });
    return describePayer(input.payerId, now);
  },
  'people.setRole': async (input, { actor, now }) => {
    await setPersonRole({ ...input, actor });
    return describePayer(input.payerId, now);
  },
  'people.correctEmail': async (input, { actor, now }) => {
    await correctPersonEmail({ ...input, actor, now });
    return describePayer(input.payerId, now);
  },
  'people.invite': async (input, { actor, now }) => {
    await invitePerson({ ...input, actor, now });
    return describePayer(input.payerId, now);
  },
  'people.remove': async (input, { actor, now }) => {
    await removePerson({ ...input, actor, now });
    return describePayer(input.payerId, now);
  },
  'people.view': async (person, { agent, now }) => {
    if (!agent) throw new AppError('agent_required');
    return { url: await issueResidentView({ ...person, agentId: agent.id, now }) };
  },
  'people.block': async (input, { actor, now }) => {
    await findPerson(input);
    await blockAccount({ accountId: input.accountId, actor, now });
    return describePayer(input.payerId, now);
  },
  'people.unblock': async (input, { actor, now }) => {
    await findPerson(input);
    await unblockAccount({ accountId: input.accountId, actor });
    return describePayer(input.payerId, now);
  },
};

const namesOf = ({ id, code, name }: Payer) => ({ id, code, name });
