// What Koa alone can do: a page of the same bytes, from memory. Argument: the file that holds the page.
import { readFileSync } from 'node:fs';
import Koa from 'koa';
import { announce } from './announce.ts';

const page = readFileSync(process.argv[2] ?? '', 'utf8');
const app = new Koa();
app.use((ctx) => {
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = page;
});
announce(app.callback());
