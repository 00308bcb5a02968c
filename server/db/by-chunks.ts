// Why: a long list of ids is asked for a thousand at a time: a statement has its limits.
const chunkSize = 1_000;

export async function byChunks<Item, Row>(items: Item[], read: (chunk: Item[], done: number) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < items.length; start += chunkSize) {
    for (const row of await read(items.slice(start, start + chunkSize), start)) rows.push(row);
  }
  return rows;
}
