// Why: what the buttons and the keys of the editor do, and whether they are in force where the cursor is.
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import type { MarkType, NodeType } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import type { Command, EditorState } from 'prosemirror-state';
import { schema } from './schema.ts';

const { paragraph, heading, bullet_list: bullets, ordered_list: numbers, list_item: item, hard_break: lineBreak } = schema.nodes;
const { strong, em, link } = schema.marks;

export interface Act { run: Command; isOn: (state: EditorState) => boolean }

const hasMark = (type: MarkType) => ({ selection: { from, $from, to, empty }, storedMarks, doc }: EditorState): boolean =>
  (empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type));
const isWithin = (type: NodeType) => ({ selection: { $from } }: EditorState): boolean => Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1).type).includes(type);
const listOf = (type: NodeType, other: NodeType): Act => ({
  isOn: isWithin(type),
  run: (state, dispatch) => (isWithin(type)(state) ? liftListItem(item)(state, dispatch) : isWithin(other)(state) ? turnList(type, other)(state, dispatch) : wrapInList(type)(state, dispatch)),
});

/** The list around the cursor becomes one of the other kind. */
const turnList = (type: NodeType, other: NodeType): Command => ({ selection: { $from }, tr }, dispatch) => {
  const depth = Array.from({ length: $from.depth }, (_, index) => $from.depth - index).find((each) => $from.node(each).type === other);
  if (depth === undefined) return false;
  dispatch?.(tr.setNodeMarkup($from.before(depth), type));
  return true;
};

export const bold: Act = { run: toggleMark(strong), isOn: hasMark(strong) };
export const italic: Act = { run: toggleMark(em), isOn: hasMark(em) };
export const title: Act = { isOn: isWithin(heading), run: (state, dispatch) => setBlockType(isWithin(heading)(state) ? paragraph : heading)(state, dispatch) };
export const bulletList = listOf(bullets, numbers);
export const numberList = listOf(numbers, bullets);
export const isLink = hasMark(link);

/** The address of the link where the cursor is; '' without one. */
export function linkAt({ selection: { $from, from, to, empty }, doc }: EditorState): string {
  let found = link.isInSet($from.marks())?.attrs.href as string | undefined;
  if (!empty) doc.nodesBetween(from, to, (node) => { found ??= link.isInSet(node.marks)?.attrs.href as string | undefined; });
  return found ?? '';
}

/** Makes a link of what is chosen, of the link around the cursor, or of the address itself; null takes it away. */
export const setLink = (href: string | null): Command => (state, dispatch) => {
  const { from, to } = linkRange(state);
  const { tr } = state;
  if (from === to && href !== null) tr.insert(from, schema.text(href.replace(/^(https?:\/\/|mailto:|tel:)/, ''), [link.create({ href })]));
  else {
    tr.removeMark(from, to, link);
    if (href !== null) tr.addMark(from, to, link.create({ href }));
  }
  dispatch?.(tr.removeStoredMark(link));
  return true;
};

function linkRange({ selection: { from, to, empty, $from } }: EditorState): { from: number; to: number } {
  const around = empty ? link.isInSet($from.marks()) : undefined;
  if (!around) return { from, to };
  let [start, end] = [from, to];
  $from.parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    if (around.isInSet(node.marks) && at <= from && at + node.nodeSize >= from) [start, end] = [at, at + node.nodeSize];
  });
  return { from: start, to: end };
}

const newLine: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(lineBreak.create()).scrollIntoView());
  return true;
});

/** Tab goes on to the next field: it is not one of them, save inside a list by Ctrl + [ and ]. */
export const keys: Record<string, Command> = {
  ...baseKeymap, 'Mod-z': undo, 'Mod-y': redo, 'Shift-Mod-z': redo, 'Mod-b': bold.run, 'Mod-i': italic.run, 'Shift-Enter': newLine,
  Enter: chainCommands(splitListItem(item), baseKeymap.Enter ?? (() => false)), 'Mod-]': sinkListItem(item), 'Mod-[': liftListItem(item),
};
