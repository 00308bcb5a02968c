// Checks that XML from the network is read plainly, and that nothing dangerous in it is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childOf, escapeXml, readXml, XmlRefused } from '../../server/payfip/xml.ts';

describe('readXml', () => {
  it('resolves prefixes, keeps texts as they are', () => {
    const root = readXml("<?xml version='1.0' encoding='UTF-8'?><!-- c --><S:E xmlns:S=\"u\" xmlns=\"d\"><a>006270</a><b xmlns=\"\">1 &amp; 2 <![CDATA[<3> &amp;]]>&#233;</b><c/></S:E>");
    expect([root.name, root.namespace, root.children.map(({ name, namespace }) => `${namespace}:${name}`)]).toEqual(['E', 'u', ['d:a', ':b', 'd:c']]);
    expect(childOf(root, 'a')?.text).toBe('006270');
    expect(childOf(root, 'b')?.text).toBe('1 & 2 <3> &amp;é');
  });
  it.each([
    ['a bomb', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'], ['an external entity', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x"><a/>'],
    ['an unknown entity', '<a>&eacute;</a>'], ['an entity named after a property', '<a>&constructor;</a>'], ['a lone ampersand', '<a>a & b</a>'], ['nothing', ''], ['a text', 'Maintenance'],
    ['two roots', '<a/><b/>'], ['a cut answer', '<a><b>'], ['a prefix from nowhere', '<x:a/>'], ['depth', '<a>'.repeat(2_000) + '</a>'.repeat(2_000)],
    ['an HTML page', '<html><body><p>Maintenance<br></body></html>'], ['a reserved name', '<__proto__/>'], ['a code out of Unicode', '<a>&#x110000;</a>'],
  ])('refuses %s', (_, text) => expect(() => readXml(text)).toThrow(XmlRefused));
  it('only ever throws XmlRefused', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string().map((text) => `<a>${text}</a>`)), (text) => {
      try { readXml(text); } catch (error) { return error instanceof XmlRefused; }
      return true;
    }), { numRuns: 500 });
  });
});

it('fault 14: any text survives its writing, whatever it holds', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const kept = [...text].filter((character) => escapeXml(character) !== '').join('');
    return readXml(`<a>${escapeXml(text)}</a>`).text === kept;
  }));
  expect(escapeXml('</arg0><montant>1</montant>&"\'')).not.toMatch(/[<>"']/);
  expect(escapeXml('a\0b\u001bc\ud800')).toBe('abc');
});
