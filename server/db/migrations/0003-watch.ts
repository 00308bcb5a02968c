// Why: the watch of an attempt to pay counts only the time in which somebody could look; null until some was lost.
export const sql = `
ALTER TABLE payments ADD COLUMN watched_from DATETIME;
`;
