// Why: payers with what the list shows of each, found by name, code, address or e-mail; counted and paged by SQLite.
import { QueryTypes } from 'sequelize';
import type { PayerDto } from '../contract/payer-schemas.ts';
import type { EndpointInput } from '../contract/staff-api.ts';
import type { PayerFilter } from '../contract/states.ts';
import { database } from '../db/database.ts';
import { emailKey, foldKey } from '../domain/keys.ts';

type Asked = EndpointInput<'payers.list'>;
type StoredPayer = Omit<PayerDto, 'isPaperless'> & { isPaperless: number };

const peopleWhere = (condition: string) => `EXISTS (SELECT 1 FROM payer_accesses x JOIN accounts a ON a.id = x.account_id WHERE x.payer_id = p.id AND ${condition})`;
const filters: Record<PayerFilter, string> = {
  stranger: 'NOT EXISTS (SELECT 1 FROM payer_accesses x WHERE x.payer_id = p.id)',
  invited: `${peopleWhere("a.state = 'invited'")} AND NOT ${peopleWhere("a.state = 'active'")}`,
  active: peopleWhere("a.state = 'active'"),
  blocked: peopleWhere("a.state = 'disabled'"),
  paperless: 'p.is_paperless = 1',
  unpaid: "EXISTS (SELECT 1 FROM invoices i WHERE i.payer_id = p.id AND i.state = 'unpaid')",
};
const unpaidCents = "COALESCE((SELECT SUM(i.amount_cents) FROM invoices i WHERE i.payer_id = p.id AND i.state = 'unpaid'), 0)";
const columns = `p.id, p.code, p.name, p.address, p.is_paperless AS isPaperless,
  (SELECT COUNT(*) FROM payer_accesses x WHERE x.payer_id = p.id) AS people,
  (SELECT COUNT(*) FROM payer_accesses x JOIN accounts a ON a.id = x.account_id WHERE x.payer_id = p.id AND a.state = 'active') AS activePeople,
  (SELECT COUNT(*) FROM invoices i WHERE i.payer_id = p.id AND i.state = 'unpaid') AS unpaidCount, ${unpaidCents} AS unpaidCents`;
const orders: Record<Asked['sort'], string> = { name: 'p.sort_key', code: 'p.code', unpaidCents: 'unpaidCents' };

export async function findPayers(asked: Asked): Promise<{ items: PayerDto[]; total: number }> {
  const { where, replacements } = conditionsOf(asked);
  const direction = asked.descending ? 'DESC' : 'ASC';
  const rows = await database().query<StoredPayer>(
    `SELECT ${columns} FROM payers p WHERE ${where} ORDER BY ${orders[asked.sort]} ${direction}, p.id LIMIT :limit OFFSET :offset`,
    { replacements: { ...replacements, limit: asked.pageSize, offset: (asked.page - 1) * asked.pageSize }, type: QueryTypes.SELECT },
  );
  const [counted] = await database().query<{ total: number }>(`SELECT COUNT(*) AS total FROM payers p WHERE ${where}`, { replacements, type: QueryTypes.SELECT });
  return { items: rows.map(presentPayer), total: counted?.total ?? 0 };
}

export async function readPayer(payerId: string): Promise<PayerDto | null> {
  const [row] = await database().query<StoredPayer>(`SELECT ${columns} FROM payers p WHERE p.id = :payerId`, { replacements: { payerId }, type: QueryTypes.SELECT });
  return row ? presentPayer(row) : null;
}

const presentPayer = (row: StoredPayer): PayerDto => ({ ...row, isPaperless: row.isPaperless === 1 });

/** Every word must be found somewhere; `%` and `_` are ordinary letters. */
function conditionsOf({ search = '', filter }: Asked): { where: string; replacements: Record<string, string> } {
  const words = search.trim().split(/\s+/).filter(Boolean).slice(0, 8);
  const replacements: Record<string, string> = {};
  const conditions = words.map((word, index) => {
    replacements[`word${index}`] = like(word);
    replacements[`email${index}`] = like(emailKey(word));
    const folded = foldKey(word);
    if (folded) replacements[`key${index}`] = like(folded);
    return `(${folded ? `p.name_key LIKE :key${index} ESCAPE '\\' OR ` : ''}p.code LIKE :word${index} ESCAPE '\\' OR p.address LIKE :word${index} ESCAPE '\\'
      OR EXISTS (SELECT 1 FROM former_payer_codes f WHERE f.payer_id = p.id AND f.code LIKE :word${index} ESCAPE '\\')
      OR ${peopleWhere(`a.email_key LIKE :email${index} ESCAPE '\\'`)})`;
  });
  return { where: ['1 = 1', ...(filter ? [filters[filter]] : []), ...conditions].join(' AND '), replacements };
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
