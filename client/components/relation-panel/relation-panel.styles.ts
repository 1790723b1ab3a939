import { css } from 'lit';

export const relationPanelStyles = css`
  .panel {
    display: grid;
    justify-items: center;
    gap: var(--space-3);
    width: min(26rem, 100%);
    margin: 0 auto;
    padding: var(--space-4) var(--space-4) max(var(--space-5), env(safe-area-inset-bottom));
    outline-offset: -2px;
    text-align: center;
  }
  ear-avatar {
    --avatar-size: 5.5rem;
  }
  .small ear-avatar {
    display: none;
  }
  h3 {
    font-size: var(--text-xl);
    font-weight: 650;
    letter-spacing: -0.01em;
    line-height: var(--line-tight);
    overflow-wrap: anywhere;
  }
  .small h3 {
    font-size: var(--text-l);
  }
  p {
    color: var(--muted);
  }
  blockquote {
    width: 100%;
    margin: 0;
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    overflow-wrap: anywhere;
    text-align: start;
    white-space: pre-wrap;
  }
  form {
    display: grid;
    gap: var(--space-3);
    width: 100%;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--space-2);
  }
`;
