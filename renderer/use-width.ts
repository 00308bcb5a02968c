// Why: a chart is drawn for the room that it has, so that its words keep their size.
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';

export function useWidth(element: Ref<HTMLElement | null>, before = 560): Ref<number> {
  const width = ref(before);
  const observer = new ResizeObserver(([entry]) => { if (entry && entry.contentRect.width > 0) width.value = Math.round(entry.contentRect.width); });
  onMounted(() => { if (element.value) observer.observe(element.value); });
  onBeforeUnmount(() => observer.disconnect());
  return width;
}
