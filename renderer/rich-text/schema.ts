// Why: what a formatted text may hold: paragraphs, one kind of heading, lists, bold, italic, links. Whatever is pasted becomes that, or plain words.
import { Schema, type DOMOutputSpec } from 'prosemirror-model';

/** Opened by residents: nothing but pages, addresses and telephones. */
export const isSafeAddress = (address: string): boolean => /^(https?:\/\/|mailto:|tel:)[^\s"'<>]+$/i.test(address);

/** « www.mairie.fr », « accueil@mairie.fr » → an address that leads there; null when none is meant. */
export function addressOf(typed: string): string | null {
  const text = typed.trim();
  const guess = isSafeAddress(text) ? text : /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(text) ? `mailto:${text}` : /^[^\s:/]+\.[^\s:/]{2,}(\/\S*)?$/.test(text) ? `https://${text}` : '';
  return isSafeAddress(guess) ? guess : null;
}

const hole = (tag: string): DOMOutputSpec => [tag, 0];

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => hole('p') },
    heading: { content: 'text*', marks: 'em link', group: 'block', defining: true, parseDOM: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => ({ tag })), toDOM: () => hole('h3') },
    bullet_list: { content: 'list_item+', group: 'block', attrs: { tight: { default: true } }, parseDOM: [{ tag: 'ul' }], toDOM: () => hole('ul') },
    ordered_list: { content: 'list_item+', group: 'block', attrs: { order: { default: 1 }, tight: { default: true } }, parseDOM: [{ tag: 'ol' }], toDOM: () => hole('ol') },
    list_item: { content: 'paragraph block*', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => hole('li') },
    text: { group: 'inline' },
    hard_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  },
  marks: {
    link: {
      attrs: { href: {}, title: { default: null } }, inclusive: false,
      parseDOM: [{ tag: 'a[href]', getAttrs: (element) => (isSafeAddress(element.getAttribute('href') ?? '') ? { href: element.getAttribute('href') } : false) }],
      toDOM: ({ attrs }) => ['a', { href: String(attrs.href) }, 0],
    },
    em: { parseDOM: [{ tag: 'i' }, { tag: 'em' }, { style: 'font-style=italic' }], toDOM: () => hole('em') },
    strong: {
      parseDOM: [
        { tag: 'strong' }, { tag: 'b', getAttrs: (element) => element.style.fontWeight !== 'normal' && null },
        { style: 'font-weight', getAttrs: (value) => /^(bold(er)?|[6-9]\d\d)$/.test(value) && null },
      ],
      toDOM: () => hole('strong'),
    },
  },
});
