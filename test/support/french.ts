// Sentences compare by their words, not by the kind of their spaces.
export const plainSpaces = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

/** Places of a text where an ordinary space stands before a double sign or inside « ». */
export const spacesWrong = (text: string): string[] => text.match(/.{0,20}(?:« | »| [:;?!](?=\s|$))/gm) ?? [];
