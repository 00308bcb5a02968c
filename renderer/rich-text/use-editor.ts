// Why: one editor in the page, between what is typed in it and the Markdown that the form keeps.
import { history } from 'prosemirror-history';
import { keymap } from 'prosemirror-keymap';
import { EditorState, Plugin, TextSelection, type Command } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue';
import { keys } from './acts.ts';
import { cleanWord } from './clean-word.ts';
import { read, write } from './markdown.ts';

/** The browser tells late, on a busy machine, where End or an arrow has moved the cursor: a key must not act where it was. */
const upToDate = new Plugin({
  props: {
    handleKeyDown(view) {
      const { anchorNode, anchorOffset, focusNode, focusOffset } = document.getSelection() ?? {};
      if (view.composing || !anchorNode || !focusNode || !view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return false;
      const { doc, tr, selection } = view.state;
      const shown = TextSelection.between(doc.resolve(view.posAtDOM(anchorNode, anchorOffset ?? 0)), doc.resolve(view.posAtDOM(focusNode, focusOffset ?? 0)));
      if (!shown.eq(selection)) view.dispatch(tr.setSelection(shown));
      return false;
    },
  },
});

export interface EditorNeeds { place: Ref<HTMLElement | null>; text: Ref<string>; attributes: () => Record<string, string> }

export function useEditor({ place, text, attributes }: EditorNeeds) {
  let view: EditorView | undefined;
  let written = text.value;
  const stateOf = (markdown: string) => EditorState.create({ doc: read(markdown), plugins: [upToDate, history(), keymap(keys)] });
  const state = shallowRef(stateOf(text.value));

  onMounted(() => {
    if (!place.value) return;
    view = new EditorView({ mount: place.value }, {
      state: state.value, attributes, transformPastedHTML: cleanWord,
      dispatchTransaction(transaction) {
        if (!view) return;
        view.updateState(view.state.apply(transaction));
        state.value = view.state;
        if (!transaction.docChanged) return;
        written = write(view.state.doc);
        text.value = written;
      },
    });
  });
  onBeforeUnmount(() => view?.destroy());
  // Somebody else changed the text: the form was filled, or put back as it was.
  watch(text, (markdown) => {
    if (markdown === written) return;
    written = markdown;
    state.value = stateOf(markdown);
    view?.updateState(state.value);
  });
  watch(attributes, () => view?.setProps({ attributes }));

  function run(command: Command): void {
    if (!view) return;
    command(view.state, view.dispatch.bind(view), view);
    view.focus();
  }

  return { state, run, focus: () => view?.focus() };
}
