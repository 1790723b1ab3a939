import { css } from 'lit';

export const loginStyles = css`
  h2 {
    font-size: var(--text-l);
    font-weight: 650;
  }
  form p {
    text-wrap: pretty;
  }
  .hint {
    color: var(--muted);
    font-size: var(--text-s);
    text-align: center;
  }
  .about:empty {
    display: none;
  }
`;
