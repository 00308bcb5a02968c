// Why this file exists: Node reads Windows-1252 but does not write it, and both the CSV and the PDF's fonts want it.

/** Characters of the range 0x80–0x9F; the rest of Windows-1252 is Latin-1. */
const upperRange = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Encodes in Windows-1252; a character that it does not have is a fault of the demonstration's texts. */
export function windows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const upper = upperRange.indexOf(character);
    const code = upper >= 0 ? 0x80 + upper : character.charCodeAt(0);
    if (character.length > 1 || code > 0xff) throw new Error(`«\u00a0${character}\u00a0» does not exist in Windows-1252`);
    return code;
  });
}
