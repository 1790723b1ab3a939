import { css } from 'lit';

export const welcomeStyles = css`
  :host {
    display: grid;
    gap: var(--space-4);
    padding: var(--space-6);
    overflow: auto;
    place-content: safe center;
    justify-items: center;
    text-align: center;
  }
  .brand {
    width: 4rem;
    height: 4rem;
  }
  h2 {
    font-size: var(--text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  p {
    max-width: 26rem;
    color: var(--muted);
  }
`;
