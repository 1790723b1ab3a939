import { css } from 'lit';

export const deviceLinkStyles = css`
  .link {
    display: grid;
    gap: var(--space-4);
    justify-items: start;
  }
  .card {
    width: min(27rem, 100%);
    padding: var(--space-5);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--surface);
    box-shadow: var(--shadow);
  }
  h2 {
    font-size: var(--text-l);
    font-weight: 650;
  }
  p {
    text-wrap: pretty;
  }
  .hint {
    color: var(--muted);
    font-size: var(--text-s);
  }
  .centre {
    display: grid;
    justify-items: center;
    gap: var(--space-3);
    width: 100%;
  }
  ear-qr-code {
    width: min(14rem, 60vw);
    aspect-ratio: 1;
    border-radius: var(--radius);
    background: #fff;
    box-shadow: var(--shadow-s);
  }
  .address {
    font-size: var(--text-s);
    overflow-wrap: anywhere;
    user-select: all;
  }
  .number {
    font-size: var(--text-2xl);
    font-weight: 700;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.15em;
  }
  progress {
    width: 100%;
    height: 0.6rem;
    accent-color: var(--accent);
  }
  .counts {
    font-variant-numeric: tabular-nums;
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
`;
