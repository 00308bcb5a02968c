// Why: what Word puts in the clipboard is made of styles, conditional comments and lists disguised as paragraphs; it becomes plain paragraphs and lists.

const bulletSign = /^[\s\u00a0]*([·•o§\u00d8\u00fcv\u2013\u2014\-\uf0a7\uf0b7\uf0d8\uf0fc])[\s\u00a0]*$/;
const numberSign = /^[\s\u00a0(]*(\d{1,3}|[a-z]|[ivxlc]{1,6})[.)\u00b0][\s\u00a0]*$/i;

/** HTML of the clipboard → HTML that the editor reads. The document is inert: nothing of it runs nor is fetched. */
export function cleanWord(html: string): string {
  // Only those that stand outside of a comment: « <![endif]--> » closes one.
  const { body } = new DOMParser().parseFromString(html.replace(/<!\[(if|endif)[^>-]*>/gi, ''), 'text/html');
  for (const element of body.querySelectorAll('style, script, title, meta, link, xml, img, iframe, object, del')) element.remove();
  for (const comment of commentsIn(body)) comment.remove();
  for (const bookmark of body.querySelectorAll('a:not([href])')) bookmark.replaceWith(...bookmark.childNodes);
  for (const part of [...body.querySelectorAll('*')].filter(({ tagName }) => tagName.includes(':'))) part.replaceWith(...part.childNodes);
  for (const table of [...body.querySelectorAll('table')].reverse()) table.replaceWith(...linesOf(table));
  makeLists(body);
  for (const paragraph of body.querySelectorAll('p')) if (isBlank(paragraph)) paragraph.remove();
  return body.innerHTML;
}

/** Announcements have no tables: a line for each row, its cells apart. */
function linesOf(table: HTMLTableElement): HTMLElement[] {
  return [...table.rows].map((row) => {
    const line = table.ownerDocument.createElement('p');
    line.textContent = [...row.cells].map((cell) => (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim()).filter(Boolean).join(' – ');
    return line;
  });
}

const isBlank = (element: Element) => !element.querySelector('br') && (element.textContent ?? '').replaceAll(/[\s\u00a0]/g, '') === '';

function commentsIn(body: HTMLElement): Comment[] {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments: Comment[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode as Comment);
  return comments;
}

/** 1, 2… for a paragraph that Word shows as a line of a list; 0 for the others. */
function levelOf(element: Element): number {
  const style = element.getAttribute('style') ?? '';
  const level = /mso-list:[^;]*level(\d)/.exec(style)?.[1];
  return level ? Number(level) : /MsoListParagraph/i.test(element.className) && signOf(element) ? 1 : 0;
}

function signOf(paragraph: Element): Element | null {
  const marked = paragraph.querySelector('[style*="mso-list:Ignore" i], [style*="mso-list: Ignore" i]');
  return marked ?? [...paragraph.querySelectorAll('span')].find((span) => bulletSign.test(span.textContent ?? '') || numberSign.test(span.textContent ?? '')) ?? null;
}

function makeLists(body: HTMLElement): void {
  const open: { level: number; list: Element }[] = [];
  let previous: Element | null = null;
  for (const paragraph of [...body.querySelectorAll('p, h1, h2, h3, h4, h5, h6')]) {
    const level = levelOf(paragraph);
    if (previous !== paragraph.previousElementSibling) open.splice(0);
    previous = level ? open[0]?.list ?? null : paragraph;
    if (!level) { open.splice(0); continue; }
    while (open.length && (open.at(-1)?.level ?? 0) > level) open.pop();
    const sign = signOf(paragraph);
    if (open.at(-1)?.level !== level) open.push({ level, list: newList(paragraph, open.at(-1)?.list, numberSign.test(sign?.textContent ?? '') ? 'ol' : 'ul') });
    sign?.remove();
    const item = body.ownerDocument.createElement('li');
    item.append(...paragraph.childNodes);
    open.at(-1)?.list.append(item);
    paragraph.remove();
    previous = open[0]?.list ?? null;
  }
}

/** In the place of the paragraph, or inside the last line of the list that holds it. */
function newList(paragraph: Element, parent: Element | undefined, tag: 'ol' | 'ul'): Element {
  const list = paragraph.ownerDocument.createElement(tag);
  if (parent?.lastElementChild) parent.lastElementChild.append(list);
  else paragraph.before(list);
  return list;
}
