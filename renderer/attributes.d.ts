// Why: templates are checked strictly, and the UI kit does not declare the HTML attributes and events that it passes on.
import 'vue';

declare module 'vue' {
  interface ComponentCustomProps {
    role?: string;
    target?: string;
    type?: string;
    maxlength?: number | string;
    spellcheck?: boolean;
    tabindex?: number;
    download?: boolean;
    'aria-expanded'?: boolean;
    'aria-haspopup'?: 'dialog';
    'aria-hidden'?: boolean | 'true';
    'aria-label'?: string;
    'aria-pressed'?: boolean;
    'aria-labelledby'?: string;
    onClick?: (event: MouseEvent) => void;
    onKeydown?: (event: KeyboardEvent) => void;
  }
}

declare module '@vue/runtime-dom' {
  interface HTMLAttributes {
    'data-drop-zone'?: boolean;
    'data-row'?: number;
    'data-title'?: string;
  }
}
