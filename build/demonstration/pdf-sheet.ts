// Why this file exists: the few strokes that an invoice needs (text, ruled lines, boxes), measured from the top of an A4 page.
// The operators are written here because pdf-lib's own drawing is twice as long; nothing depends on the clock.
import { PDFArray, PDFDocument, PDFHexString, PDFName, PDFString, StandardFonts, type PDFFont } from 'pdf-lib';
import { windows1252 } from './windows-1252.ts';

const height = 842;
const width = 595;
export const leftEdge = 48;
export const rightEdge = 547;

/** Red, green and blue, as the operators of PDF want them. */
export type Ink = `${number} ${number} ${number}`;
export const black: Ink = '0.13 0.13 0.16';
export const grey: Ink = '0.4 0.4 0.44';
export const accent: Ink = '0.478 0.18 0.302';
export const tint: Ink = '0.968 0.945 0.953';
export const white: Ink = '1 1 1';
const rule: Ink = '0.82 0.81 0.83';

type Point = readonly [x: number, y: number];

interface TextStyle {
  size?: number;
  bold?: boolean;
  color?: Ink;
  /** `right`: x is the right end. */
  align?: 'left' | 'right';
}

export interface DocumentFacts {
  title: string;
  author: string;
  /** Day of issue, which serves as the date of creation. */
  day: string;
  /** 16 bytes in hexadecimal, from the content of the invoice. */
  fingerprint: string;
}

/** One A4 page; `x` and `y` are points from the left and from the top. */
export class PdfSheet {
  private readonly operators: string[] = [];

  private constructor(
    private readonly document: PDFDocument,
    private readonly fonts: { regular: PDFFont; bold: PDFFont },
  ) {}

  static async create(facts: DocumentFacts): Promise<PdfSheet> {
    const document = await PDFDocument.create({ updateMetadata: false });
    const instant = new Date(`${facts.day}T08:00:00Z`);
    document.setTitle(facts.title, { showInWindowTitleBar: true });
    document.setAuthor(facts.author);
    document.setCreationDate(instant);
    document.setModificationDate(instant);
    document.catalog.set(PDFName.of('Lang'), PDFString.of('fr-FR'));
    const id = PDFArray.withContext(document.context);
    for (let part = 0; part < 2; part += 1) id.push(PDFHexString.of(facts.fingerprint));
    document.context.trailerInfo.ID = id;
    const regular = await document.embedFont(StandardFonts.Helvetica);
    const bold = await document.embedFont(StandardFonts.HelveticaBold);
    return new PdfSheet(document, { regular, bold });
  }

  text(content: string, [x, y]: Point, style: TextStyle = {}): void {
    const { size = 9, bold = false, color = black, align = 'left' } = style;
    const start = align === 'left' ? x : x - this.fontOf(bold).widthOfTextAtSize(content, size);
    this.operators.push(`BT ${color} rg /${bold ? 'B' : 'R'} ${size} Tf ${short(start)} ${short(height - y)} Td (${literal(content)}) Tj ET`);
  }

  /** Writes a paragraph in lines no wider than `maxWidth`; answers the y under it. */
  paragraph(content: string, [x, y]: Point, style: TextStyle & { maxWidth: number; leading?: number }): number {
    let down = y;
    for (const line of this.wrapped(content, style)) {
      this.text(line, [x, down], style);
      down += style.leading ?? 12.5;
    }
    return down;
  }

  box([x, y]: Point, [boxWidth, boxHeight]: Point, color: Ink): void {
    this.operators.push(`${color} rg ${x} ${short(height - y - boxHeight)} ${boxWidth} ${boxHeight} re f`);
  }

  /** A disc is a dot of a round pen; of no length at all, some readers would not draw it. */
  disc([x, y]: Point, diameter: number, color: Ink): void {
    const row = short(height - y);
    this.operators.push(`1 J ${color} RG ${diameter} w ${short(x)} ${row} m ${short(x + 0.1)} ${row} l S 0 J`);
  }

  line(y: number, [from, to]: Point, { color = rule, dashed = false } = {}): void {
    const at = short(height - y);
    this.operators.push(`${color} RG 0.6 w [${dashed ? '3 3' : ''}] 0 d ${from} ${at} m ${to} ${at} l S`);
  }

  bytes(): Promise<Uint8Array> {
    const page = this.document.addPage([width, height]);
    page.node.setFontDictionary(PDFName.of('R'), this.fonts.regular.ref);
    page.node.setFontDictionary(PDFName.of('B'), this.fonts.bold.ref);
    const content = this.document.context.flateStream(this.operators.join('\n'));
    page.node.set(PDFName.of('Contents'), this.document.context.register(content));
    return this.document.save({ useObjectStreams: true, addDefaultPage: false, updateFieldAppearances: false });
  }

  private wrapped(content: string, { maxWidth, size = 9, bold = false }: TextStyle & { maxWidth: number }): string[] {
    const lines: string[] = [];
    for (const word of content.split(' ')) {
      const last = lines.at(-1);
      const longer = last === undefined ? word : `${last} ${word}`;
      if (last !== undefined && this.fontOf(bold).widthOfTextAtSize(longer, size) <= maxWidth) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }

  private fontOf(isBold: boolean): PDFFont {
    return isBold ? this.fonts.bold : this.fonts.regular;
  }
}

/** At most two decimals, no useless zero. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A literal string of PDF in WinAnsi, with octal escapes outside ASCII. */
function literal(content: string): string {
  return Array.from(windows1252(content), (code) => {
    const character = String.fromCharCode(code);
    if (code > 0x7e) return `\\${code.toString(8)}`;
    return '()\\'.includes(character) ? `\\${character}` : character;
  }).join('');
}
