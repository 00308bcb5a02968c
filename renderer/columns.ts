// Why: what a list says of its columns; parts/DataTable.vue shows them as a table, or as cards where there is no room.

export interface Column<Row> {
  key: string;
  title: string;
  /** The plain text of the cell; a slot `#cell-<key>` may show it otherwise. */
  text?: (row: Row) => string;
  /** Said when the pointer rests on a cut text; absent: the text itself. */
  hint?: (row: Row) => string;
  isSortable?: boolean;
  /** Amounts and counts. */
  isEnd?: boolean;
  /** Takes the room that is left, and is cut when there is not enough. */
  isFlexible?: boolean;
  /** Shown whole, on several lines if it must be. */
  isWrapped?: boolean;
  /** The room below which the column gives way: `wide` first, then `medium`. */
  from?: 'medium' | 'wide';
  /** Of a card: its heading, or what stands at its right. Absent: a line of its own, with the title. */
  card?: 'heading' | 'side' | 'nothing';
  /** The title is for screen readers only. */
  isTitleHidden?: boolean;
}
export interface Sort { key: string; isDescending: boolean }
