import { css } from 'lit';

export const conversationStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
  }
  header {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--header);
    padding: var(--space-2) var(--space-3) var(--space-2) var(--space-5);
    border-bottom: 1px solid var(--line);
  }
  .back {
    display: none;
  }
  .who {
    flex: 1;
    min-width: 0;
    line-height: var(--line-tight);
  }
  h2 {
    overflow: hidden;
    font-size: var(--text-l);
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .presence {
    display: flex;
    align-items: center;
    gap: 0.35rem;
    margin-top: 0.15rem;
    color: var(--muted);
    font-size: var(--text-s);
  }
  .presence ear-presence {
    width: 0.85rem;
    height: 0.85rem;
  }
  .keep {
    display: flex;
    align-items: center;
    gap: 0.35rem;
    color: var(--muted);
    font-size: var(--text-xs);
    text-wrap: pretty;
  }
  .keep .icon {
    width: 0.85rem;
    height: 0.85rem;
  }
  .actions {
    display: flex;
    flex: none;
  }
  ear-conversation-header {
    flex: none;
  }
  ear-message-list {
    flex: 1;
  }
  .centre {
    display: grid;
    flex: 1;
    min-height: 0;
    align-content: center;
    overflow-y: auto;
  }
  .below {
    flex: none;
    border-top: 1px solid var(--line);
  }
  /* Always as high as one line, so that nothing moves when the other begins to type. */
  .typing {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--space-2);
    width: min(48rem, 100%);
    height: 1.75rem;
    margin: 0 auto;
    padding: 0 var(--space-5);
    overflow: hidden;
    color: var(--muted);
    font-size: var(--text-s);
    white-space: nowrap;
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    width: 6px;
    height: 6px;
    border-radius: 50%;
    background: currentColor;
    animation: bob 1.2s infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes bob {
    0%,
    60%,
    100% {
      opacity: 0.35;
    }
    30% {
      opacity: 1;
      transform: translateY(-3px);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots i {
      animation: none;
    }
  }
  .deletion {
    display: grid;
    gap: var(--space-3);
  }
  .choices {
    display: flex;
    justify-content: flex-end;
    gap: var(--space-2);
    margin-top: var(--space-2);
  }
  .menu-item {
    font-weight: 500;
    justify-content: flex-start;
    border-radius: var(--radius-s);
  }
  @media (max-width: 49.99rem), (max-width: 60rem) and (max-height: 29.99rem) {
    header {
      gap: var(--space-2);
      padding: var(--space-2) var(--space-1);
    }
    .back {
      display: inline-flex;
    }
    header ear-avatar {
      --avatar-size: 2.25rem;
    }
  }
`;
