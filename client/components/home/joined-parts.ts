/** What is on screen once somebody has joined, besides the list: a conversation, and whoever wants one. Loaded together. */
import '../conversation/conversation.ts';
import '../incoming-call/incoming-call.ts';
import '../request-card/request-card.ts';
