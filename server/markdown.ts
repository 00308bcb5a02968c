// Why: the text that staff write (welcome, announcements) becomes HTML that cannot run anything, whatever was typed or pasted.
import MarkdownIt from 'markdown-it';

/** Where residents read it: below a title of the first level, or of the second. */
export type TextPlace = 'announcement' | 'welcome';

const headings = { announcement: 'h2', welcome: 'h3' };
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable('image');

export function renderMarkdown(text: string, place: TextPlace): string {
  const tokens = markdown.parse(text, {});
  for (const token of tokens) if (token.type.startsWith('heading_')) token.tag = headings[place];
  return markdown.renderer.render(tokens, markdown.options, {});
}
