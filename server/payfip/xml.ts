// Why: reads XML that came over the network without trusting it (no DTD, no entity but the five of XML), and writes text into ours.
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface XmlElement {
  /** Without its prefix. */
  name: string;
  /** '' when unqualified. */
  namespace: string;
  text: string;
  children: XmlElement[];
}

export class XmlRefused extends Error {
  override name = 'XmlRefused';
}

type Node = Record<string, unknown>;
type Scope = ReadonlyMap<string, string>;

const parser = new XMLParser({
  preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false, parseAttributeValue: false, trimValues: false,
  processEntities: false, cdataPropName: '#cdata', ignoreDeclaration: true, ignorePiTags: true, maxNestedTags: 20,
});

/** The root element. @throws XmlRefused when the text is not well-formed, or holds a DTD. */
export function readXml(text: string): XmlElement {
  if (/<!(?!--|\[CDATA\[)/.test(text)) throw new XmlRefused('a document type is refused');
  try {
    const validity = XMLValidator.validate(text);
    if (validity !== true) throw new XmlRefused(validity.err.msg);
    const roots = (parser.parse(text) as Node[]).map((node) => toElement(node, new Map())).filter((element) => element !== null);
    if (roots[0] && roots.length === 1) return roots[0];
  } catch (error) {
    throw error instanceof XmlRefused ? error : new XmlRefused(error instanceof Error ? error.message : String(error));
  }
  throw new XmlRefused('not one root element');
}

function toElement(node: Node, outer: Scope): XmlElement | null {
  const qualified = Object.keys(node).find((key) => key !== ':@');
  if (qualified === undefined || qualified.startsWith('#') || qualified.startsWith('?')) return null;
  const scope = withDeclarations(outer, (node[':@'] ?? {}) as Record<string, string>);
  const [prefix, name] = qualified.includes(':') ? splitName(qualified) : ['', qualified];
  const content = node[qualified] as Node[];
  if (prefix !== '' && !scope.has(prefix)) throw new XmlRefused(`prefix ${prefix} is not declared`);
  return {
    name, namespace: scope.get(prefix) ?? '', text: content.map(textOf).join(''),
    children: content.map((child) => toElement(child, scope)).filter((child) => child !== null),
  };
}

function splitName(qualified: string): [string, string] {
  const at = qualified.indexOf(':');
  return [qualified.slice(0, at), qualified.slice(at + 1)];
}

function withDeclarations(outer: Scope, attributes: Record<string, string>): Scope {
  const declared = Object.entries(attributes).filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  return declared.length === 0 ? outer : new Map([...outer, ...declared.map(([name, uri]) => [name.slice(6), uri] as const)]);
}

function textOf(node: Node): string {
  if ('#text' in node) return unescapeXml(String(node['#text']));
  return '#cdata' in node ? ((node['#cdata'] as Node[])[0]?.['#text'] ?? '').toString() : '';
}

const namedEntities = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"]]);

function unescapeXml(text: string): string {
  return text.replace(/&([^;]*;?)/g, (whole, body: string) => {
    const [, hex, decimal, name] = /^(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(\w+));$/.exec(body) ?? [];
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal ?? Number.NaN);
    const decoded = name ? namedEntities.get(name) : code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (decoded === undefined) throw new XmlRefused(`entity ${whole.slice(0, 12)} is refused`);
    return decoded;
  });
}

/** Any text as the content of an element; what XML cannot hold is left out. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#13;' };
  return text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '').replace(/[&<>"'\r]/g, (character) => entities[character] ?? '');
}

/** The first child of that name, whatever its prefix. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}
