import { css } from 'lit';

export const menuStyles = css`
  :host {
    display: inline-block;
  }
  ::slotted([slot='trigger']) {
    display: grid;
  }
  .trigger {
    width: auto;
    min-width: var(--touch);
    padding: 0 var(--space-1);
  }
  .panel {
    position: fixed;
    inset: auto;
    top: var(--menu-top, 0);
    left: var(--menu-left, 0);
    width: max-content;
    min-width: 13rem;
    max-width: min(21rem, calc(100vw - 1rem));
    max-height: calc(100dvh - var(--menu-top, 0px) - 0.5rem);
    margin: 0;
    padding: var(--space-2);
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    box-shadow: var(--shadow);
    color: var(--text);
    font: var(--text-m) / var(--line-body) var(--font);
  }
  .panel:popover-open {
    animation: appear var(--calm) var(--ease);
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(-6px);
    }
  }
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    .panel {
      inset: auto 0 0;
      width: 100%;
      max-width: none;
      max-height: 85dvh;
      padding: var(--space-4) var(--space-4) calc(var(--space-5) + env(safe-area-inset-bottom));
      border-width: 1px 0 0;
      border-radius: var(--radius-l) var(--radius-l) 0 0;
    }
    .panel::backdrop {
      background: var(--scrim);
    }
    @keyframes appear {
      from {
        opacity: 0;
        transform: translateY(2rem);
      }
    }
  }
`;
