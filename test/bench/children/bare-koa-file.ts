// What Koa alone can do with a file: read whole, sent whole. Arguments: the data folder and the fingerprint of a document.
import { readFile } from 'node:fs/promises';
import Koa from 'koa';
import { documentPath } from '../../../server/documents/document-store.ts';
import { announce } from './announce.ts';

const [dataFolder = '', sha256 = ''] = process.argv.slice(2);
const app = new Koa();
app.use(async (ctx) => {
  ctx.body = await readFile(documentPath(dataFolder, sha256));
  ctx.type = 'application/pdf';
});
announce(app.callback());
