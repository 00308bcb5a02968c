// Why: the text is kept as Markdown, that the server alone turns into HTML; the editor reads and writes it.
import MarkdownIt from 'markdown-it';
import { MarkdownParser, MarkdownSerializer, defaultMarkdownSerializer } from 'prosemirror-markdown';
import type { Node } from 'prosemirror-model';
import { schema } from './schema.ts';

/** As server/markdown.ts reads it, but for what the editor does not know, which stays as it is written. */
const tokenizer = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable(['image', 'code', 'fence', 'blockquote', 'hr', 'backticks', 'table', 'strikethrough', 'html_block', 'html_inline']);

const parser = new MarkdownParser(schema, tokenizer, {
  paragraph: { block: 'paragraph' }, heading: { block: 'heading' }, list_item: { block: 'list_item' },
  bullet_list: { block: 'bullet_list' }, ordered_list: { block: 'ordered_list', getAttrs: (token) => ({ order: Number(token.attrGet('start') ?? 1) }) },
  hardbreak: { node: 'hard_break' }, softbreak: { node: 'hard_break' },
  em: { mark: 'em' }, strong: { mark: 'strong' }, link: { mark: 'link', getAttrs: (token) => ({ href: token.attrGet('href') }) },
});

const { nodes, marks } = defaultMarkdownSerializer;
const serializer = new MarkdownSerializer({
  ...nodes,
  bullet_list: (state, node) => state.renderList(node, '  ', () => '- '),
  heading: (state, node) => { state.write('### '); state.renderInline(node, false); state.closeBlock(node); },
}, marks);

export const read = (markdown: string): Node => parser.parse(markdown);
export const write = (doc: Node): string => serializer.serialize(doc, { tightLists: true }).trim();
