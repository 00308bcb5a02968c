// Why: turns a page and its view into HTML; pages are never hydrated.
import type { Context } from 'koa';
import { createSSRApp, type Component } from 'vue';
import { renderToString } from 'vue/server-renderer';

export async function renderPage<View extends object>(ctx: Context, page: Component<View>, view: View): Promise<void> {
  const html = await renderToString(createSSRApp(page, view as Record<string, unknown>));
  ctx.type = 'text/html; charset=utf-8';
  ctx.body = `<!doctype html>${html}`;
}
