import { css } from 'lit';

export const messageTextStyles = css`
  .words a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 0.15em;
    overflow-wrap: anywhere;
  }

  .words code {
    font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
    font-size: 0.92em;
    padding: 0.1em 0.35em;
    border-radius: 6px;
    background: color-mix(in srgb, currentcolor 12%, transparent);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
