// Why: the text that staff write (welcome, announcements) becomes HTML that cannot run anything.
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable('image');

export function renderMarkdown(text: string): string {
  return markdown.render(text);
}
