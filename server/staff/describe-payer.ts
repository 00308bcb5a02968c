// Why: one payer in full: the people who see it, the register of paper, its invoices counted, who looks like it.
import { Op, QueryTypes } from 'sequelize';
import type { PayerDetailDto, PersonDto } from '../contract/payer-schemas.ts';
import { database } from '../db/database.ts';
import { foldKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { FormerPayerCode, PaperChoice, Payer } from '../models/index.ts';
import { payerVersion } from '../commands/refuse-stale.ts';
import { areTriesSpent } from '../commands/spend-tries.ts';
import { loginTriesOf } from '../commands/log-in.ts';
import { actorNames } from './actor-names.ts';
import { readPayer } from './find-payers.ts';

/** @throws AppError payer_unknown */
export async function describePayer(payerId: string, now: Date): Promise<PayerDetailDto> {
  const payer = await readPayer(payerId);
  if (!payer) throw new AppError('payer_unknown');
  const retired = await FormerPayerCode.findAll({ where: { payerId }, order: [['mergedAt', 'ASC']], raw: true });
  return {
    payer, version: payerVersion(payer), formerCodes: retired.map(({ code }) => code), people: await readPeople(payerId, now), paperChoices: await readPaperChoices(payerId),
    invoices: await countInvoices(payerId), lookAlikes: await findLookAlikes(payer),
  };
}

type StoredPerson = Omit<PersonDto, 'isPaused' | 'alsoSees'> & { emailKey: string };

async function readPeople(payerId: string, now: Date): Promise<PersonDto[]> {
  const rows = await database().query<StoredPerson>(
    `SELECT a.id AS accountId, a.email, a.email_key AS emailKey, x.role, a.state, x.created_at AS addedAt, a.activated_at AS activatedAt,
       (SELECT MAX(s.last_seen_at) FROM sessions s WHERE s.account_id = a.id AND s.kind = 'resident') AS lastSeenAt,
       (SELECT MAX(m.created_at) FROM outgoing_mails m WHERE m.account_id = a.id AND m.kind = 'activation') AS invitedAt
     FROM payer_accesses x JOIN accounts a ON a.id = x.account_id WHERE x.payer_id = :payerId ORDER BY x.created_at, a.email`,
    { replacements: { payerId }, type: QueryTypes.SELECT },
  );
  const others = await readOtherPayers(payerId);
  return Promise.all(rows.map(async ({ emailKey, ...row }) => ({
    ...row, addedAt: instantOf(row.addedAt) ?? '', activatedAt: instantOf(row.activatedAt), lastSeenAt: instantOf(row.lastSeenAt), invitedAt: instantOf(row.invitedAt),
    isPaused: await areTriesSpent(loginTriesOf(emailKey), now),
    alsoSees: others.filter(({ accountId }) => accountId === row.accountId).map(({ id, name }) => ({ id, name })),
  })));
}

const readOtherPayers = (payerId: string) => database().query<{ accountId: string; id: string; name: string }>(
  `SELECT y.account_id AS accountId, p.id, p.name FROM payer_accesses x JOIN payer_accesses y ON y.account_id = x.account_id AND y.payer_id <> x.payer_id
   JOIN payers p ON p.id = y.payer_id WHERE x.payer_id = :payerId ORDER BY p.name`,
  { replacements: { payerId }, type: QueryTypes.SELECT },
);

/** SQLite answers an instant of a plain statement as text. */
const instantOf = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());

async function readPaperChoices(payerId: string): Promise<PayerDetailDto['paperChoices']> {
  const choices = await PaperChoice.findAll({ where: { payerId }, order: [['at', 'DESC']] });
  const nameOf = await actorNames(choices.map(({ actor }) => actor));
  return choices.map(({ isPaperless, decidedOn, proof, actor, at }) => ({
    isPaperless, decidedOn, proof, at: at.toISOString(), byWhom: actor.startsWith('account:') ? nameOf('resident') : nameOf(actor),
  }));
}

async function countInvoices(payerId: string): Promise<PayerDetailDto['invoices']> {
  const [row] = await database().query<PayerDetailDto['invoices']>(
    `SELECT COUNT(*) AS count, COALESCE(SUM(amount_cents), 0) AS totalCents, COALESCE(SUM(state = 'paid'), 0) AS paidCount,
       COALESCE(SUM(state = 'treasury'), 0) AS treasuryCount, MAX(issued_on) AS lastIssuedOn FROM invoices WHERE payer_id = :payerId AND state <> 'withdrawn'`,
    { replacements: { payerId }, type: QueryTypes.SELECT },
  );
  return row ?? { count: 0, totalCents: 0, paidCount: 0, treasuryCount: 0, lastIssuedOn: null };
}

async function findLookAlikes({ id, name, address }: { id: string; name: string; address: string }): Promise<PayerDetailDto['lookAlikes']> {
  const self = await Payer.findByPk(id, { attributes: ['nameKey'] });
  const rows = await Payer.findAll({
    where: { id: { [Op.ne]: id }, [Op.or]: [{ nameKey: self?.nameKey ?? name }, ...(foldKey(address) ? [{ address }] : [])] },
    attributes: ['id', 'code', 'name', 'address'], order: [['name', 'ASC']], limit: 5, raw: true,
  });
  return rows.map((row) => ({ id: row.id, code: row.code, name: row.name, address: row.address }));
}
