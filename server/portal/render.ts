// Why: turns a page and its view into HTML; pages are never hydrated.
import type { Context } from 'koa';
import { createSSRApp, type Component } from 'vue';
import { renderToString } from 'vue/server-renderer';

export const htmlOf = <View extends object>(page: Component<View>, view: View): Promise<string> => renderToString(createSSRApp(page, view as Record<string, unknown>));

export async function renderPage<View extends object>(ctx: Context, page: Component<View>, view: View): Promise<void> {
  const html = await htmlOf(page, view);
  ctx.type = 'text/html; charset=utf-8';
  // Encoded once: as a text, it would be measured twice and encoded again when it is written.
  ctx.body = Buffer.from(`<!doctype html>${html}`);
}
